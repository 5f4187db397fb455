"""The places in a template ("Hello {name},"): which there are, and what stands in them for one client."""

import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from draws.correspondence.own_facts import OwnFacts
from intake.common.directions import isolate
from intake.models import Client

# The closed list, with what each means, for whoever writes a template.
# Django's own template language is not for staff: it reads any attribute of a client (record 0163).
PLACES: dict[str, Any] = {
    "name": _(
        "the client's name; where the file has none, a greeting leaves it out, and a message with a sentence that "
        "needs it is not sent"
    ),
    "adviser": _("the name of the person who looks after the file; where nobody does, the firm's"),
    "reference": _("the reference of the file"),
    "link": _("the address of My file"),
    "score": _("today's CRS score; a client without one gets nothing"),
    "appointment": _(
        "day and hour of the next consultation, on the clock of the client; a client without one gets nothing"
    ),
}
PLACE = re.compile(r"\{([^{}]*)\}")
# White space but no line break: "Hello {name}," becomes "Hello,", and a name on a line of its own leaves the line.
NAME_WITH_SPACE = re.compile(r"[^\S\n]*\{name\}")
# A name without which a line still reads: alone on it, or at the end of a greeting. That is up to three words before
# the name, a comma or an exclamation mark after it, and nothing else on the line: "We met {name}, and" needs it.
GREETING = re.compile(r"(?m)^[^\S\n]*(?:(?:\w[\w’'-]*[^\S\n]+){1,3}\{name\}[^\S\n]*[,،!]|\{name\})[^\S\n]*$")


def name_places() -> str:
    """Every place as it is written: "{name}, {adviser}"."""
    return ", ".join(f"{{{name}}}" for name in PLACES)


def check_places(text: str) -> None:
    """Refuse an unknown place, and a brace that is not closed or opened. Raises `ValidationError`, which names it."""
    listed = {"places": name_places()}
    wrong = [found for found in PLACE.findall(text) if found not in PLACES]
    if wrong:
        message = _("There is no place “{%(wrong)s}”. There are: %(places)s.")
        raise ValidationError(message, "place", {"wrong": wrong[0], **listed})
    if re.search(r"[{}]", PLACE.sub("", text)):
        raise ValidationError(
            _("A brace is not closed, or was never opened. The places are: %(places)s."), "brace", listed
        )


def find_places(texts: Iterable[str]) -> set[str]:
    """The names of the places that stand in these texts."""
    return {name for text in texts for name in PLACE.findall(text)}


def needs_name(texts: Iterable[str]) -> bool:
    """Whether one of these texts has the name where it can't be left out: "{name}, your file", not "Hello {name},"."""
    return any("{name}" in GREETING.sub("", text) for text in texts)


def fill_in(text: str, client: Client, language: str, own: OwnFacts) -> str:
    """The text with the words of one client in its places, in one pass: what is put in is not searched again."""
    words = collect_words(client, language, own)
    if not words["name"]:
        text = NAME_WITH_SPACE.sub("", text)
    return PLACE.sub(lambda found: words[found[1]], text)


def collect_words(client: Client, language: str, own: OwnFacts) -> dict[str, str]:
    """What stands in each place, each on one line."""
    adviser = client.adviser.get_full_name() if client.adviser else ""
    words = {"name": client.name, "adviser": adviser or settings.FIRM["name"], "reference": client.reference}
    # A place may stand in the subject, and a line break there would begin another header (record 0063).
    words = {name: " ".join(own.split()) for name, own in words.items()}
    with translation.override(language):
        found = own.list_words(language) | {"link": settings.SITE_URL + reverse("my_file:home")}
        # A Latin name or an address would turn the order of the Arabic words around it (record 0175).
        return {name: isolate(own, in_html=False) for name, own in (words | found).items()}
