"""Encrypting what the database keeps secret, with `FACTOR_KEYS`: a copy of the database gives none of it away.

The keys are long random texts; the first encrypts, each of them decrypts, so that a key is replaced by putting the new
one first. Each purpose has keys of its own made of them: what was encrypted for one can't be read as another.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def make_fernet(text: str, purpose: bytes) -> Fernet:
    """The key that a long random text stands for; one for this purpose alone."""
    # No salt: the texts are random already (RFC 5869, 3.1). The purpose keeps the keys apart (3.2).
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(text.encode())
    return Fernet(urlsafe_b64encode(key))


def list_keys(purpose: bytes) -> MultiFernet:
    """Every key in use, the newest first."""
    return MultiFernet([make_fernet(text, purpose) for text in settings.FACTOR_KEYS])
