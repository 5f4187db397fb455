"""Letters to many: rendered and put into MIME form once for all who read the same, then each client's own words put in.

Rendering a message and building its MIME form cost more than sending it, and
all but a few of its words are the same for everybody of one language. So both
are done once a batch and variant of a message, with placeholders for what differs.

Buys 97 % of the steps of a letter of a batch (`python -m bench.bought workers composer`).
"""

import re
from collections.abc import Hashable, Mapping
from email.header import Header
from email.utils import formatdate
from functools import lru_cache
from html import escape
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import BadHeaderError, sanitize_address
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.html import urlize

from draws.outbox import archive, ledgers
from draws.outbox.kinds import ClientMessage
from draws.outbox.placeholders import IN_TEXT, PLACEHOLDER, fill, fill_bytes
from draws.outbox.unsubscribe_links import build_link
from intake.common.mail import build_message, build_reply_to, get_domain, put_on_one_line
from intake.message_kinds.kinds import LetterMessage
from intake.models import Owed

# One word has two places, in the text and in the HTML, because it is escaped in another way in each (record 0028).
IN_HTML = "html_{}"
END = b"\r\n"
LONGEST_LINE = 998
BETWEEN_PARAGRAPHS = re.compile(r"\n{2,}")
# As the layout has it: what is put in comes after its styles were written into the elements.
NEXT_PARAGRAPH = '</p>\n<p style="margin: 0 0 12px;">'
ENCODED = re.compile(rb"^Content-Transfer-Encoding: (quoted-printable|base64)", re.MULTILINE | re.IGNORECASE)


class Composer:
    """Makes the letters of a batch; what is the same for several clients is made once."""

    def __init__(self) -> None:
        self.patterns: dict[tuple[Any, ...], Pattern] = {}
        self.shared: dict[Hashable, Any] = {}

    def compose(self, row: Owed) -> EmailMultiAlternatives | None:
        """The message for one row of a ledger, unsent; None where it is not due any more.

        Raises `NotDue` where that has a reason for staff, `KeyError` for a kind that nobody has registered,
        `BadHeaderError` for a header with a line break, and whatever its context or template raises.
        """
        message = ledgers.make_message(row)
        if isinstance(message, LetterMessage):
            return compose_letter(message) if message.is_due() else None
        message.shared = self.shared
        # First: which variant it is, and so which letter is used again, depends on what the row says now.
        message.renew()
        key = (message.name, row.language, *message.get_variant())
        if key not in self.patterns:
            self.patterns[key] = Pattern(message)
        return self.patterns[key].compose(message)


def compose_letter(message: LetterMessage) -> EmailMultiAlternatives:
    """A letter to one address."""
    row = message.row
    headers = build_headers(row) | dict(message.get_headers())
    with translation.override(row.language):
        mail = build_message(message.get_template(), row.to, row.language, message.get_context(), headers)
        archive.hold_words(message, str(mail.subject), str(mail.body))
        for one in message.get_attachments():
            mail.attach(*one)
    # Built once here, so that a header that can't be written fails this row and not the connection of the batch.
    mail.message()
    return mail


def render_for_one(message: ClientMessage[Any]) -> EmailMultiAlternatives:
    """The letter as one client would get it, unsent; nothing of it is kept."""
    row, link = message.row, build_link(message.row.client)
    with translation.override(row.language):
        words = {**message.get_words(), "unsubscribe": link}
        return build_message(message.template, row.client.email, row.language, {**words, **message.get_context()})


class Pattern:
    """A letter for everybody who reads the same, with placeholders for their own words."""

    def __init__(self, message: ClientMessage[Any]) -> None:
        language = message.row.language
        # Empty where the reader has no such word: the templates say another sentence then, in a variant of its own.
        placeholders = {name: PLACEHOLDER.format(name) if words else "" for name, words in message.get_words().items()}
        placeholders["unsubscribe"] = PLACEHOLDER.format("unsubscribe")
        with translation.override(language):
            # Without an address: whatever is put in per client must not get into what all of them share.
            mail = build_message(message.template, "", language, {**placeholders, **message.get_context()})
        self.subject, self.body, self.html = str(mail.subject), str(mail.body), str(mail.alternatives[0][0])
        self.content = build_content(self.body, self.html)
        self.text = archive.keep_text(language, self.subject, self.body)

    def compose(self, message: ClientMessage[Any]) -> "ClientMail":
        """The letter with one client's words in their places."""
        link = build_link(message.row.client)
        words = {name: tidy(message, name, own) for name, own in message.get_words().items()} | {"unsubscribe": link}
        in_html = {name: write_html(message, name, own) for name, own in words.items()}
        mail = ClientMail(
            subject=fill(self.subject, words),
            body=fill(self.body, words),
            to=[message.row.client.email],
            headers=build_headers(message.row) | build_unsubscribe_headers(link) | dict(message.get_headers()),
        )
        mail.attach_alternative(fill(self.html, in_html), "text/html")
        mail.text_id, mail.words = self.text.pk, words
        if self.content:
            ready = fill_bytes(self.content, words | {IN_HTML.format(name): own for name, own in in_html.items()})
            # Django breaks such a line in its own way; put together by us it would leave as long as it is.
            mail.ready = None if message.with_paragraphs and has_long_line(ready) else ready
        return mail


def tidy(message: ClientMessage[Any], name: str, own: str) -> str:
    """One of the client's own words as they are put in: on one line, but for those that may have paragraphs."""
    # A name with a line break in it would end a header, or a line of the text.
    return "\n".join(own.splitlines()) if name in message.with_paragraphs else put_on_one_line(own)


def write_html(message: ClientMessage[Any], name: str, own: str) -> str:
    """The same for HTML."""
    return write_paragraphs(own) if name in message.with_paragraphs else escape(own)


def write_paragraphs(text: str) -> str:
    """What stands inside an element `p` for a text with paragraphs: they, their lines and their links."""
    # Escaped: staff write text, and no HTML of people's own goes into messages (record 0163).
    return NEXT_PARAGRAPH.join(
        urlize(part, autoescape=True).replace("\n", "<br>\n") for part in BETWEEN_PARAGRAPHS.split(text)
    )


def has_long_line(message: bytes) -> bool:
    """Whether a line is longer than mail may have (RFC 5322, 2.1.1)."""
    return any(len(line) > LONGEST_LINE for line in message.split(END))


class ClientMail(EmailMultiAlternatives):
    """A message whose MIME form is put together from ready parts.

    `ready`: the header of the content and the content; None where Django must
    build it, as for a text with longer lines than mail may have. `text_id` and
    `words`: the `SentText`, and what replaces its placeholders.
    """

    ready: bytes | None = None
    text_id: int
    words: Mapping[str, str]

    @property
    def digest(self) -> str:
        """The SHA-256, in hexadecimal, of subject and text as this client reads them."""
        return archive.compute_digest(str(self.subject), str(self.body))

    def message(self, **kwargs: Any) -> Any:
        """The MIME form."""
        return ReadyMime(self.build_head() + self.ready) if self.ready else super().message(**kwargs)

    def build_head(self) -> bytes:
        """The headers. Raises `BadHeaderError` where one would be several: an address with a line break in it."""
        # Header by header what Django would have built, which a test compares (record 0028).
        lines = {
            "Subject": encode_subject(str(self.subject)),
            "From": encode_sender(str(self.from_email)),
            "To": ", ".join(sanitize_address(require_one_line(to), "utf-8") for to in self.to),
            "Date": formatdate(localtime=settings.EMAIL_USE_LOCALTIME),
            **{name: require_one_line(value) for name, value in self.extra_headers.items()},
        }
        return "".join(f"{name}: {value}\r\n" for name, value in lines.items()).encode("ascii")


class ReadyMime:
    """A message in MIME form that needs no more work, where Django expects one of the standard library."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def as_bytes(self, unixfrom: bool = False, linesep: str = "\n") -> bytes:
        """The whole message with these line ends."""
        return self.data if linesep == "\r\n" else self.data.replace(END, linesep.encode())

    def as_string(self, unixfrom: bool = False, linesep: str = "\n") -> str:
        """The same as text."""
        return self.as_bytes(unixfrom, linesep).decode()


def build_content(body: str, html: str) -> bytes | None:
    """Text and HTML in MIME form, with the header that says so; None where a line is too long to be sent as it is."""
    mail = EmailMultiAlternatives(body=body)
    mail.attach_alternative(IN_TEXT.sub(lambda found: PLACEHOLDER.format(IN_HTML.format(found[1])), html), "text/html")
    head, _, parts = mail.message().as_bytes(linesep="\r\n").partition(END + END)  # type: ignore[call-arg]
    # In an encoded part a placeholder could not be found, or be broken over two lines.
    if ENCODED.search(parts):
        return None
    # A header goes on in lines that begin with a space (RFC 5322, 2.2.3); this one has the boundary in it.
    kind = next(line for line in re.split(rb"\r\n(?![ \t])", head) if line.startswith(b"Content-Type:"))
    return b"MIME-Version: 1.0\r\n" + kind + END + END + parts


def build_headers(row: Owed) -> dict[str, str]:
    """The headers besides the address; the Message-ID is stable."""
    return {
        **build_reply_to(),
        "Message-ID": derive_message_id(row),
        # So that out-of-office programs do not answer (RFC 3834).
        "Auto-Submitted": "auto-generated",
        "Content-Language": row.language,
    }


def build_unsubscribe_headers(link: str) -> dict[str, str]:
    """One-click unsubscribing (RFC 8058)."""
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def derive_message_id(row: Owed) -> str:
    """The same for every attempt: it depends on what the message is and who gets it, and tells neither."""
    digest = salted_hmac("draws.message_id", row.identity, algorithm="sha256").hexdigest()
    return f"<{digest[:32]}@{get_domain()}>"


def require_one_line(value: str) -> str:
    """The value of a header. Raises `BadHeaderError` where it has a line break."""
    if "\n" in value or "\r" in value:
        raise BadHeaderError("A header has more than one line.")
    return value


@lru_cache(maxsize=1000)
def encode_subject(subject: str) -> str:
    """A subject, encoded for a header.

    Buys 82 % of the steps of a letter of a batch, in French (`python -m bench.bought workers encode_subject`).
    """
    line = require_one_line(subject)
    return line if line.isascii() else Header(line, "utf-8").encode(linesep="\r\n")


@lru_cache(maxsize=10)
def encode_sender(address: str) -> str:
    """Our own address, encoded for a header.

    Buys 35 % of the steps of a letter of a batch (`python -m bench.bought workers encode_sender`).
    """
    return sanitize_address(require_one_line(address), "utf-8").replace("\n", "\r\n")
