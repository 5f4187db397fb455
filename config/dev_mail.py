"""The development mail page: what has been written into `MAIL_DIR`. It exists only while DEBUG is on."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.clickjacking import xframe_options_sameorigin

MESSAGES_A_PAGE = 50


def list_files() -> list[Path]:
    """The messages, newest first."""
    return sorted(Path(settings.MAIL_DIR).glob("*.eml"), reverse=True)


def read_message(name: str) -> EmailMessage:
    """One message; only a file that the folder lists is opened."""
    found = {file.name: file for file in list_files()}.get(name)
    if found is None:
        raise Http404
    return message_from_bytes(found.read_bytes(), policy=policy.default)


def get_body(mail: EmailMessage, kind: str) -> str:
    """The text of one of a message's parts, "plain" or "html"; empty when it has none."""
    part = mail.get_body((kind,))
    return part.get_content() if part else ""


def inbox(request: HttpRequest) -> HttpResponse:
    """All messages, newest first."""
    page = Paginator(list_files(), MESSAGES_A_PAGE).get_page(request.GET.get("page"))
    mails = [(file.name, read_message(file.name)) for file in page]
    return render(request, "dev/inbox.html", {"page": page, "mails": mails})


@csp_replace({"frame-src": [SELF]})  # type: ignore[arg-type]
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One message: its headers, its text and its HTML in a frame of its own."""
    mail = read_message(name)
    return render(request, "dev/letter.html", {"name": name, "headers": mail.items(), "text": get_body(mail, "plain")})


@xframe_options_sameorigin
# Messages bring their styles in their elements, because mail programs read nothing else; only this frame allows that.
@csp_replace({"frame-ancestors": [SELF], "style-src": [UNSAFE_INLINE], "sandbox": [True]})  # type: ignore[arg-type]
def html(request: HttpRequest, name: str) -> HttpResponse:
    """A message's HTML as a mail program would show it: without scripts, forms and remote content."""
    return HttpResponse(get_body(read_message(name), "html"))


urlpatterns = [
    path("", inbox, name="devmail"),
    path("<str:name>/", letter, name="devmail-letter"),
    path("<str:name>/html/", html, name="devmail-html"),
]
