"""The kinds of message that only draws has: to clients, and to staff."""

import logging
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from draws.models import OwedToClient
from draws.permissions import PUBLISH_DRAW
from intake.message_kinds.kinds import LetterMessage, Message
from intake.models import Client, Letter
from intake.querysets import ClientQuerySet

Row = TypeVar("Row", bound=OwedToClient)
Found = TypeVar("Found")
log = logging.getLogger(__name__)


class NotDue(Exception):
    """A message is not to be sent any more; says why, in a lazy sentence for staff."""


class ClientMessage(Message, Generic[Row]):
    """A kind of message to clients.

    `preference`: the field of `Client` by which they switch it off; a kind that is
    switched off in another way says so in `is_switched_on`. `find_due`: who is due
    it, asked of what owes it: a draw, a correction, a list, a client and a day. All who
    share a variant are told the same, but for their own words.
    """

    ledger: ClassVar[type[OwedToClient]]
    # Without a type of its arguments, which are those of what owes it; a test asks every kind for it.
    find_due: ClassVar[Callable[..., Any]]
    preference: ClassVar[str] = ""
    # The client's own words that may have paragraphs; all others are put on one line.
    with_paragraphs: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, row: Row) -> None:
        self.row = row
        # The composer puts that of its batch in the place of it.
        self.shared: dict[Hashable, Any] = {}

    def renew(self) -> None:
        """Let the row say what is true now, and save it where that is something else; right before it is made.

        Not where an earlier attempt is unanswered: it may have arrived, and keeps its words.
        Raises `NotDue` where it is not to be sent any more.
        """

    def look_up(self, what: Hashable, find: Callable[[], Found]) -> Found:
        """What `find` gives, asked once a batch; `what` names it among all that the kind looks up so."""
        key = (self.name, what)
        if key not in self.shared:
            self.shared[key] = find()
        found: Found = self.shared[key]
        return found

    def get_variant(self) -> tuple[Any, ...]:
        """What the rows have in common that are worded alike; by default no two are."""
        return (self.row.pk,)

    def get_words(self) -> Mapping[str, str]:
        """The client's own words: the templates see the place of each where it is not empty."""
        return {"name": self.row.client.name, "adviser": self.get_adviser()}

    def get_adviser(self) -> str:
        """The name of the person who looks after the client's file; "" where nobody does, or has no name."""
        adviser = self.row.client.adviser
        return adviser.get_full_name() if adviser else ""

    def get_headers(self) -> Mapping[str, str]:
        """Headers of its own, in place of the usual ones."""
        return {}

    def list_present(self) -> tuple[str, ...]:
        """Which of the client's own words are not empty: the templates say another sentence without them."""
        return tuple(name for name, words in self.get_words().items() if words)

    @classmethod
    def find_recipients(cls) -> ClientQuerySet[Client]:
        """Clients to whom it may be owed: they agreed, have an address that works, and have not switched it off."""
        return cls.find_wanting().reachable().filter(cls.ledger.agreed())

    @classmethod
    def is_switched_on(cls) -> Q:
        """The rows of its ledger whose clients want it; checked in the statement that claims, before each send."""
        return Q(Exists(cls.find_wanting().filter(pk=OuterRef("client_id"))))

    @classmethod
    def find_wanting(cls) -> ClientQuerySet[Client]:
        """Clients who have not switched it off, whether they agreed to anything or not."""
        return Client.objects.filter(**{cls.preference: True} if cls.preference else {})


class StaffMessage(LetterMessage):
    """A kind of letter to staff, made from the facts in its row; nobody switches it off, the firm says who reads it."""

    switched_off_by = ""
    keeps_words = False

    @classmethod
    def find_recipients(cls) -> list[str]:
        """The addresses in `STAFF_ALERTS_TO`, else those of everybody who may publish draws."""
        if settings.STAFF_ALERTS_TO:
            return list(settings.STAFF_ALERTS_TO)
        return sorted(set(PUBLISH_DRAW.find_holders().exclude(email="").values_list("email", flat=True)))

    @classmethod
    def build_rows(cls, key: str, facts: Mapping[str, Any], to: Sequence[str] = ()) -> Iterator[Letter]:
        """An unsaved row to each of the recipients, or of `to`; where there is no address, none, which is logged."""
        addresses = to or cls.find_recipients()
        if not addresses:
            log.warning("Nobody of the staff is told: set STAFF_ALERTS_TO, or give those who publish an e-mail address")
        for address in addresses:
            yield cls.build_row(address, key=key, facts=facts)
