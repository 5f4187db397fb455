"""What a message said, kept when it is sent: the CRTC advises senders to keep the texts beside the consents.

All who were told the same share one `SentText`; a row of a ledger keeps the
client's own words in it, and the SHA-256 of subject and text as they left. A
letter to one address keeps its own text, with a gap for each way in.
"""

import re
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from draws.models import OwedToClient, SentText
from draws.outbox.placeholders import fill
from intake.message_kinds.kinds import LetterMessage
from intake.models import Letter, Owed

# Up to a blank, a bracket of an address in text, or a mark of the direction of writing.
URL = re.compile("https?://[^\\s<>\u2066-\u2069]+", re.IGNORECASE)
# Pages whose address alone opens nothing: any other address in a letter is cut out.
OPEN_PAGES = (
    ("my_file:home", ""),
    ("my_file:devices", ""),
    ("intake:ask", "?source=mail"),
    ("intake:book", "?source=mail"),
)


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


def hold_words(message: LetterMessage, subject: str, body: str) -> None:
    """Put into the row of a letter what is to be kept of its words once it has left; nothing is saved yet.

    The active language is the letter's.
    """
    row = message.row
    # Whatever its kind says: anybody who could read a code in the words would have the code.
    if message.keeps_words and not row.secret:
        row.subject, row.body = cut_ways_in(subject), cut_ways_in(body)
        row.digest = compute_digest(row.subject, row.body)


def cut_ways_in(text: str) -> str:
    """The text with a marked gap in place of every address but those of pages that are open to all."""
    # All that are not known to be open, and not those that are known to be signed: a new kind of letter can't
    # forget to say that its link is a way in (record 0210).
    open_ones = {settings.SITE_URL, *(settings.SITE_URL + reverse(name) + query for name, query in OPEN_PAGES)}
    return URL.sub(lambda found: found[0] if found[0] in open_ones else gettext("[link]"), text)


def read_sent(row: Owed) -> SentMessage | None:
    """What a message said; None for one that was not sent, or of which no words are kept."""
    if isinstance(row, Letter):
        proven = row.digest == compute_digest(row.subject, row.body)
        return SentMessage(row.language, row.subject, row.body, proven) if row.digest else None
    return read_shared(row) if isinstance(row, OwedToClient) else None


def show_sent(row: Owed) -> SentMessage | None:
    """The same as staff are shown it, without the ways in: the link that switches messages off is signed."""
    sent = read_sent(row)
    if sent is None:
        return None
    subject, body = cut_words(sent.language, sent.subject, sent.body)
    return sent._replace(subject=subject, body=body)


def cut_words(language: str, *texts: str) -> list[str]:
    """These texts of a message without the ways in, with the gaps marked in its language."""
    with translation.override(language):
        return [cut_ways_in(text) for text in texts]


def read_shared(row: OwedToClient) -> SentMessage | None:
    """What a message to a client said, from the text shared by all who were told the same."""
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
