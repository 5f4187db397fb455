"""Files to save: a PDF, or a page that says why there is none now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from intake.common import client_ip
from intake.common.rate_limit import HOUR
from intake.result.pdf import NoPaper, TooManyPapers, paper


def pdf(
    request: HttpRequest, template: str, context: dict[str, Any], name: str, otherwise: str = "intake/no_paper.html"
) -> HttpResponse:
    """A template as a PDF of this name; `otherwise`: the page where none can be made, or too many were."""
    try:
        return paper_file(request, template, context, name)
    except NoPaper:
        return render(request, otherwise, context, status=503)
    except TooManyPapers:
        refusal = render(request, otherwise, {**context, "too_many": True}, status=429)
        refusal["Retry-After"] = str(HOUR)
        return refusal


def paper_file(request: HttpRequest, template: str, context: dict[str, Any], name: str) -> HttpResponse:
    """The same, for who has another page to say it on. Raises `NoPaper` and `TooManyPapers`."""
    return file(paper(template, context, client_ip.find_client_ip(request) or ""), "application/pdf", f"{name}.pdf")


def file(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to save."""
    return HttpResponse(content, kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
