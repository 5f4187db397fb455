"""Applicants' accounts: an e-mail address, proved by a code at every sign-in, and nothing else.

The account of an address is made when its first code is requested, so that a known and an unknown address are treated
alike. It holds no file: the file is the `Client` with that address (`Client.objects.owned_by`). A staff account is
never found here; staff sign in at /staff/.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from intake.account import claim_draft, devices
from intake.account.messages import SignInCode
from intake.clients.applicant_user import make_username
from intake.common.client_ip import find_client_ip
from intake.common.languages import choose_letter_language
from intake.message_kinds import limits
from intake.message_kinds.letters import owe

# Of allauth's messages, those that say what the page shows anyway.
SILENT_MESSAGES = ("logged_in", "logged_out", "login_code_sent")
# What the session keeps until a code was used: to which address it went.
CODE_FOR = "code_for"


def get_or_create_account(email: str) -> User | None:
    """Return the applicant's account of an address, creating it where there is none.

    None where it may not sign in here: it is inactive, or a staff account.
    """
    # An unusable password: the code is the only way in, for this account as for any other applicant's.
    new = User(username=make_username(email), email=email, password=make_password(None))
    # The same two statements whether or not there is one: what took longer would tell a stranger which it is.
    User.objects.bulk_create([new], ignore_conflicts=True)
    account = User.objects.get(username=new.username)
    # Staff sign in with a second factor, so that a code by e-mail opens none of their accounts (records 0020 and 0031).
    return account if account.is_active and not account.is_staff else None


class Adapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Our side of allauth: how messages are sent, how long a session lasts, what follows a sign-in."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Owe the sign-in code, the only message that allauth sends for us. Raises `ValueError` for any other."""
        if template_prefix != "account/email/login_code":
            raise ValueError(template_prefix)
        language = choose_letter_language()
        # Strangers can have codes sent, so that they are limited by the network that asks (record 0063).
        place = limits.name_place(find_client_ip(self.request))
        owe(SignInCode.find_due(email, context["code"], language=language, place=place))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        # allauth's own notices would leave beside the ledger, by which every message goes (record 0049).
        """Send nothing."""

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Drop the messages that only repeat what the page shows."""
        if not any(name in (message_template or "") for name in SILENT_MESSAGES):
            super().add_message(request, level, message_template, *args, **kwargs)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords are counted by name and place: by name alone, a stranger could lock anybody out.

        allauth has no public way to say so; `tests/hostile/test_rights.py` holds that it still asks here.
        """
        # A network: whoever has one of IPv6 has a new address for each try.
        place = limits.name_place(find_client_ip(request))
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{place}"

    def login(self, request: HttpRequest, user: User) -> None:
        """Keep an applicant signed in for thirty days, staff for thirty idle minutes."""
        super().login(request, user)
        # Used: the sign-in page need not offer the address any longer.
        request.session.pop(CODE_FOR, None)
        if not user.is_staff:
            # The setting is staff's short one; a sign-in by code lengthens its own session alone (record 0020).
            request.session.set_expiry(settings.APPLICANT_SESSION_AGE)
        # After allauth has given the session another key, by which the device is known.
        devices.note_sign_in(request, user)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Open the applicant's file, and decide about the draft in this browser."""
        response = super().post_login(request, user, **kwargs)
        if user.is_staff:
            return devices.give_cookie(request, response)
        return devices.give_cookie(request, claim_draft.open_file(request, user.email, response))
