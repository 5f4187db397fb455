"""Where somebody came from: a word in the address of the page ("?source=mail", "?utm_source=mail")."""

import re
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest

LONGEST_SOURCE = 40
WORD = re.compile(rf"[a-z0-9][a-z0-9._-]{{0,{LONGEST_SOURCE - 1}}}")
# The doors by which a file comes, where no link's word is known.
QUESTIONNAIRE, ENQUIRY, BOOKING, TELEPHONE, IMPORT, STAFF = (
    "questionnaire",
    "enquiry",
    "booking",
    "telephone",
    "import",
    "staff",
)
NAMES = ("source", "utm_source")


def read_source(request: HttpRequest) -> str:
    """The word in the address, in small letters; empty where there is none, or it is not a source."""
    return find_word({name: request.GET.get(name, "") for name in NAMES})


def find_source(request: HttpRequest) -> str:
    """The word in the address of this page, or of the page of ours from which somebody came here."""
    return read_source(request) or read_word_of_page_before(request)


def read_word_of_page_before(request: HttpRequest) -> str:
    """The word in the address of our own page that led here, as browsers tell it; another site's tells nothing."""
    try:
        before = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    # Browsers tell only us of our own pages (`SECURE_REFERRER_POLICY`), so that no cookie has to carry the word
    # (record 0160).
    if before.netloc != request.get_host():
        return ""
    asked = parse_qs(before.query)
    return find_word({name: asked.get(name, [""])[0] for name in NAMES})


def find_word(typed: dict[str, str]) -> str:
    """The first of these that is a word."""
    words = (typed[name].lower() for name in NAMES)
    return next((word for word in words if WORD.fullmatch(word)), "")
