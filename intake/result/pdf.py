"""Pages as PDF: tagged (PDF/UA-1), with title and language, from the same parts as the page on the screen.

WeasyPrint needs the system library Pango. Where it is missing the site works without it, and says so.
"""

import importlib
from functools import cache
from hashlib import sha256
from types import ModuleType
from typing import Any, NoReturn

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language
from redis.exceptions import RedisError

from intake.common.cache import get_or_make
from intake.common.rate_limit import consume

LIBRARY = "weasyprint"
# A person saves a handful; an office behind one address, some dozens; a machine that wears the server out, thousands.
MADE_AN_HOUR = 60


class PdfUnavailable(Exception):
    """The library that makes a PDF is not on this machine."""


class TooManyPdfs(Exception):
    """The visitor has reached the hourly limit of new PDFs; cached ones are not counted."""


@cache
def load_weasyprint() -> ModuleType:
    """Import the library with the first PDF: it takes half a second. Raises `PdfUnavailable` without Pango."""
    try:
        return importlib.import_module(LIBRARY)
    except (OSError, ImportError) as error:
        raise PdfUnavailable from error


def render_pdf(template: str, context: dict[str, Any], visitor: str) -> bytes:
    """Render a template as a PDF; it takes a second or more, so it is cached.

    `visitor` is the client's IP address. Raises `PdfUnavailable` and `TooManyPdfs`.
    """
    maker = load_weasyprint()
    html = render_to_string(template, {**context, "firm": settings.FIRM, "language": get_language()})
    return get_or_make(f"paper:{sha256(html.encode()).hexdigest()}", lambda: write_pdf(html, maker, visitor))


def write_pdf(html: str, maker: ModuleType, visitor: str) -> bytes:
    """Make the PDF of a page. Raises `TooManyPdfs`."""
    if is_over_limit(visitor):
        raise TooManyPdfs
    page = maker.HTML(string=html, base_url=settings.SITE_URL, url_fetcher=make_closed_fetcher(maker))
    made: bytes = page.write_pdf(pdf_variant="pdf/ua-1")
    return made


def is_over_limit(visitor: str) -> bool:
    """Count one PDF for this visitor; never over the limit while the cache is down."""
    try:
        return not consume("paper", visitor, MADE_AN_HOUR)
    except RedisError:  # a limit that can't be counted must not take the PDFs away
        return False


def make_closed_fetcher(maker: ModuleType) -> Any:
    """A fetcher that refuses every URL: everything in the PDF comes from the template."""

    class Nothing(maker.urls.URLFetcher):  # type: ignore[name-defined, misc]
        def fetch(self, url: str, headers: dict[str, Any] | None = None) -> NoReturn:
            raise ValueError("a PDF is made without the network")

    return Nothing()
