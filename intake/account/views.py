"""The pages of signing in and out. allauth leads; the words and the looks are ours."""

import smtplib
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.internal.flows.logout import logout
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.core import context, ratelimit
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from redis.exceptions import RedisError

from intake.account import claim_draft
from intake.account.adapter import CODE_FOR, account_of
from intake.forms import post_redirect_get
from intake.forms.error_summary import Problems
from intake.forms.visit_marks import marked

if TYPE_CHECKING:
    from django.views.generic import FormView

    Base = FormView
else:
    Base = object

# What the sign-in's address says of a code that can be used no more.
OVER = "over"
TOO_MANY = _("We have sent several codes to this address. Wait some minutes, then ask for another.")
NOT_SENT = _("We could not send the message just now. Try again in a few minutes.")


def count(action: str, key: str, too_many: Any) -> None:
    """Count one more message (`ACCOUNT_RATE_LIMITS`). Raises `ValidationError`, `too_many` being what it says."""
    try:
        allowed = ratelimit.consume(context.request, action=action, key=key)
    except RedisError:  # what can't be counted is not sent
        raise forms.ValidationError(NOT_SENT) from None
    if not allowed:
        raise forms.ValidationError(too_many)


def may_get_a_code(email: str) -> None:
    """Count one more code for an address, whatever it is for. Raises `ValidationError`."""
    count("request_login_code", email.lower(), TOO_MANY)


class AddressField(forms.EmailField):
    """An e-mail address that a code is sent to; `missing` is said where it is left out."""

    def __init__(self, *, missing: Any, **kwargs: Any) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
        said = {"required": missing, "invalid": _("Enter an e-mail address like name@example.com")}
        super().__init__(widget=widget, error_messages=said, **kwargs)


class SignInForm(Problems, RequestLoginCodeForm):
    """The address to send a code to."""

    email = AddressField(
        label=_("Your e-mail address"),
        help_text=_("We send a code of 6 figures to it. You need no password."),
        missing=_("Enter your e-mail address"),
    )

    def clean_email(self) -> str:
        """A known and an unknown address are treated the same."""
        email = self.cleaned_data["email"]
        may_get_a_code(email)
        self._user = account_of(email)
        return email


class CodeForm(Problems, ConfirmLoginCodeForm):
    """The code from the message; spaces and hyphens in it do no harm."""

    code = forms.CharField(
        label=_("Code from the message"),
        help_text=_("6 figures, for example 428 113."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "size": "10"}),
        error_messages={"required": _("Enter the code from the message")},
    )

    def clean_code(self) -> str:
        """The code that was sent."""
        try:
            return super().clean_code()
        except forms.ValidationError:
            raise forms.ValidationError(_("This is not the code that we sent. Look at the newest message.")) from None


class Mending(Base):
    """Mixed into allauth's pages: mistakes are shown by another request, as on the other pages."""

    @method_decorator(post_redirect_get.mendable)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Forget the mistakes once they are mended."""
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        """The form, with the mistakes that led to this page."""
        posted = {"data", "files"}
        kwargs = {name: value for name, value in self.get_form_kwargs().items() if name not in posted}
        make: Any = form_class or self.get_form_class()
        return post_redirect_get.form_of(self.request, partial(make, **kwargs))

    def form_invalid(self, form: Any) -> HttpResponse:
        """To the page that shows what is wrong, where allauth does not lead elsewhere."""
        answer = super().form_invalid(form)
        return answer if answer.status_code == HTTPStatus.FOUND else post_redirect_get.led(self.request, form) or answer


class SignIn(Mending, RequestLoginCodeView):
    """Ask for a code."""

    template_name = "intake/account/sign_in.html"

    def get_form_class(self) -> type[SignInForm]:
        """Ours."""
        return SignInForm

    def get_initial(self) -> dict[str, Any]:
        """The address to which a code went that was not used yet."""
        return {"email": self.request.session.get(CODE_FOR, "")}

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Send the code; say so where the mail server is away."""
        self.request.session[CODE_FOR] = form.cleaned_data["email"]
        claim_draft.wished(self.request)
        try:
            return super().form_valid(form)
        except (smtplib.SMTPException, OSError):
            form.add_error("email", NOT_SENT)
            return self.form_invalid(form)

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """A person who waits for a code may ask for another, or correct the address."""


class Code(Mending, ConfirmLoginCodeView):
    """Enter the code."""

    template_name = "intake/account/code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Enter it; back to the sign-in, which says why, where it can be used no more."""
        answer = super().dispatch(request, *args, **kwargs)
        return self.begin_again() if getattr(answer, "url", None) == reverse("account_login") else answer

    def begin_again(self) -> HttpResponse:
        """To the sign-in, and on to the same page after it."""
        return redirect(self.passthrough_next_url(marked(reverse("account_login"), OVER)))

    def get_form_class(self) -> type[CodeForm]:
        """Ours."""
        return CodeForm


@never_cache
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; this browser forgets the answers that are safe in a file."""
    if request.method != "POST":
        return render(request, "intake/account/sign_out.html")
    logout(request)
    return claim_draft.left(request, redirect("intake:home"))
