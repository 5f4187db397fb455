"""What every page needs to know."""

from collections.abc import Iterator
from functools import cache, partial
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

OWN_NAMES = {"en": "English", "fr": "Français"}
NAVIGATION = {
    "intake:start": _("Check your score"),
    "intake:programs": _("Programs"),
    "draws:categories": _("Targeted draws"),
    "draws:list": _("Rounds of invitations"),
    "intake:points": _("Points"),
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
        "navigation": partial(navigation, request.path),
        "here": " ".join(link.current or "no" for link in navigation(request.path)),
        "other_languages": other_languages(request),
        "page_address": settings.SITE_URL + request.path,
        "site_url": settings.SITE_URL,
        "alternates": partial(alternates, request.path),
    }


def navigation(here: str) -> list[Link]:
    """The main pages."""
    links = zip(NAVIGATION.values(), addresses(get_language() or "en"), strict=True)
    return [Link(words, address, current(address, here)) for words, address in links]


def current(address: str, here: str) -> str:
    """Whether a way leads here, or to the page that this one stands below."""
    return "page" if address == here else "true" if here.startswith(address) else ""


@cache
def addresses(language: str) -> list[str]:
    """Where the main pages are in a language."""
    with override(language):
        return [reverse(name) for name in NAVIGATION]


def other_languages(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Code, own name and address of this page in each other language."""
    others = [code for code, _name in settings.LANGUAGES if code != get_language()]
    return [(code, OWN_NAMES[code], in_language(request, code)) for code in others]


def in_language(request: HttpRequest, code: str) -> str:
    """The page in another language, with its question; the first page, where it has no address."""
    here, prefix = request.get_full_path(), f"/{get_language()}/"
    if request.resolver_match and here.startswith(prefix):
        return f"/{code}/{here.removeprefix(prefix)}"
    with override(code):
        return reverse("intake:home")


def alternates(path: str) -> Iterator[tuple[str, str]]:
    """Language and absolute address of a page in every language, its own included.

    "x-default" is the address without a language, which follows the reader's browser.
    """
    for code, _name in settings.LANGUAGES:
        yield code, settings.SITE_URL + translate_url(path, code)
    yield "x-default", settings.SITE_URL + path.removeprefix(f"/{get_language()}")
