"""Applicants' accounts: an e-mail address, proved by a code at every sign-in, and nothing else.

The account of an address is made when the first code is asked for, so that a
known and an unknown address go the same way. It holds no file: the file is the
`Client` with that address (`Client.objects.of`). A staff account is never
found here; staff sign in at /staff/.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from intake.account import claim_draft
from intake.clients.applicant_user import account_name
from intake.common.mail import message

# Of allauth's messages, those that say what the page shows anyway.
UNSAID = ("logged_in", "logged_out", "login_code_sent")
# What the session keeps until a code was used: to which address it went.
CODE_FOR = "code_for"


def account_of(email: str) -> User | None:
    """The applicant's account of an address, made where there is none; None where it may not be used."""
    new = {"email": email, "password": make_password(None)}
    account, _made = get_user_model().objects.get_or_create(username=account_name(email), defaults=new)
    return account if account.is_active and not account.is_staff else None


class Adapter(DefaultAccountAdapter):
    """What allauth asks us: how to write, how long a session lasts, what follows a sign-in."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The one message that is sent: the code."""
        if template_prefix != "account/email/login_code":
            raise ValueError(template_prefix)
        language = get_language() or settings.LANGUAGE_CODE
        words = {"code": context["code"], "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60}
        message("intake/email/sign_in_code", email, language, words).send()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """None are sent."""

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Say only what the page does not."""
        if not any(name in (message_template or "") for name in UNSAID):
            super().add_message(request, level, message_template, *args, **kwargs)

    def login(self, request: HttpRequest, user: User) -> None:
        """An applicant stays signed in for thirty days, staff for thirty idle minutes."""
        super().login(request, user)
        request.session.pop(CODE_FOR, None)
        if not user.is_staff:
            request.session.set_expiry(settings.APPLICANT_SESSION_AGE)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """An applicant's file is opened, and the answers in the browser looked at."""
        response = super().post_login(request, user, **kwargs)
        return response if user.is_staff else claim_draft.arrived(request, user.email, response)
