"""The questions we ask of draws and ledgers, in the field's words."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Self, cast

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.fields.json import KT
from django.utils import timezone

from intake.models import Client
from intake.querysets import OwedQuerySet, Row, RowsOfClientsQuerySet

# What no letter says of a draw.
NOT_IN_LETTERS = ("draw__received", "draw__not_understood", "draw__occupations")


class DrawQuerySet(models.QuerySet[Row]):
    """Questions about draws."""

    def published(self) -> Self:
        """Draws that are no drafts any more: clients were told, are being told, or will be once the pause is over."""
        # States by their values, because the models import this module.
        return self.exclude(status="draft")

    def unmatched(self) -> Self:
        """Published draws whose ledger has not been filled yet."""
        return self.published().filter(matched_at=None)

    def unreported(self) -> Self:
        """Matched draws of whose alerts staff have not been told what became of them."""
        return self.published().filter(matched_at__isnull=False, reported_at=None)

    def public(self) -> Self:
        """Rounds that are public facts: IRCC's own feed has them, or the firm published them."""
        return self.filter(Q(received__isnull=False) | ~Q(status="draft"))

    def with_cutoff_in(self, streams: Iterable[str]) -> Self:
        """Public rounds in these streams whose cut-off is known, newest first, without the words received."""
        rounds = self.public().filter(stream__in=streams).exclude(cutoff=None)
        return rounds.only("number", "name", "stream", "held_on", "cutoff", "size", "tie_break")

    def for_tables(self) -> Self:
        """Without what was received, but for the words of its tie-break."""
        words = KT("received__drawCutOff")
        return self.defer("received", "not_understood").annotate(tie_break_received=words)

    def newest_pool(self) -> Self:
        """The public round with the newest distribution of the pool."""
        return self.public().exclude(pool_as_on=None).order_by("-pool_as_on", "-held_on", "-id")[:1]

    def asked(self, stream: str = "", year: int | None = None) -> Self:
        """Those of a stream and of a year, where these are given."""
        wanted = {"stream": stream, "held_on__year": year}
        return self.filter(**{name: value for name, value in wanted.items() if value})

    def cutoffs(self) -> models.QuerySet[Row, tuple[str, date, str, int | None]]:
        """What charts and summaries need of each round, newest first."""
        return self.values_list("number", "held_on", "stream", "cutoff")


class ClientLedgerQuerySet(OwedQuerySet[Row]):
    """Rows of a ledger of messages to clients."""

    def wanted(self, address: Any = None) -> Self:
        """Still true, and the client may be written to: agreed to it, has an address that works, and it is as said."""
        clients = Client.objects.reachable().filter(cast("Any", self.model).agreed())
        if address is not None:
            clients = clients.filter(email=address)
        return super().wanted().filter(Exists(clients.filter(pk=OuterRef("client_id"))))

    def to_send(self) -> Self:
        """With what a letter needs of the client, and of the draw where there is one; nothing more."""
        names = {field.name for field in self.model._meta.concrete_fields}
        rows = self.select_related("client", "client__adviser")
        # What is about a draw says what ends while the reader would have to apply: by the answers and the documents.
        if "alert" in names:
            return rows.select_related("alert", "correction").prefetch_related(
                "client__dated_items", "correction__draw"
            )
        if "draw" in names:
            return rows.select_related("draw").defer(*NOT_IN_LETTERS).prefetch_related("client__dated_items")
        return rows.defer("client__facts")


class WrittenMessageQuerySet(ClientLedgerQuerySet[Row]):
    """Messages of staff to clients."""

    def wanted(self, address: Any = None) -> Self:
        """Not taken back, and the address works and is as said; and of news, the client agreed to e-mails."""
        reachable = Client.objects.reachable().filter(pk=OuterRef("client_id"))
        if address is not None:
            reachable = reachable.filter(email=address)
        agreed = Client.objects.filter(cast("Any", self.model).agreed(), pk=OuterRef("client_id"))
        # Past the ledger's own condition, which asks for consent whatever a message is about (record 0163).
        found = OwedQuerySet.wanted(self)
        return found.filter(Q(service=True) | Exists(agreed), Exists(reachable))

    def to_send(self) -> Self:
        """With the template too, whose places are filled in once more."""
        return super().to_send().select_related("client", "client__adviser", "version")


class StaffReminderQuerySet(RowsOfClientsQuerySet[Row]):
    """What staff are to be told, and were."""

    def waiting(self, now: datetime, since: datetime) -> Self:
        """What is to be told and still so: not too old, not over, of a file that is open and as it was."""
        stands = Q(invited_on=None) | Q(client__stage="invited", client__invited_on=F("invited_on"))
        news = self.filter(stands, told_at=None, created__gte=since, until__gte=timezone.localdate(now))
        return news.exclude(client__stage="closed")
