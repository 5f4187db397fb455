"""What a message said, kept when it is sent: the CRTC advises senders to keep the texts beside the consents.

All who were told the same share one `SentText`; a row of a ledger keeps the
client's own words in it, and the SHA-256 of subject and text as they left.
"""

from hashlib import sha256
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from draws.models import OwedToClient, SentText
from draws.outbox.placeholders import fill


class SentMessage(NamedTuple):
    """A message as it left, and whether the digest that was kept agrees with its subject and text."""

    language: str
    subject: str
    body: str
    proven: bool


def compute_digest(*parts: str) -> str:
    """SHA-256 in hexadecimal of these texts, with an empty line between."""
    return sha256("\n\n".join(parts).encode()).hexdigest()


def keep_text(language: str, subject: str, body: str) -> SentText:
    """The row of a text with its placeholders, saved if there is none yet."""
    digest = compute_digest(language, subject, body)
    values = {"language": language, "subject": subject, "body": body}
    # By the digest, which is unique: two workers that keep the same text at once share one row.
    return SentText.objects.get_or_create(digest=digest, defaults=values)[0]


def read_sent(row: OwedToClient) -> SentMessage | None:
    """What a message said; None for one that was not sent, or of which no text is kept."""
    # It may be gone: nothing in the database holds it, or marking what was sent could fail (record 0040).
    text = SentText.objects.filter(pk=row.text_id or 0).first()
    if text is None:
        return None
    subject, body = fill(text.subject, row.words or {}), fill(text.body, row.words or {})
    return SentMessage(text.language, subject, body, row.digest == compute_digest(subject, body))


def delete_unused_texts() -> int:
    """Delete the texts of which no client has a message any more; returns how many there were."""
    texts = SentText.objects.all()
    # By hand, because the rows have no foreign key that the database holds (`OwedToClient`).
    for ledger in OwedToClient.__subclasses__():
        texts = texts.filter(~Exists(ledger.objects.filter(text=OuterRef("pk"))))
    return texts.delete()[0]
