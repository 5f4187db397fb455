"""What every page needs to know."""

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext_lazy as _

from config.languages import has_page, list_languages, list_languages_of, list_pages
from intake.firm.look import get_look

# Here and in no room, because it names pages of every app (record 0055).
NAVIGATION = {
    "intake:start": _("Check your score"),
    "intake:one_minute_score": _("Score in a minute"),
    "intake:programs": _("Programs"),
    "draws:categories": _("Category-based rounds"),
    "draws:list": _("Rounds of invitations"),
    "intake:points": _("Points"),
    "intake:firm": _("Our firm"),
    "my_file:home": _("My file"),
}


class Link(NamedTuple):
    """One way to another page; `current` as ARIA has it: "page" there, "true" on the pages below it."""

    words: Any
    url: str
    current: str


def firm(request: HttpRequest) -> dict[str, Any]:
    """The firm's identity, the ways from here, and this page's addresses for search engines."""
    return {
        "firm": settings.FIRM,
        "look": SimpleLazyObject(get_look),
        # Called by the template, because the frame mostly comes from the cache and needs neither this nor the
        # alternates.
        "navigation": partial(build_navigation, request.path),
        # Part of the cached navigation's key in `base.html`: the same links, with another one marked as current.
        "here": " ".join(link.current or "no" for link in build_navigation(request.path)),
        "other_languages": list_other_languages(request),
        "has_all_pages": not list_pages(get_language() or "en"),
        "page_url": settings.SITE_URL + request.path,
        "site_url": settings.SITE_URL,
        "alternates": partial(list_alternates, request),
    }


def build_navigation(here: str) -> list[Link]:
    """Links to the main pages."""
    links = [(words, reverse(name)) for name, words in NAVIGATION.items()]
    return [Link(words, url, get_current_mark(url, here)) for words, url in links]


def get_current_mark(url: str, here: str) -> str:
    """The `aria-current` of a link: "page" here, "true" on the pages below it, else empty."""
    return "page" if url == here else "true" if here.startswith(url) else ""


def list_other_languages(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Code, own name and URL of this page in each other language."""
    others = [code for code in list_languages() if code != get_language()]
    return [(code, name_in_itself(code), translate_page_url(request, code)) for code in others]


def name_in_itself(code: str) -> str:
    """As "Français": the name of a language for those who read it."""
    name = str(get_language_info(code)["name_local"])
    return name[:1].upper() + name[1:]


def translate_page_url(request: HttpRequest, code: str) -> str:
    """The URL of this page in another language, with its query; of its first page where it has not this one."""
    match = request.resolver_match
    if match and has_page(code, match.view_name) and is_in_language(request.path):
        return swap_language(request.get_full_path(), code)
    with override(code):
        return reverse((*list_pages(code), "intake:home")[0])


def is_in_language(path: str) -> bool:
    """Whether a path begins with the active language."""
    return path.startswith(f"/{get_language()}/")


def swap_language(path: str, code: str) -> str:
    """A path that begins with the active language, in another one."""
    return f"/{code}/" + path.removeprefix(f"/{get_language()}/")


def list_alternates(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Language and absolute URL of a page in every language that has it, its own included.

    "x-default" is the URL without a language, which follows the reader's browser.
    """
    path, match = request.path, request.resolver_match
    for code in list_languages_of(match.view_name) if match and is_in_language(path) else ():
        yield code, settings.SITE_URL + swap_language(path, code)
    yield "x-default", settings.SITE_URL + path.removeprefix(f"/{get_language()}")
