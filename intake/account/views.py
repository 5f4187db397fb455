"""The pages of signing in and out: allauth's flow, our words and looks."""

from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.internal.flows.logout import logout
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.core import context, ratelimit
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from redis.exceptions import RedisError

from intake.account import claim_draft
from intake.account.adapter import CODE_FOR, get_or_create_account
from intake.account.messages import CodeMessage, SignInCode, get_code_minutes
from intake.common.client_ip import find_client_ip
from intake.forms import post_redirect_get
from intake.forms.error_summary import ErrorSummaryMixin
from intake.forms.fields import EmailAddressField
from intake.forms.query_flags import add_flags
from intake.message_kinds import limits
from intake.questionnaire.draft_contact import read_contact
from scoring.words import name_number

if TYPE_CHECKING:
    from django.views.generic import FormView

    Base = FormView[Any]
else:
    Base = object

# What the sign-in's address says of a code that can no longer be used.
OVER = "over"
TOO_MANY = _("Several messages were asked for already. Look in your junk mail, or try again in an hour.")
NOT_SENT = _("We could not send the message just now. Try again in a few minutes.")


def count_message(action: str, key: str, too_many: Any, *, dry_run: bool = False) -> None:
    """Count a message against `ACCOUNT_RATE_LIMITS`; with `dry_run`, only look whether one more may be sent.

    Raises `ValidationError(too_many)` when the limit is reached.
    """
    try:
        allowed = ratelimit.consume(context.request, action=action, key=key, dry_run=dry_run)
    except RedisError:  # what can't be counted is not sent
        raise forms.ValidationError(NOT_SENT) from None
    if not allowed:
        raise forms.ValidationError(too_many)


def count_code(kind: type[CodeMessage], email: str) -> None:
    """Count a code for an address. Raises `ValidationError` when a limit of messages, or of codes, is reached."""
    if not limits.may_owe(kind, email, limits.name_place(find_client_ip(context.request))):
        raise forms.ValidationError(TOO_MANY)
    # Codes are counted a second time, whether they could be sent or not: each is good for three guesses.
    count_message("request_login_code", email, TOO_MANY)


def say_over() -> str:
    """That a code can be used no more."""
    minutes = get_code_minutes()
    words = ngettext(
        "The code was wrong %(tries)s times, or more than %(minutes)d minute old. Ask for another.",
        "The code was wrong %(tries)s times, or more than %(minutes)d minutes old. Ask for another.",
        minutes,
    )
    return words % {"tries": name_number(settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS), "minutes": minutes}


class CodeEmailField(EmailAddressField):
    """An e-mail address that a code is sent to; `missing` is the message where it is left empty."""

    def __init__(self, *, missing: Any, **kwargs: Any) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
        messages = {"required": missing, "invalid": _("Enter an e-mail address like name@example.com")}
        super().__init__(widget=widget, error_messages=messages, **kwargs)


class SignInForm(ErrorSummaryMixin, RequestLoginCodeForm):  # type: ignore[misc] # allauth has no types
    """The address to send a code to."""

    email = CodeEmailField(
        label=_("Your e-mail address"),
        help_text=_("We will send a 6-digit code to it. You need no password."),
        missing=_("Enter your e-mail address"),
    )

    def clean_email(self) -> str:
        """Find or create the account, so that a known and an unknown address are treated alike."""
        email: str = self.cleaned_data["email"]
        count_code(SignInCode, email)
        # Where allauth's form keeps what it finds: by itself it would find no account for an unknown address.
        self._user = get_or_create_account(email)
        return email


class CodeForm(ErrorSummaryMixin, ConfirmLoginCodeForm):  # type: ignore[misc] # allauth has no types
    """The code from the message; spaces and hyphens in it are ignored."""

    code = forms.CharField(
        label=_("Code from the message"),
        help_text=_("6 digits, for example 428 113."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "size": "10"}),
        error_messages={"required": _("Enter the code from the message")},
    )

    def clean_code(self) -> str:
        """Check the code. Raises `ValidationError` where another one was sent."""
        try:
            code: str = super().clean_code()
        except forms.ValidationError:
            raise forms.ValidationError(_("This is not the code that we sent. Look at the newest message.")) from None
        return code


class PostRedirectGetMixin(Base):
    """For allauth's pages: mistakes are shown after a redirect, as on the other pages."""

    @method_decorator(post_redirect_get.clears_mistakes)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Forget the mistakes once the form is valid."""
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        """The form, with the stored mistakes if there are any."""
        # Some of allauth's checks count (a code sent, a guess used): they must not be made twice (record 0046).
        posted = {"data", "files"}
        kwargs = {name: value for name, value in self.get_form_kwargs().items() if name not in posted}
        make: Any = form_class or self.get_form_class()
        return post_redirect_get.get_form(self.request, partial(make, **kwargs))

    def form_invalid(self, form: Any) -> HttpResponse:
        """Redirect to the page that shows the errors, unless allauth redirects elsewhere."""
        answer = super().form_invalid(form)
        # As after the last wrong code that is allowed: then there is nothing to correct on this page.
        if answer.status_code == HTTPStatus.FOUND:
            return answer
        return post_redirect_get.redirect_to_mistakes(self.request, form) or answer


class SignIn(PostRedirectGetMixin, RequestLoginCodeView):  # type: ignore[misc] # allauth has no types
    """Ask for a code."""

    template_name = "intake/account/sign_in.html"

    def get_form_class(self) -> type[SignInForm]:
        """Our form, not allauth's."""
        return SignInForm

    def get_initial(self) -> dict[str, Any]:
        """The address to which a code was sent that has not been used yet, or else that of this browser's answers."""
        return {"email": self.request.session.get(CODE_FOR) or read_contact(self.request).get("email", "")}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Also why the code before can be used no more, where that led here."""
        over = say_over() if OVER in self.request.GET else ""
        return super().get_context_data(**given) | {"over": over}

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Note the address and the wish to keep the answers; the code is then owed, and the next page asks for it."""
        self.request.session[CODE_FOR] = form.cleaned_data["email"]
        claim_draft.note_wish_to_keep(self.request)
        return super().form_valid(form)

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """Do not redirect: a person who waits for a code may request another, or correct the address."""


class EnterCode(PostRedirectGetMixin, ConfirmLoginCodeView):  # type: ignore[misc] # allauth has no types
    """Enter the code."""

    template_name = "intake/account/code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Enter the code; when it can no longer be used, return to the sign-in, which says why."""
        answer = super().dispatch(request, *args, **kwargs)
        return self.begin_again() if getattr(answer, "url", None) == reverse("account_login") else answer

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Also for how long the code is good."""
        return super().get_context_data(**given) | {"minutes": get_code_minutes()}

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Sign in; the code of an account that was deleted meanwhile can no longer be used."""
        if self._process.user is None:  # allauth takes it for granted
            self._process.abort()
            return self.begin_again()
        return super().form_valid(form)

    def begin_again(self) -> HttpResponse:
        """Redirect to the sign-in, keeping the page to go to after it."""
        return redirect(self.passthrough_next_url(add_flags(reverse("account_login"), OVER)))

    def get_form_class(self) -> type[CodeForm]:
        """Our form, not allauth's."""
        return CodeForm


@never_cache
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; this browser forgets the answers that are safe in a file."""
    # An address alone, as in a picture on another site, must sign nobody out.
    if request.method != "POST":
        return render(request, "intake/account/sign_out.html")
    logout(request)
    return claim_draft.forget_after_sign_out(request, redirect("intake:home"))
