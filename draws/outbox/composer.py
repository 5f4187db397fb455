"""Letters to many: rendered and put into MIME form once for all who read the same, then each client's own words put in.

Rendering a message and building its MIME form cost more than sending it, and
all but a few of its words are the same for everybody of one language. So both
are done once a batch and kind of letter, with places for what differs.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.header import Header
from email.utils import formatdate, parseaddr
from functools import lru_cache
from html import escape
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import BadHeaderError, sanitize_address
from django.utils import translation
from django.utils.crypto import salted_hmac

from draws.models import Owed
from draws.outbox import archive
from draws.outbox.placeholders import PLACE, PLACES, put, put_in_bytes
from draws.outbox.unsubscribe_links import address
from intake.common.mail import build_message

IN_HTML = "html_{}"
END = b"\r\n"
ENCODED = re.compile(rb"^Content-Transfer-Encoding: (quoted-printable|base64)", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class Wording:
    """What one client is told.

    `template` and `facts` make the letter and are the same for all with the
    same `key`; `words` are this client's own, put into the places of that name.
    """

    key: tuple
    template: str
    facts: Callable[[], Mapping[str, Any]]
    words: Mapping[str, str]


class Letters:
    """The messages of a batch; each kind of letter is made once."""

    def __init__(self, wording: Callable[[Any], Wording]) -> None:
        self.wording = wording
        self.patterns: dict[tuple, Pattern] = {}

    def letter(self, row: Owed) -> "Letter":
        """The message for one row of the ledger, unsent."""
        wording = self.wording(row)
        key = (wording.template, row.client.language, *wording.key)
        if key not in self.patterns:
            self.patterns[key] = Pattern(wording, row.client.language)
        return self.patterns[key].letter(row, wording.words)


class Pattern:
    """A letter for everybody who reads the same, with places for their own words."""

    def __init__(self, wording: Wording, language: str) -> None:
        places = {word: PLACE.format(word) if said else "" for word, said in wording.words.items()}
        places["unsubscribe"] = PLACE.format("unsubscribe")
        with translation.override(language):
            mail = build_message(wording.template, "", language, {**places, **wording.facts()})
        self.subject, self.body, self.html = str(mail.subject), str(mail.body), str(mail.alternatives[0][0])
        self.content = content(self.body, self.html)
        self.text = archive.kept(language, self.subject, self.body)

    def letter(self, row: Owed, own: Mapping[str, str]) -> "Letter":
        """The letter with one client's words in their places."""
        link = address(row.client)
        words = {name: " ".join(said.split()) for name, said in own.items()} | {"unsubscribe": link}
        in_html = {name: escape(said) for name, said in words.items()}
        mail = Letter(
            subject=put(self.subject, words),
            body=put(self.body, words),
            to=[row.client.email],
            headers=headers(row, link),
        )
        mail.attach_alternative(put(self.html, in_html), "text/html")
        mail.text_id, mail.words = self.text.pk, words
        if self.content:
            mail.ready = put_in_bytes(self.content, words | {IN_HTML.format(name): w for name, w in in_html.items()})
        return mail


class Letter(EmailMultiAlternatives):
    """A message whose MIME form is put together from ready parts.

    `ready`: the header of the content and the content; None where Django must
    build it, as for a text with longer lines than mail may have. `text_id` and
    `words`: the `SentText`, and what stands in its places.
    """

    ready: bytes | None = None
    text_id: int
    words: Mapping[str, str]

    @property
    def digest(self) -> str:
        """What proves subject and text."""
        return archive.digest(str(self.subject), str(self.body))

    def message(self, **kwargs: Any) -> Any:
        """The MIME form."""
        return Ready(self.head() + self.ready) if self.ready else super().message(**kwargs)

    def head(self) -> bytes:
        """The headers. Raises `BadHeaderError` where one would be several: an address with a line break in it."""
        lines = {
            "Subject": in_header(str(self.subject)),
            "From": sender(str(self.from_email)),
            "To": ", ".join(sanitize_address(one_line(to), "utf-8") for to in self.to),
            "Date": formatdate(localtime=settings.EMAIL_USE_LOCALTIME),
            **{name: one_line(value) for name, value in self.extra_headers.items()},
        }
        return "".join(f"{name}: {value}\r\n" for name, value in lines.items()).encode("ascii")


class Ready:
    """A message in MIME form that needs no more work; stands where Django expects the standard library's."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def as_bytes(self, unixfrom: bool = False, linesep: str = "\n") -> bytes:
        """The whole message with these line ends."""
        return self.data if linesep == "\r\n" else self.data.replace(END, linesep.encode())

    def as_string(self, unixfrom: bool = False, linesep: str = "\n") -> str:
        """The same as text."""
        return self.as_bytes(unixfrom, linesep).decode()


def content(body: str, html: str) -> bytes | None:
    """Text and HTML in MIME form, with the header that says so; None where a line is too long to be sent as it is."""
    mail = EmailMultiAlternatives(body=body)
    mail.attach_alternative(PLACES.sub(lambda place: PLACE.format(IN_HTML.format(place[1])), html), "text/html")
    head, _, parts = mail.message().as_bytes(linesep="\r\n").partition(END + END)  # type: ignore[call-arg]
    if ENCODED.search(parts):
        return None
    kind = next(line for line in re.split(rb"\r\n(?![ \t])", head) if line.startswith(b"Content-Type:"))
    return b"MIME-Version: 1.0\r\n" + kind + END + END + parts


def headers(row: Owed, link: str) -> dict[str, str]:
    """The headers beside the address: the stable Message-ID, and one-click unsubscribing (RFC 8058)."""
    return {
        "Message-ID": message_id(row),
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Content-Language": row.client.language,
    }


def message_id(row: Owed) -> str:
    """The same for every attempt: it depends on what the message is and who gets it, and tells neither."""
    digest = salted_hmac("draws.message_id", row.identity, algorithm="sha256").hexdigest()
    return f"<{digest[:32]}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}>"


def one_line(value: str) -> str:
    """The value of a header. Raises `BadHeaderError` where it has a line break."""
    if "\n" in value or "\r" in value:
        raise BadHeaderError("A header has more than one line.")
    return value


@lru_cache(maxsize=1000)
def in_header(words: str) -> str:
    """A subject as it stands in a header."""
    said = one_line(words)
    return said if said.isascii() else Header(said, "utf-8").encode(linesep="\r\n")


@lru_cache(maxsize=10)
def sender(address: str) -> str:
    """Our own address as it stands in a header."""
    return sanitize_address(one_line(address), "utf-8").replace("\n", "\r\n")
