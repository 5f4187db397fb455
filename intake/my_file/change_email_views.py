"""Changing the e-mail address of a file: a code goes to the new one, the old one is notified."""

from functools import partial
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from intake.account import change_email
from intake.account.adapter import get_or_create_account
from intake.account.confirm_email import is_same_email
from intake.account.devices import give_cookie
from intake.account.messages import get_code_minutes
from intake.account.views import CodeEmailField, CodeForm, count_code, count_message, say_over
from intake.common.client_ip import find_client_ip
from intake.forms import post_redirect_get
from intake.forms.error_summary import ErrorSummaryMixin
from intake.message_kinds import limits
from intake.message_kinds.letters import owe
from intake.models import Client
from intake.my_file.access import for_client
from intake.my_file.messages import AddressCode, AddressTaken

PROCESS_KEY, REFUSED, MOVED = "new_address", "new_address_refused", "new_address_moved"
TRIED_OFTEN = _("You have tried several addresses. Wait an hour, then try again, or write to us.")
# Why the way had to begin again.
WHY = {
    "over": lazy(say_over, str)(),
    "taken": _("This address belongs to another file. Write to us to join the two."),
}


class NewEmailForm(ErrorSummaryMixin, forms.Form):
    """The new address."""

    email = CodeEmailField(
        label=_("Your new e-mail address"),
        help_text=_("We will send a 6-digit code to it, to make sure that it is yours."),
        missing=_("Enter your new e-mail address"),
    )

    def __init__(self, client: Client, data: Any = None) -> None:
        self.client = client
        super().__init__(data)

    def clean_email(self) -> str:
        """Refuse the present address, and too many codes to the new one or from this file."""
        email: str = self.cleaned_data["email"]
        if is_same_email(email, self.client.email):
            raise forms.ValidationError(_("This is your address already"))
        tries = ("change_email", self.client.reference, TRIED_OFTEN)
        # Five addresses an hour for a file (record 0044); looked at first, counted last.
        count_message(*tries, dry_run=True)
        count_code(AddressCode, email)
        count_message(*tries)  # only now: where nothing is sent, nothing is used up
        return email


class EmailChangeProcess(AbstractCodeVerificationProcess):  # type: ignore[misc] # allauth has no types
    """The code for one browser's change of address; stored in its session."""

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        attempts, timeout = settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS, settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
        super().__init__(attempts, timeout, state, cast("Any", request.user))
        self.request = request

    @classmethod
    def begin(cls, request: HttpRequest, email: str) -> None:
        """Owe a code to this address."""
        state = cls.initial_state(cast("Any", request.user), email) | {"code": get_adapter().generate_login_code()}
        process = cls(request, state)
        # To the new address alone: people who have lost the old mailbox need this page most (record 0044).
        process.send()
        process.persist()

    @classmethod
    def restore(cls, request: HttpRequest) -> "EmailChangeProcess | None":
        """The process of this browser; None if there is none or it is too old."""
        state = request.session.get(PROCESS_KEY)
        return cls(request, state).abort_if_invalid() if state else None

    @property
    def email(self) -> str:
        """The address that was asked for."""
        email: str = self.state["email"]
        return email

    def persist(self) -> None:
        """Store it in the session."""
        self.request.session[PROCESS_KEY] = self.state

    def abort(self) -> None:
        """Forget the change that was begun."""
        self.request.session.pop(PROCESS_KEY, None)

    def send(self) -> None:
        """Owe the code; tell an address that another file has only that somebody asked."""
        language, place = self.request.LANGUAGE_CODE, limits.name_place(find_client_ip(self.request))
        # The page is the same for both, so that nobody learns here who has a file (record 0044).
        if owner := change_email.find_owner(self.email):
            owe(AddressTaken.find_due(self.email, owner, language=language, place=place))
        else:
            owe(AddressCode.find_due(self.email, self.code, language=language, place=place))


@require_http_methods(["GET", "POST"])
@for_client
@post_redirect_get.clears_mistakes
def ask_email(request: HttpRequest, client: Client) -> HttpResponse:
    """Ask for the new address."""
    form = post_redirect_get.get_form(request, partial(NewEmailForm, client))
    if form.is_valid():
        EmailChangeProcess.begin(request, form.cleaned_data["email"])
        return redirect("my_file:address_code")

    def context() -> dict[str, Any]:
        return {"client": client, "why": WHY.get(request.session.pop(REFUSED, ""))}

    return post_redirect_get.render_form(request, form, "intake/my_file/address.html", context)


@require_http_methods(["GET", "POST"])
@for_client
@post_redirect_get.clears_mistakes
def ask_code(request: HttpRequest, client: Client) -> HttpResponse:
    """Ask for the code; with it the file goes to the new address."""
    process = EmailChangeProcess.restore(request)
    if process is None:
        return begin_again(request, "over")
    form = post_redirect_get.get_form(request, partial(CodeForm, code=process.code))  # type: ignore[call-arg]
    if form.is_valid():
        return finish_change(request, client, process)
    if request.method == "POST" and not process.record_invalid_attempt():
        return begin_again(request, "over")
    context = {"client": client, "email": process.email, "minutes": get_code_minutes()}
    return post_redirect_get.render_form(request, form, "intake/my_file/address_code.html", lambda: context)


def finish_change(request: HttpRequest, client: Client, process: EmailChangeProcess) -> HttpResponse:
    """Move the file, notify the old address, and sign this browser in with the new one."""
    # Used up first, so that the code can't be sent a second time while the file is being moved.
    process.abort()
    if not change_email.move_file(client, process.email):
        return begin_again(request, "taken")
    # With the old account every session went; this browser goes on with the new one (record 0044).
    if account := get_or_create_account(process.email):
        get_adapter().login(request, account)
    request.session[MOVED] = True
    return give_cookie(request, redirect("my_file:data"))


def begin_again(request: HttpRequest, why: str) -> HttpResponse:
    """Redirect to the first page, which says why."""
    request.session[REFUSED] = why
    return redirect("my_file:address")
