"""What a correction of a draw changes, as sets of people: shown to staff before, and applied afterwards.

What a client believes follows from the messages that left, newest first: one that surely arrived settles it; one that
may have arrived leaves two possibilities. A letter is owed where one of them is wrong.
"""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from draws.matching import custom_list, matcher, telephone_tasks
from draws.models import Alert, CorrectionLetter, DeliveryState, Draw, Facts, Says, list_versions
from draws.rounds.snapshot import SELECTS, build_snapshot
from intake.models import Standing, Todo

MATCHES = (Says.AFTER_ALL, Says.DETAILS)
LEAVING = (DeliveryState.SENT, DeliveryState.SENDING)
# What every letter says of a round and leans on; the tie-break is read by those at the cut-off only.
TOLD = ("stream", "held_on", "cutoff")


@dataclass
class Difference:
    """What correcting `before` to `after` changes, as sets of people; nothing is saved."""

    before: Draw
    after: Draw

    def __post_init__(self) -> None:
        """With a list of occupations of its own: see who has the work."""
        for draw in (self.before, self.after):
            custom_list.bring_up_to_date(draw)

    @property
    def selects_anew(self) -> bool:
        """Whether other people are selected, or on another day: the scores in the ledger then say nothing."""
        return any(getattr(self.before, name) != getattr(self.after, name) for name in SELECTS)

    @property
    def right(self) -> Q:
        """Alerts whose clients match the draw as it is after.

        In the same stream on the same day the score in the ledger counts: facts that a client changed since then make
        no alert wrong.
        """
        if self.selects_anew:
            return Q(Exists(matcher.find_qualifying(self.after).filter(client=OuterRef("client"))))
        reached = Q(crs__gte=self.after.cutoff)
        return reached & matcher.build_tie_break_filter(self.after) if self.after.tie_break else reached

    @property
    def ledger(self) -> QuerySet[Alert]:
        """Every alert of the draw, with the newest letter about it that surely arrived.

        `last`: its id, or 0; `last_says`; `version`: after which correction it was written, else the alert.
        """
        sure = CorrectionLetter.objects.filter(alert=OuterRef("pk"), state=DeliveryState.SENT).order_by("-pk")
        return Alert.objects.filter(draw=self.before.pk).annotate(
            # 0 and "" in place of NULL, with which no comparison is true.
            last=Coalesce(Subquery(sure.values("pk")[:1]), Value(0)),
            last_says=Coalesce(Subquery(sure.values("says")[:1]), Value("")),
            version=Coalesce(
                Subquery(sure.values("correction")[:1]), F("correction_id"), output_field=BigIntegerField()
            ),
        )

    @property
    def told(self) -> QuerySet[Alert]:
        """The ledger without those whom staff left out: they hear nothing of a correction."""
        return self.ledger.filter(~Exists(matcher.find_left_out(self.before)))

    @property
    def surely_match(self) -> Q:
        """Clients whose last surely delivered message said that they match."""
        return Q(last=0, state=DeliveryState.SENT) | Q(last_says__in=MATCHES)

    @property
    def believe_match(self) -> Q:
        """Clients who may believe that they match."""
        return (Q(last=0) & Alert.may_have_arrived()) | Q(Exists(find_letters_since_sure(says__in=MATCHES)))

    @property
    def believe_not(self) -> Q:
        """Clients who may believe that they were told in error."""
        return Q(Exists(find_letters_since_sure(says=Says.ERROR)))

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
        """Alerts of clients who have heard that they match, and do not."""
        return self.told.exclude(self.right).filter(self.surely_match)

    @property
    def perhaps_in_error(self) -> QuerySet[Alert]:
        """Alerts of clients who may have heard it: the message is leaving, or nobody knows whether it did."""
        return self.told.exclude(self.right).filter(self.believe_match).exclude(self.surely_match)

    @property
    def withdrawn(self) -> QuerySet[Alert]:
        """Of the wrong ones, those that have not left: they never will."""
        # One with an attempt of which nobody heard may have arrived, and is taken back by a letter (record 0019).
        return self.wrong.filter(state=DeliveryState.PENDING, unanswered=0)

    @property
    def told_after_all(self) -> QuerySet[Alert]:
        """Those who match, and have heard, or may have, that they do not."""
        return self.told.filter(self.right & self.believe_not)

    @property
    def right_again_told(self) -> QuerySet[Alert]:
        """Those of them whom staff did not leave out, whatever became of their message."""
        return self.told.filter(self.right, in_error=True)

    @property
    def owed_again(self) -> QuerySet[Alert]:
        """Alerts that match again and had been withdrawn or taken back before they were surely delivered.

        A pending one was taken back while a worker had it, and the server put it off.
        """
        withdrawn = self.right_again_told.filter(state__in=(DeliveryState.SUPPRESSED, DeliveryState.PENDING))
        return withdrawn.exclude(self.believe_not)

    @property
    def wrong_details(self) -> QuerySet[Alert]:
        """Alerts of clients who were told rightly, with a wrong detail that matters to them.

        An alert that is waiting is reworded, and needs no letter.
        """
        waiting = Q(last=0) & ~Q(state__in=LEAVING)
        told = self.told.filter(self.right & self.believe_match).exclude(self.believe_not).exclude(waiting)
        return told.filter(self.heard_otherwise)

    @property
    def heard_otherwise(self) -> Q:
        """Alerts of clients who heard, or may have heard, wrong facts that matter to them."""
        # An empty `Q` is everybody; over no ids it is nobody.
        right, nobody = build_snapshot(self.after), Q(pk__in=[])
        # Not corrected since it was matched: everybody heard what is recorded.
        heard = list_versions(self.before) or {None: build_snapshot(self.before)}
        return reduce(or_, [build_heard_filter(pk) & self.bears(facts, right) for pk, facts in heard.items()], nobody)

    def bears(self, heard: Facts, right: Facts) -> Q:
        """Alerts of the clients to whom the difference between these facts matters."""
        if any(heard[name] != right[name] for name in TOLD):
            return Q()
        # Above the cut-off no tie-break decides, so another one is no news there (record 0019).
        return Q(crs=self.after.cutoff) if heard["tie_break"] != right["tie_break"] else Q(pk__in=[])

    @property
    def newly_told(self) -> QuerySet[Standing]:
        """Standings of clients who match only now, and are not in the ledger."""
        known = Alert.objects.filter(draw=self.before.pk, client=OuterRef("client"))
        # Those who matched before too and agreed only later are not told, as after a publication (record 0019).
        before = matcher.find_told(self.before).filter(client=OuterRef("client"))
        return matcher.find_told(self.after).filter(~Exists(known), ~Exists(before))

    @property
    def to_call(self) -> QuerySet[Standing]:
        """Standings of clients who are told by telephone: owed it still, or without an address and matching only now.

        Those who had an address then, and so an alert, are not among them.
        """
        owed = telephone_tasks.find_own(self.before).filter(done_by=None, client=OuterRef("client"))
        before = matcher.find_to_call(self.before).filter(client=OuterRef("client"))
        # A call that is owed stays owed, although an address has come since (record 0164).
        right = matcher.find_qualifying(self.after).filter(self.may_be_called)
        return right.filter(Exists(owed) | (Q(client__email="") & ~Exists(before)))

    @property
    def calls_kept(self) -> list[Todo]:
        """Calls owed still to clients whose answers say something else by now.

        In the same stream on the same day the score that they had counts, as it does for alerts.
        """
        if self.selects_anew:
            return []
        waiting = telephone_tasks.find_own(self.before).select_related("client")
        waiting = waiting.filter(self.may_be_called, done_by=None)
        staying = (telephone_tasks.build_kept(self.before, self.after, one, one.due_on) for one in waiting)
        return [one for one in staying if one]

    @property
    def may_be_called(self) -> Q:
        """Rows of clients who hold no invitation, were not left out, and have no alert."""
        known = Alert.objects.filter(draw=self.before.pk, client=OuterRef("client"))
        left_out = matcher.find_left_out(self.before)
        return ~Exists(known) & ~Exists(left_out) & ~Q(client__stage__in=matcher.INVITED)


def find_letters_since_sure(**says: object) -> QuerySet[CorrectionLetter]:
    """Letters about an alert that left, or may have, from the last that surely arrived on."""
    left = CorrectionLetter.objects.filter(
        CorrectionLetter.may_have_arrived(), alert=OuterRef("pk"), pk__gte=OuterRef("last")
    )
    return left.filter(**says)


def build_heard_filter(correction: int | None) -> Q:
    """Alerts whose clients heard last, or may have, the facts after this correction; None: as first published."""
    if correction is None:
        return Q(version=None)
    return Q(version=correction) | Q(Exists(find_letters_since_sure(correction=correction)))
