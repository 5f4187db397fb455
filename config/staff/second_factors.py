"""The secrets of staff's second factors are kept encrypted, so that a copy of the database gives nobody access."""

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import MultiFernet

from intake.common import encryption

PURPOSE = b"config.staff.second_factors"


def list_keys() -> MultiFernet:
    """Every key in use, the newest first."""
    return encryption.list_keys(PURPOSE)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """How allauth keeps the secrets of authenticator apps and recovery codes."""

    def encrypt(self, text: str) -> str:
        """What is written to the database."""
        return list_keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What the database holds, readable. Raises `cryptography.fernet.InvalidToken` under another key."""
        return list_keys().decrypt(encrypted_text.encode()).decode()
