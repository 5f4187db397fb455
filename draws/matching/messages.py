"""The news of a draw, for each client whom it matches."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from draws.matching import matcher
from draws.models import Alert, Draw
from draws.outbox.kinds import ClientMessage
from intake.expiry.invitation_clock import get_days_to_apply
from intake.models import ChosenStream, Client, Standing
from intake.models.round_kinds import NEW
from intake.outbox.registry import register
from scoring.apps import rulebook
from scoring.reports import pending


@register
class DrawAlert(ClientMessage[Alert]):
    """That a client stood at or above the cut-off: the same for all told of a draw on one basis."""

    name = "alert"
    label = _("Round of invitations reached")
    template = "draws/email/alert"
    ledger = Alert

    def get_variant(self) -> tuple[Any, ...]:
        """The draw as it is recorded now, the basis, and whether there is a name to greet by."""
        row = self.row
        return (row.draw_id, row.draw.updated, row.basis, row.in_pool, bool(row.client.name))

    def get_context(self) -> Mapping[str, Any]:
        """The draw, why it matches, and what is not sure about the rules on its day."""
        row = self.row
        caveats = list(pending(rulebook().on(row.draw.held_on)))
        return {
            "draw": row.draw,
            "basis": row.basis,
            "in_pool": row.in_pool,
            "caveats": caveats,
            "days_to_apply": get_days_to_apply(row.draw.held_on),
            **find_pages(row.draw),
        }

    def get_words(self) -> Mapping[str, str]:
        """Name and score."""
        return {"name": self.row.client.name, "crs": str(self.row.crs)}

    @classmethod
    def find_due(cls, draw: Draw) -> QuerySet[Standing]:
        """The standings whose clients are told of a draw."""
        return matcher.find_told(draw)

    @classmethod
    def is_switched_on(cls) -> Q:
        """The client wants to hear of every round, or of this kind of round among others."""
        # Two levels out: from the draw, past the chosen stream, to the row of the ledger.
        draw = Draw.objects.filter(pk=OuterRef(OuterRef("draw_id")))
        kind = Case(When(stream="", then=Value(NEW)), default=F("stream"))
        of_kind = Subquery(draw.annotate(chosen_as=kind).values("chosen_as"))
        chosen = ChosenStream.objects.filter(client=OuterRef("client_id"), stream=of_kind)
        every = Client.objects.filter(pk=OuterRef("client_id"), chosen_only=False)
        return Q(Exists(every)) | Q(Exists(chosen))


def find_pages(draw: Draw) -> dict[str, str]:
    """Where a reader goes on: the round's page and their file, in the language of the message."""
    return {
        "round_address": settings.SITE_URL + reverse("draws:round", args=[draw.number]),
        "file_address": settings.SITE_URL + reverse("my_file:home"),
    }
