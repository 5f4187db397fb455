"""The secrets of staff's second factors are kept encrypted, so that a copy of the database gives nobody access.

`FACTOR_KEYS` are long random texts; the first encrypts, each of them decrypts,
so that a key is replaced by putting the new one first.
"""

from base64 import urlsafe_b64encode

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"config.second_factors"


def make_fernet(text: str) -> Fernet:
    """The key that a long random text stands for; one for this purpose alone."""
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(text.encode())
    return Fernet(urlsafe_b64encode(key))


def list_keys() -> MultiFernet:
    """Every key in use, the newest first."""
    return MultiFernet([make_fernet(text) for text in settings.FACTOR_KEYS])


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """How allauth keeps the secrets of authenticator apps and recovery codes."""

    def encrypt(self, text: str) -> str:
        """What is written to the database."""
        return list_keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What the database holds, readable. Raises `cryptography.fernet.InvalidToken` under another key."""
        return list_keys().decrypt(encrypted_text.encode()).decode()
