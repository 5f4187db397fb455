"""What every page needs to know."""

from collections.abc import Iterator
from functools import cache, partial
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from intake.firm.look import get_look

OWN_NAMES = {"en": "English", "fr": "Français"}
NAVIGATION = {
    "intake:start": _("Check your score"),
    "intake:one_minute_score": _("Score in a minute"),
    "intake:programs": _("Programs"),
    "draws:categories": _("Targeted draws"),
    "draws:list": _("Rounds of invitations"),
    "intake:points": _("Points"),
    "intake:firm": _("Our firm"),
    "my_file:home": _("My file"),
}


class Link(NamedTuple):
    """One way to another page; `current` as ARIA has it: "page" there, "true" on the pages below it."""

    words: Any
    address: str
    current: str


def firm(request: HttpRequest) -> dict[str, Any]:
    """The firm's identity, the ways from here, and this page's addresses for search engines."""
    return {
        "firm": settings.FIRM,
        "look": SimpleLazyObject(get_look),
        "navigation": partial(build_navigation, request.path),
        "here": " ".join(link.current or "no" for link in build_navigation(request.path)),
        "other_languages": list_other_languages(request),
        "page_address": settings.SITE_URL + request.path,
        "site_url": settings.SITE_URL,
        "alternates": partial(list_alternates, request.path),
    }


def build_navigation(here: str) -> list[Link]:
    """Links to the main pages."""
    links = zip(NAVIGATION.values(), list_urls(get_language() or "en"), strict=True)
    return [Link(words, address, get_current_mark(address, here)) for words, address in links]


def get_current_mark(address: str, here: str) -> str:
    """The `aria-current` of a link: "page" here, "true" on the pages below it, else empty."""
    return "page" if address == here else "true" if here.startswith(address) else ""


@cache
def list_urls(language: str) -> list[str]:
    """The URLs of the main pages in a language."""
    with override(language):
        return [reverse(name) for name in NAVIGATION]


def list_other_languages(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Code, own name and URL of this page in each other language."""
    others = [code for code, _name in settings.LANGUAGES if code != get_language()]
    return [(code, OWN_NAMES[code], translate_page_url(request, code)) for code in others]


def translate_page_url(request: HttpRequest, code: str) -> str:
    """The URL of this page in another language, with its query; of the first page where it has none."""
    here, prefix = request.get_full_path(), f"/{get_language()}/"
    if request.resolver_match and here.startswith(prefix):
        return f"/{code}/{here.removeprefix(prefix)}"
    with override(code):
        return reverse("intake:home")


def list_alternates(path: str) -> Iterator[tuple[str, str]]:
    """Language and absolute URL of a page in every language, its own included.

    "x-default" is the URL without a language, which follows the reader's browser.
    """
    for code, _name in settings.LANGUAGES:
        yield code, settings.SITE_URL + translate_url(path, code)
    yield "x-default", settings.SITE_URL + path.removeprefix(f"/{get_language()}")
