"""Files to save: a PDF, or a page that says why there is none now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from intake.common import client_ip
from intake.common.rate_limit import HOUR
from intake.message_kinds import limits
from intake.pdf.make_pdf import PdfUnavailable
from intake.result.pdf import PdfPending, TooManyPdfs, begin_pdf, get_pdf

# Seconds; a PDF costs one of a worker, and mostly it was begun with the result (record 0197).
ASK_AGAIN_AFTER = 1


def respond_with_pdf(
    request: HttpRequest, template: str, context: dict[str, Any], name: str, otherwise: str = "intake/no_paper.html"
) -> HttpResponse:
    """Respond with a template as a PDF called `name`; with the page `otherwise` where none can be made now.

    Until it is made, a page that asks again by itself. Status 503 where it can't be made, 429 when the visitor has
    reached the hourly limit.
    """
    try:
        return build_pdf_response(request, template, context, name)
    except PdfPending:
        return show_pending(request)
    except PdfUnavailable:
        return render(request, otherwise, context, status=503)
    except TooManyPdfs:
        refusal = render(request, otherwise, {**context, "too_many": True}, status=429)
        refusal["Retry-After"] = str(HOUR)
        return refusal


def build_pdf_response(request: HttpRequest, template: str, context: dict[str, Any], name: str) -> HttpResponse:
    """Respond with a template as a PDF called `name`. Raises `PdfPending`, `PdfUnavailable` and `TooManyPdfs`."""
    return build_file_response(get_pdf(template, context, name_person(request)), "application/pdf", f"{name}.pdf")


def begin_pdf_response(request: HttpRequest, template: str, context: dict[str, Any]) -> None:
    """Have the PDF made that this reader is likely to ask for soon."""
    begin_pdf(template, context, name_person(request))


def name_person(request: HttpRequest) -> str:
    """Who is counted: the account, else the network."""
    # An office behind one address shares the limit of an hour; an account has its own (record 0069).
    user = request.user
    return f"account {user.pk}" if user.is_authenticated else limits.name_place(client_ip.find_client_ip(request))


def show_pending(request: HttpRequest) -> HttpResponse:
    """Say that the PDF is being made; the browser asks again by itself, without a script."""
    page = render(request, "intake/paper_pending.html")
    # A header and no script, and no web process waits for the worker (record 0069).
    page["Refresh"] = str(ASK_AGAIN_AFTER)
    return page


def build_json_response(content: bytes, name: str) -> HttpResponse:
    """Respond with JSON called `name` to download."""
    return build_file_response(content, "application/json; charset=utf-8", f"{name}.json")


def build_file_response(content: bytes, kind: str, name: str) -> HttpResponse:
    """Respond with a file to download."""
    return HttpResponse(content, kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
