"""Making a page into a PDF: tagged (PDF/UA-1), with title and language. Only the worker of the queue `pdf` does it.

WeasyPrint needs the system library Pango. Where it is missing the site works without it, and says so.
"""

import gc
import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from types import ModuleType
from typing import Any, NoReturn

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from intake.models import Paper

# Of the same parts as the page, with tags, and without a browser on a public server (record 0029).
LIBRARY = "weasyprint"
# An hour, because it is personal data and can be made again (record 0069).
KEPT = timedelta(hours=1)
# What is not made after so long was lost with its worker or its call, and is asked for again.
PATIENCE = timedelta(minutes=2)


class PdfUnavailable(Exception):
    """It could not be made, or nobody can be asked to make it now."""


@cache
def load_weasyprint() -> ModuleType:
    """Import the library with the first PDF: it takes half a second. Raises `PdfUnavailable` without Pango."""
    try:
        return importlib.import_module(LIBRARY)
    except (OSError, ImportError) as error:
        raise PdfUnavailable from error


def take_next() -> str | None:
    """Take the page that somebody has waited for longest, else the oldest; its digest, or None where nothing waits."""
    waiting = Paper.objects.filter(pdf=None, failed=False, begun_at=None)
    # One that was lost has no call of its own any more: it would take that of a reader who waits.
    lost = Q(asked_at__lte=timezone.now() - PATIENCE)
    in_turn = waiting.alias(lost=lost).order_by("lost", F("wanted_at").asc(nulls_last=True), "asked_at")
    for digest in in_turn.values_list("pk", flat=True):
        # Another worker may have taken it in the meantime.
        if waiting.filter(pk=digest).update(begun_at=timezone.now()):
            return digest
    return None


def make(digest: str) -> None:
    """Make the PDF of a page, unless it is made. Raises `PdfUnavailable` without Pango."""
    for paper in Paper.objects.filter(pk=digest, pdf=None):
        made = write_pdf(paper.html, load_weasyprint())
        # The page is personal data, and nobody reads it again once the PDF is there.
        Paper.objects.filter(pk=digest).update(pdf=made, html="")


def give_up(digest: str) -> None:
    """It could not be made, which is said to those who wait for it."""
    Paper.objects.filter(pk=digest, pdf=None).update(failed=True, html="")


def forget_old() -> None:
    """Drop what was asked for an hour ago."""
    Paper.objects.filter(asked_at__lt=timezone.now() - KEPT).delete()


def write_pdf(html: str, maker: ModuleType) -> bytes:
    """The PDF of a page."""
    with pause_collector():
        page = maker.HTML(string=html, base_url=settings.SITE_URL, url_fetcher=make_closed_fetcher(maker))
        made: bytes = page.write_pdf(pdf_variant="pdf/ua-1")
    return made


@contextmanager
def pause_collector() -> Iterator[None]:
    """Let no cycles be looked for: a PDF holds a million objects to its end, and a fifth of its time went into that."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def make_closed_fetcher(maker: ModuleType) -> Any:
    """A fetcher that refuses every URL: everything in the PDF comes from the template."""

    class Nothing(maker.urls.URLFetcher):  # type: ignore[name-defined, misc]
        """Fetches nothing."""

        def fetch(self, url: str, headers: dict[str, Any] | None = None) -> NoReturn:
            """Refuse. Raises `ValueError`."""
            raise ValueError("a PDF is made without the network")

    return Nothing()
