"""Pages as PDF: tagged (PDF/UA-1), with title and language, from the same parts as the page on the screen.

WeasyPrint needs the system library Pango. Where it is missing the site works
without it, and says so.
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


class NoPaper(Exception):
    """The library that makes a PDF is not on this machine."""


class TooManyPapers(Exception):
    """The visitor has had as many made as an hour allows; those that are kept cost nothing and are not counted."""


@cache
def weasyprint() -> ModuleType:
    """The library, loaded with the first PDF: it takes half a second. Raises `NoPaper` without Pango."""
    try:
        return importlib.import_module(LIBRARY)
    except (OSError, ImportError) as error:
        raise NoPaper from error


def paper(template: str, context: dict[str, Any], visitor: str) -> bytes:
    """The PDF of a template; it takes a second or more, so that it is kept.

    `visitor`: the address on the network of who asks. Raises `NoPaper` and `TooManyPapers`.
    """
    maker = weasyprint()
    html = render_to_string(template, {**context, "firm": settings.FIRM, "language": get_language()})
    return get_or_make(f"paper:{sha256(html.encode()).hexdigest()}", lambda: written(html, maker, visitor))


def written(html: str, maker: ModuleType, visitor: str) -> bytes:
    """The PDF of a page."""
    if too_many(visitor):
        raise TooManyPapers
    page = maker.HTML(string=html, base_url=settings.SITE_URL, url_fetcher=refuse(maker))
    return page.write_pdf(pdf_variant="pdf/ua-1")


def too_many(visitor: str) -> bool:
    """Whether this visitor has had their share of the hour; nobody is refused where it can't be counted."""
    try:
        return not consume("paper", visitor, MADE_AN_HOUR)
    except RedisError:
        return False


def refuse(maker: ModuleType) -> Any:
    """A fetcher that fetches nothing: everything on the paper is in the template."""

    class Nothing(maker.urls.URLFetcher):  # type: ignore[name-defined]
        def fetch(self, url: str, headers: dict | None = None) -> NoReturn:
            raise ValueError("a PDF is made without the network")

    return Nothing()
