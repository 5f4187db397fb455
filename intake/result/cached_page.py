"""The page of a result with nothing chosen and nothing to confirm, kept with its frame."""

from functools import partial
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from intake.assessments import find
from intake.models import Assessment
from intake.public.page_cache import make_page
from intake.result import database_cache, downloads, page_context

PAPER = "intake/paper/result.html"


def find_with_page(reference: str, request: HttpRequest) -> tuple[Assessment, bytes | None]:
    """The result with this reference, if this reader may see it, and its whole page, packed, if it is kept.

    Of the result only what a kept page hangs on is loaded. Raises `Http404`.
    """
    # One statement, so that nobody sees a page of which the database has not just said that it is there and theirs.
    rows = find.find_open(request).filter(reference=reference).with_kept(database_cache.build_name("page"))
    found = cast("Any", next(iter(rows), None))
    if found is None:
        raise Http404
    # Which reference the page shows depends only on the draft's other results, and usually there are none.
    if not found.has_siblings:
        found.shown_reference = found.reference
    if found.kept_packed is None or found.kept_digest != database_cache.find_digest(*page_context.list_marks(found)):
        return found, None
    return found, bytes(found.kept_packed)


def is_same_at_each_look(assessment: Assessment) -> bool:
    """Whether the page holds no button to confirm an address, which brings a token of its reader's browser."""
    return not assessment.contact.get("email") or assessment.client_id is not None


def get_whole_page(assessment: Assessment, request: HttpRequest) -> bytes:
    """The page at the address of this request, packed; of its visitor it holds nothing."""
    view, marks = partial(show_whole, assessment), page_context.list_marks(assessment)
    return database_cache.get_or_keep_packed(
        assessment, database_cache.build_name("page"), marks, lambda: make_page(view, request).packed
    )


def begin_result_pdf(assessment: Assessment, request: HttpRequest) -> None:
    """Have the PDF of the result made, so that its reader finds it (record 0197)."""
    context = {"assessment": assessment, **page_context.get_parts(assessment)}
    downloads.begin_pdf_response(request, PAPER, context)


def show_whole(assessment: Assessment, request: HttpRequest) -> HttpResponse:
    """The page with nothing chosen and nothing to confirm, which is the same at each look."""
    return show_result(request, assessment, page_context.get_parts(assessment))


def show_result(
    request: HttpRequest, assessment: Assessment, parts: dict[str, str], confirmation: str | None = None
) -> HttpResponse:
    """The page; with a button to confirm the address, and its token, where there is one to be confirmed."""
    context = {"assessment": assessment, "confirmation": confirmation, **parts}
    return render(request, "intake/result.html", context)
