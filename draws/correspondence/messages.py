"""The messages of staff to clients, and the test of one that goes to its writer."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from draws.correspondence import circulars, renewing
from draws.correspondence.writing import Words
from draws.models import Circular, WrittenMessage
from draws.outbox.kinds import ClientMessage, StaffMessage
from draws.outbox.unsubscribe_links import build_link
from intake.common.email_addresses import find_normal_form
from intake.message_kinds.registry import register
from intake.models import Client, Letter
from intake.querysets import ClientQuerySet

TEMPLATE = "draws/email/written"


@register
class Written(ClientMessage[WrittenMessage]):
    """What staff wrote to one client; nobody switches off what is about their own file, and news ask for consent."""

    name = "written"
    label = _("Message of staff")
    template = TEMPLATE
    ledger = WrittenMessage
    with_paragraphs = frozenset({"body"})

    def renew(self) -> None:
        """The template's words with what is true now. Raises `NotDue`."""
        renewing.renew(self.row)

    def get_variant(self) -> tuple[Any, ...]:
        """Alike are the frames, with and without an adviser; the words are each client's own."""
        return (self.row.service, *self.list_present())

    def get_words(self) -> Mapping[str, str]:
        """All that was written."""
        return {"subject": self.row.subject, "body": self.row.body, "adviser": self.get_adviser()}

    def get_context(self) -> Mapping[str, Any]:
        """On what the client is written to."""
        return {"service": self.row.service}

    def get_headers(self) -> Mapping[str, str]:
        """Where an answer goes."""
        return build_reply_to(self.row.client)

    @classmethod
    def find_due(cls, circular: Circular) -> ClientQuerySet[Client]:
        """The clients of a list who would get it; to one client alone it is due because staff write it."""
        return circulars.find_told(circular)


@register
class TestOfWritten(StaffMessage):
    """The same to a member of staff. `facts`: `subject`, `body`, `service`; the row has the client."""

    # Its name begins as those of pytest's classes do.
    __test__ = False
    name = "test_of_written"
    label = _("Test of a message, to staff")
    template = TEMPLATE
    # Somebody waits for it: it goes by the queue of codes and confirmations (record 0049).
    urgent = True

    @classmethod
    def find_due(cls, to: str, client: Client, words: Words, *, service: bool) -> Iterator[Letter]:
        """One of the words as they stand, to the person who writes them, in the client's language."""
        facts = {**words._asdict(), "service": service}
        yield cls.build_row(to, language=client.language, facts=facts, client=client)

    def get_context(self) -> Mapping[str, Any]:
        """What the client would read, with a link that opens nobody's settings."""
        nobody = Client(reference="TEST", language=self.row.language)
        adviser = self.row.client.adviser if self.row.client else None
        words = {"adviser": adviser.get_full_name() if adviser else "", "unsubscribe": build_link(nobody)}
        return {**self.row.facts, **words}

    def get_headers(self) -> Mapping[str, str]:
        """Where the client's answer would go."""
        return build_reply_to(self.row.client) if self.row.client else {}


def build_reply_to(client: Client) -> dict[str, str]:
    """The header by which an answer goes to the adviser of the file, or else to the office."""
    address = find_adviser_address(client) or settings.FIRM["email"]
    return {"Reply-To": address} if address else {}


def find_adviser_address(client: Client) -> str | None:
    """The adviser's address, where the account is in use and has one that can be written to."""
    adviser = client.adviser
    return find_normal_form(adviser.email) if adviser and adviser.is_active and adviser.is_staff else None
