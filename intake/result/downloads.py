"""Files to save: a PDF, or a page that says why there is none now."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext

from intake.common import client_ip
from intake.common.rate_limit import HOUR
from intake.message_kinds import limits
from intake.pdf.make_pdf import PdfUnavailable
from intake.result.pdf import PdfPending, TooManyPdfs, begin_pdf, get_pdf

# Seconds; a PDF costs one of a worker, and mostly it was begun with the result (record 0197).
ASK_AGAIN_AFTER = 1
# In the address of a PDF: whoever asks has seen the page that waits; and: show it in the browser, do not save it.
WAITED, SHOWN = "waited", "shown"


class Origin(NamedTuple):
    """The page that offers a PDF: where the page that waits for it leads back to, and the words of that link."""

    url: str
    label: str | Promise


def build_origin(request: HttpRequest, label: str | Promise, view: str, *args: Any) -> Origin:
    """The page `view` as the origin of a PDF, with what its reader chose in the address."""
    return Origin(reverse(view, args=args) + write_query(request), label)


def respond_with_pdf(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    name: str,
    origin: Origin,
    otherwise: str = "intake/no_paper.html",
) -> HttpResponse:
    """Respond with a template as a PDF called `name`; with the page `otherwise` where none can be made now.

    Until it is made, a page that asks again by itself. Status 503 where it can't be made, 429 when the visitor has
    reached the hourly limit.
    """
    try:
        return answer_with_pdf(request, lambda: build_pdf_response(request, template, context, name), origin)
    except PdfUnavailable:
        return render(request, otherwise, context, status=503)
    except TooManyPdfs:
        refusal = render(request, otherwise, {**context, "too_many": True}, status=429)
        refusal["Retry-After"] = str(HOUR)
        return refusal


def answer_with_pdf(request: HttpRequest, build: Callable[[], HttpResponse], origin: Origin) -> HttpResponse:
    """The response of `build`, or the page that waits for it. Raises `PdfUnavailable` and `TooManyPdfs`.

    A file that is saved leaves the page before it on the screen: whoever waited gets one that says it is ready.
    """
    try:
        response = build()
    except PdfPending:
        return show_pending(request, origin)
    return show_ready(request, origin) if WAITED in request.GET else response


def build_pdf_response(request: HttpRequest, template: str, context: dict[str, Any], name: str) -> HttpResponse:
    """Respond with a template as a PDF called `name`. Raises `PdfPending`, `PdfUnavailable` and `TooManyPdfs`."""
    content = get_pdf(template, context, name_person(request))
    return build_file_response(content, "application/pdf", f"{name}.pdf", shown=SHOWN in request.GET)


def begin_pdf_response(request: HttpRequest, template: str, context: dict[str, Any]) -> None:
    """Have the PDF made that this reader is likely to ask for soon."""
    begin_pdf(template, context, name_person(request))


def name_person(request: HttpRequest) -> str:
    """Who is counted: the account, else the network."""
    # An office behind one address shares the limit of an hour; an account has its own (record 0069).
    user = request.user
    return f"account {user.pk}" if user.is_authenticated else limits.name_place(client_ip.find_client_ip(request))


def show_pending(request: HttpRequest, origin: Origin) -> HttpResponse:
    """Say that the PDF is being made; the browser asks again by itself, without a script."""
    retry = write_address(request, WAITED)
    page = render(request, "intake/paper_pending.html", {"origin": origin, "retry": retry})
    # A header and no script, and no web process waits for the worker (record 0069).
    page["Refresh"] = f"{ASK_AGAIN_AFTER}; url={retry}"
    return page


def show_ready(request: HttpRequest, origin: Origin) -> HttpResponse:
    """Say that the PDF is there, to a reader who waited; the browser saves it by itself, and this page stays."""
    save = write_address(request)
    context = {"origin": origin, "save": save, "open_here": write_address(request, SHOWN)}
    page = render(request, "intake/paper_ready.html", context)
    # At once: whoever waited has waited enough.
    page["Refresh"] = f"0; url={save}"
    return page


def write_address(request: HttpRequest, mark: str = "") -> str:
    """The address of this request, with this mark and no other."""
    return request.path + write_query(request, mark)


def write_query(request: HttpRequest, mark: str = "") -> str:
    """What the address of this request asks for, with this mark and no other."""
    query = request.GET.copy()
    for one in (WAITED, SHOWN):
        query.pop(one, None)
    if mark:
        query[mark] = "1"
    return f"?{query.urlencode()}" if query else ""


def name_result_file(reference: str) -> str:
    """What the PDF of a result is called, without its ending, in the language in use."""
    return pgettext("name of a file, without accents", "express-entry-result-%(reference)s") % {"reference": reference}


def build_json_response(content: bytes, name: str) -> HttpResponse:
    """Respond with JSON called `name` to download."""
    return build_file_response(content, "application/json; charset=utf-8", f"{name}.json")


def build_file_response(content: bytes, kind: str, name: str, *, shown: bool = False) -> HttpResponse:
    """Respond with a file to download; one that is `shown` opens in the browser."""
    disposition = "inline" if shown else "attachment"
    return HttpResponse(content, kind, headers={"Content-Disposition": f'{disposition}; filename="{name}"'})
