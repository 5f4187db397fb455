"""Files to save: a PDF, or a page that says why there is none now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from intake.common import client_ip
from intake.common.rate_limit import HOUR
from intake.result.pdf import PdfUnavailable, TooManyPdfs, render_pdf


def respond_with_pdf(
    request: HttpRequest, template: str, context: dict[str, Any], name: str, otherwise: str = "intake/no_paper.html"
) -> HttpResponse:
    """Respond with a template as a PDF called `name`; with the page `otherwise` where none can be made now.

    Status 503 without the library, 429 when the visitor has reached the hourly limit.
    """
    try:
        return build_pdf_response(request, template, context, name)
    except PdfUnavailable:
        return render(request, otherwise, context, status=503)
    except TooManyPdfs:
        refusal = render(request, otherwise, {**context, "too_many": True}, status=429)
        refusal["Retry-After"] = str(HOUR)
        return refusal


def build_pdf_response(request: HttpRequest, template: str, context: dict[str, Any], name: str) -> HttpResponse:
    """Respond with a template as a PDF called `name`. Raises `PdfUnavailable` and `TooManyPdfs`."""
    return build_file_response(
        render_pdf(template, context, client_ip.find_client_ip(request) or ""), "application/pdf", f"{name}.pdf"
    )


def build_file_response(content: bytes, kind: str, name: str) -> HttpResponse:
    """Respond with a file to download."""
    return HttpResponse(content, kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
