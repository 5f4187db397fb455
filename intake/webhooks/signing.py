"""What proves to a receiver that an event is ours: the signature of the Standard Webhooks, in its first version.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import hmac
import secrets
from base64 import b64decode, b64encode
from datetime import datetime

from cryptography.fernet import MultiFernet

from intake.common import encryption

# The room's former name: another one would make the secrets of the receivers unreadable.
PURPOSE = b"intake.events"
# Both as the specification asks: this prefix, and a secret of 24 to 64 bytes.
PREFIX = "whsec_"
BYTES = 32


def list_keys() -> MultiFernet:
    """What the secrets are encrypted with, the newest first."""
    return encryption.list_keys(PURPOSE)


def make_secret() -> str:
    """A new secret, as its receiver is given it."""
    return PREFIX + b64encode(secrets.token_bytes(BYTES)).decode()


def encrypt(secret: str) -> str:
    """What is written to the database."""
    return list_keys().encrypt(secret.encode()).decode()


def decrypt(encrypted: str) -> str:
    """The secret. Raises `cryptography.fernet.InvalidToken` under another key."""
    return list_keys().decrypt(encrypted.encode()).decode()


def sign(secret: str, event_id: str, body: bytes, at: datetime) -> dict[str, str]:
    """The headers that go with a body: its id, the moment in seconds, and the signature over all three."""
    moment = str(int(at.timestamp()))
    key = b64decode(secret.removeprefix(PREFIX))
    made = hmac.digest(key, f"{event_id}.{moment}.".encode() + body, "sha256")
    return {
        "webhook-id": event_id,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{b64encode(made).decode()}",
    }
