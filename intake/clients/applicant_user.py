"""An applicant's sign-in account: its name reveals nothing of the address, and deleting it ends every session."""

import hashlib

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import QuerySet

PREFIX = "applicant-"


def make_username(email: str) -> str:
    """The account's name for an address: the same however the address is capitalised."""
    return PREFIX + hashlib.sha256(email.lower().encode()).hexdigest()[:40]


def find_applicants() -> QuerySet[User]:
    """The accounts that applicants sign in with."""
    return get_user_model().objects.filter(username__startswith=PREFIX, is_staff=False)


def find_accounts(email: str) -> QuerySet[User]:
    """The applicant's account of an address, if there is one."""
    # Never an account of staff, whatever its address: those sign in with a second factor (records 0020 and 0031).
    return get_user_model().objects.filter(username=make_username(email), is_staff=False)


def sign_out_everywhere(email: str) -> None:
    """Delete the account of an address, and with it every session; the next sign-in creates another."""
    find_accounts(email).delete()
