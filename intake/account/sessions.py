"""Signing somebody out of every browser."""

from django.contrib.auth import get_user_model

from intake.account.usernames import account_name


def sign_out_everywhere(email: str) -> None:
    """Delete the account of an address, and with it every session; the next sign-in makes another."""
    get_user_model().objects.filter(username=account_name(email), is_staff=False).delete()
