"""What a correction of a draw changes, as people: looked at by staff before, and done afterwards."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from draws import matching
from draws.corrections import CorrectionLetter
from draws.models import Alert, Draw
from draws.owed import State
from intake.models import Standing

LEFT = (State.SENT, State.SENDING)


@dataclass
class Difference:
    """What putting `before` right as `after` changes, as people; nothing is saved by it."""

    before: Draw
    after: Draw

    @property
    def right(self) -> Q:
        """Alerts whose clients match the draw as it is after.

        In the same stream on the same day the score in the ledger counts: facts
        that a client changed since then make no alert wrong.
        """
        if (self.before.stream, self.before.held_on) != (self.after.stream, self.after.held_on):
            return Q(Exists(matching.qualifying(self.after).filter(client=OuterRef("client"))))
        reached = Q(crs__gte=self.after.cutoff)
        return reached & matching.before_tie_break(self.after) if self.after.tie_break else reached

    @property
    def ledger(self) -> QuerySet[Alert]:
        """Every alert of the draw, with what its client heard last: that they match (or not)."""
        letters = CorrectionLetter.objects.filter(alert=OuterRef("pk"), state__in=LEFT).order_by("-pk")
        heard = Coalesce(Subquery(letters.values("matches")[:1]), Value(True))
        return Alert.objects.filter(draw=self.before.pk).annotate(heard=heard)

    @property
    def wrong(self) -> QuerySet[Alert]:
        """Alerts that were right until now, and are not any more."""
        return self.ledger.filter(in_error=False).exclude(self.right)

    @property
    def right_again(self) -> QuerySet[Alert]:
        """Alerts that an earlier correction found wrong, and that are right after all."""
        return self.ledger.filter(self.right, in_error=True)

    @property
    def told_in_error(self) -> QuerySet[Alert]:
        """Of the wrong ones, those whose clients have heard, or are hearing right now, that they match."""
        return self.wrong.filter(Q(heard=True), state__in=LEFT)

    @property
    def withdrawn(self) -> QuerySet[Alert]:
        """Of the wrong ones, those that have not left: they never will."""
        return self.wrong.filter(state=State.PENDING)

    @property
    def told_after_all(self) -> QuerySet[Alert]:
        """Of those right again, those whose clients have heard that they do not match."""
        return self.right_again.filter(Q(heard=False), state__in=LEFT)

    @property
    def owed_again(self) -> QuerySet[Alert]:
        """Of those right again, those that had been withdrawn before they left."""
        return self.right_again.filter(state=State.SUPPRESSED)

    @property
    def newly_told(self) -> QuerySet[Standing]:
        """Standings of clients who match only now, and are not in the ledger."""
        known = Alert.objects.filter(draw=self.before.pk, client=OuterRef("client"))
        before = matching.told(self.before).filter(client=OuterRef("client"))
        return matching.told(self.after).filter(~Exists(known), ~Exists(before))
