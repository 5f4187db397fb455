"""What search engines are told: the public pages in every language offered, and what not to read.

Addresses begin with SITE_URL, whatever name the request came by.
"""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.languages import list_languages_of
from draws.public import category_lists
from draws.public.round_list import list_numbers_and_changes
from scoring.apps import rulebook
from scoring.streams import STREAMS

PAGES = [
    "intake:home",
    "intake:start",
    "intake:one_minute_score",
    "intake:follow",
    "intake:levels",
    "intake:example",
    "intake:fees",
    "intake:processing_times",
    "intake:documents",
    "intake:nominations",
    "intake:assessments",
    "intake:glossary",
    "intake:programs",
    "intake:points",
    "intake:firm",
    "intake:questions",
    "intake:about",
    "intake:book",
    "intake:privacy",
    "intake:accessibility",
    "draws:list",
    "draws:streams",
    "draws:categories",
    "draws:occupations",
]


class PublicSitemap(Sitemap):  # type: ignore[type-arg]
    """Pages that have an address in every language; the one without a language follows the reader's browser."""

    i18n = True
    alternates = True
    x_default = True

    def get_protocol(self, protocol: str | None = None) -> str:
        """That of SITE_URL."""
        return str(urlsplit(settings.SITE_URL).scheme)

    def get_domain(self, site: object = None) -> str:
        """That of SITE_URL."""
        return str(urlsplit(settings.SITE_URL).netloc)


class PageSitemap(PublicSitemap):
    """Each page of its own."""

    def items(self) -> list[str]:
        """Their names."""
        return PAGES

    def location(self, item: str) -> str:
        """The address of one."""
        return reverse(item)

    def get_languages_for_item(self, item: str) -> list[str]:
        """Those that have it."""
        return list_languages_of(item)


class CategorySitemap(PublicSitemap):
    """Each category that is, or was, in force."""

    def items(self) -> list[str]:
        """Their codes."""
        return [category.code for category in category_lists.list_categories(rulebook(), timezone.localdate())]

    def location(self, item: str) -> str:
        """The address of one."""
        return reverse("draws:category", args=[item])

    def get_languages_for_item(self, item: str) -> list[str]:
        """Those that have the pages of categories."""
        return list_languages_of("draws:category")


class StreamSitemap(PublicSitemap):
    """Each kind of round."""

    def items(self) -> list[str]:
        """Their codes."""
        return list(STREAMS)

    def location(self, item: str) -> str:
        """The address of one."""
        return reverse("draws:stream", args=[item])

    def get_languages_for_item(self, item: str) -> list[str]:
        """Those that have the pages of kinds of round."""
        return list_languages_of("draws:stream")


class RoundSitemap(PublicSitemap):
    """Each round that is public."""

    def items(self) -> list[tuple[str, datetime]]:
        """Their numbers, and when they last changed."""
        return list_numbers_and_changes()

    def location(self, item: tuple[str, datetime]) -> str:
        """The address of one."""
        return reverse("draws:round", args=[item[0]])

    def get_languages_for_item(self, item: tuple[str, datetime]) -> list[str]:
        """Those that have the pages of rounds."""
        return list_languages_of("draws:round")

    def lastmod(self, item: tuple[str, datetime]) -> datetime:
        """When one last changed."""
        return item[1]


SITEMAPS = {
    "pages": PageSitemap,
    "categories": CategorySitemap,
    "streams": StreamSitemap,
    "rounds": RoundSitemap,
}


@require_safe
def show_robots(request: HttpRequest) -> HttpResponse:
    """Where the sitemap is. Pages that are not for search engines say so themselves, which they must be read for."""
    # Not the private pages: a list of them would tell everybody where they are (record 0023).
    lines = ["User-agent: *", "Disallow: /staff/", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")
