"""The name of an applicant's account: the same for an address however it is written, and telling nothing."""

import hashlib

PREFIX = "applicant-"


def account_name(email: str) -> str:
    """The account's name of an address."""
    return PREFIX + hashlib.sha256(email.lower().encode()).hexdigest()[:40]
