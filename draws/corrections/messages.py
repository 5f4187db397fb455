"""The news of a correction, for each client who was told of the draw."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from draws.corrections.describe import CorrectedField, describe_since_heard
from draws.corrections.diff import Difference
from draws.matching import matcher
from draws.matching.messages import RoundMessage
from draws.models import Alert, CorrectionLetter, Draw, Says
from draws.outbox.kinds import NotDue
from intake.message_kinds.registry import register
from intake.models import ChosenStream, Client


@register
class CorrectionNews(RoundMessage[CorrectionLetter]):
    """Tells a client that they were told in error, match after all, or was told wrong details."""

    name = "correction"
    label = _("Correction of a round")
    template = "draws/email/correction"
    ledger = CorrectionLetter

    def renew(self) -> None:
        """What the time at which the profile was submitted decides, by the file as it is now. Raises `NotDue`.

        The score stays: it is that of a day that is over, and what a client changed since makes no message wrong.
        """
        row, draw = self.row, self.row.correction.draw
        # As it is at this moment, and not as the batch was read, which may be long ago.
        times = Client.objects.filter(pk=row.client_id).values_list("profile_submitted_at", flat=True)
        row.client.profile_submitted_at = times.get()
        basis, in_pool = self.find_basis(draw), matcher.read_in_pool(row.client.profile_submitted_at, draw.held_on)
        # What may have arrived already is not said in other words under the same number.
        if row.unanswered:
            return
        if basis != row.basis:
            row.basis = basis
            CorrectionLetter.objects.filter(pk=row.pk).update(basis=basis)
        if in_pool != row.alert.in_pool:
            row.alert.in_pool = in_pool
            Alert.objects.filter(pk=row.alert_id).update(in_pool=in_pool)

    def find_basis(self, draw: Draw) -> str:
        """Why the client matches, as it is now; "" for one who does not.

        Raises `NotDue` where it is the contrary, which the ledger of alerts says from then on.
        """
        row = self.row
        if not matcher.is_at_tie_break(draw, row.crs):
            return row.basis
        is_met = matcher.meets_tie_break(draw, row.client.profile_submitted_at)
        self.mark_alert(in_error=not is_met)
        if is_met and row.says == Says.ERROR:
            raise NotDue(_("By the profile's time as it stands in the file now, the client does match the round."))
        if not is_met and row.says != Says.ERROR:
            raise NotDue(_("By the profile's time as it stands in the file now, the client does not match the round."))
        known, unknown = Alert.Basis.TIE_MET, Alert.Basis.TIE_UNKNOWN
        return "" if row.says == Says.ERROR else known if row.client.profile_submitted_at else unknown

    def mark_alert(self, *, in_error: bool) -> None:
        """Keep whether the client was told of the round in error, where that is something else now."""
        # No letter says it, but the client's own pages do, and further corrections go by it.
        if in_error != self.row.alert.in_error:
            self.row.alert.in_error = in_error
            Alert.objects.filter(pk=self.row.alert_id).update(in_error=in_error)

    def get_variant(self) -> tuple[Any, ...]:
        """The correction, what was heard before, and what is to be said."""
        row = self.row
        return (row.correction_id, row.heard_id, row.alert.in_pool, *self.get_news().values(), *self.list_present())

    def get_news(self) -> dict[str, Any]:
        """What the letter says, how sure it is that the client heard the contrary, and the basis."""
        return {"says": self.row.says, "certain": self.row.certain, "basis": self.row.basis}

    def get_context(self) -> Mapping[str, Any]:
        """The draw, what was recorded wrongly, the news, and what it leaves to do."""
        draw = self.row.correction.draw
        return {"draw": draw, "changes": self.list_changes(), **self.get_news(), **self.get_steps(draw)}

    def list_changes(self) -> list[CorrectedField]:
        """What was recorded wrongly when the client heard last."""
        return describe_since_heard(self.row)

    def get_words(self) -> Mapping[str, str]:
        """Name, adviser, score, and what ends before the last day to apply."""
        return {**super().get_words(), "crs": self.write_score(self.row.crs), "lapses": self.lapses}

    @cached_property
    def lapses(self) -> str:
        """What ends within the days to apply; "" where the client would not have been invited."""
        return "" if self.row.says == Says.ERROR else self.find_lapses(self.row.correction.draw)

    @property
    def alert(self) -> Alert:
        """The alert that the correction restates."""
        return self.row.alert

    @classmethod
    def find_due(cls, difference: Difference) -> dict[Says, Iterable[Alert]]:
        """The alerts whose clients are due a letter, by what it says; what they heard last decides."""
        return {
            Says.ERROR: [*difference.told_in_error, *difference.perhaps_in_error],
            Says.AFTER_ALL: difference.told_after_all,
            Says.DETAILS: difference.wrong_details,
        }

    @classmethod
    def is_switched_on(cls) -> Q:
        """The client wants to hear of rounds at all."""
        # Of any kind: those who have narrowed the kinds since were told of this round all the same (record 0019).
        every = Client.objects.filter(pk=OuterRef("client_id"), chosen_only=False)
        return Q(Exists(every)) | Q(Exists(ChosenStream.objects.filter(client=OuterRef("client_id"))))
