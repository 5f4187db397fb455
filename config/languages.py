"""Which pages a language has: all of them, or those that the head of its catalogue names.

`X-Pages: intake:fees intake:glossary` in `config/locale/<code>/LC_MESSAGES/django.po` makes a language one to read
these pages in. English is in the sentences themselves.
"""

from collections.abc import Iterable
from functools import lru_cache
from gettext import GNUTranslations
from pathlib import Path

from django.conf import settings

# The head of a catalogue; gettext reads its names in small letters.
PAGES = "x-pages"


def find_catalogue(code: str) -> Path:
    """The compiled catalogue of a language."""
    return Path(settings.LOCALE_PATHS[0]) / code.replace("-", "_") / "LC_MESSAGES" / "django.mo"


def list_pages(code: str) -> tuple[str, ...]:
    """The names of the pages that a language has, the first one first; none for one that has them all."""
    return _read_pages(settings.LOCALE_PATHS[0], code)


# The folder is of the key, because settings may name another one.
@lru_cache(maxsize=32)
def _read_pages(_folder: Path, code: str) -> tuple[str, ...]:
    catalogue = find_catalogue(code)
    if not catalogue.exists():
        return ()
    with catalogue.open("rb") as file:
        return tuple(GNUTranslations(file).info().get(PAGES, "").split())


def has_page(code: str, page: str) -> bool:
    """Whether a language has the page of this name."""
    pages = list_pages(code)
    return not pages or page in pages


def list_languages_of(page: str) -> list[str]:
    """The languages that a page is shown in."""
    return [code for code in list_languages() if has_page(code, page)]


def list_languages() -> Iterable[str]:
    """Every language of the site."""
    return (code for code, _name in settings.LANGUAGES)
