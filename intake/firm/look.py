"""The firm's logo and colours on every page: a stylesheet of ours, at an address made of what is in it.

The policy of the site lets no page bring styles of its own, so the colours reach it by a file.
"""

import logging
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from django.core.cache import caches
from django.db import DatabaseError
from django.utils import timezone

from intake.common.colours import read_channels
from intake.models import FirmLook, FirmPicture

log = logging.getLogger(__name__)
# Each process asks the database once in a minute, and at once after staff saved a look in it.
KEY, SECONDS = "look", 60
# Two colours: one carries white words and stands on the light page, the other on the dark one (record 0138). By names
# of their own for the staff's tool, whose theme its reader may choose; the rest is for the public pages.
STYLESHEET = """:root {{
  --firm-colour: {colour};
  --firm-colour-dark: {dark};
  --brand: {colour};
  --bs-link-color: {colour};
  --bs-link-color-rgb: {rgb};
  --bs-link-hover-color-rgb: {rgb};
}}

.btn-primary {{
  --bs-btn-bg: {colour};
  --bs-btn-border-color: {colour};
  --bs-btn-hover-bg: color-mix(in srgb, {colour} 82%, #000);
  --bs-btn-hover-border-color: color-mix(in srgb, {colour} 82%, #000);
  --bs-btn-active-bg: color-mix(in srgb, {colour} 75%, #000);
  --bs-btn-active-border-color: color-mix(in srgb, {colour} 75%, #000);
}}

.btn-outline-primary {{
  --bs-btn-color: {colour};
  --bs-btn-border-color: {colour};
  --bs-btn-hover-bg: {colour};
  --bs-btn-hover-border-color: {colour};
}}

.form-check-input:checked {{
  background-color: {colour};
  border-color: {colour};
}}

@media (prefers-color-scheme: dark) {{
  :root {{
    --brand: color-mix(in srgb, {colour} 78%, #000);
    --bs-link-color: {dark};
    --bs-link-color-rgb: {dark_rgb};
    --bs-link-hover-color-rgb: {dark_rgb};
  }}

  .btn-primary {{
    --bs-btn-border-color: {dark};
  }}

  .btn-outline-primary {{
    --bs-btn-color: {dark};
    --bs-btn-border-color: {dark};
  }}
}}
"""


class Look(NamedTuple):
    """What a page or a letter needs: the digest of the stylesheet, the logo, both colours; empty where none is."""

    stylesheet: str = ""
    logo: str = ""
    width: int = 0
    height: int = 0
    colour: str = ""
    dark: str = ""


def get_look() -> Look:
    """Today's look; none while the database is away, so that a page which needs nothing of it is shown.

    That it is kept buys 24 % of the steps of the frame of a page (`python -m bench.bought pages look`).
    """
    cached = caches["template_fragments"].get(KEY)
    if isinstance(cached, Look):
        return cached
    try:
        found = read_look(timezone.localdate())
    # A page without the firm's colours is better than none (record 0069).
    except DatabaseError:
        log.warning("The firm's look could not be read.")
        return Look()
    caches["template_fragments"].set(KEY, found, SECONDS)
    return found


def forget_look() -> None:
    """Look into the database for the next page."""
    caches["template_fragments"].delete(KEY)


def read_look(on: date) -> Look:
    """The look of a day, read from the database."""
    look = find_look(on)
    if look is None:
        return Look()
    logo = FirmPicture.objects.filter(looks=look).values_list("digest", "width", "height").first()
    return Look(find_digest(look), *(logo or ("", 0, 0)), look.colour, look.colour_dark)


def find_look(on: date) -> FirmLook | None:
    """The look that began last."""
    return FirmLook.objects.counting(on).last()


def build_stylesheet(look: FirmLook) -> str:
    """The colours of a look. Raises `ValueError` for what is no colour."""
    return STYLESHEET.format(
        colour=look.colour,
        rgb=", ".join(map(str, read_channels(look.colour))),
        dark=look.colour_dark,
        dark_rgb=", ".join(map(str, read_channels(look.colour_dark))),
    )


def find_digest(look: FirmLook) -> str:
    """What stands in the address of its stylesheet."""
    return sha256(build_stylesheet(look).encode()).hexdigest()[:16]


def find_stylesheet(digest: str) -> str | None:
    """The stylesheet with this digest, of whatever day; None where no look has it."""
    # All of them: a page that a browser has kept asks for the colours of its own day.
    return next((build_stylesheet(look) for look in FirmLook.objects.all() if find_digest(look) == digest), None)
