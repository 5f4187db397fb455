"""The questions we ask of clients' files, in the field's words."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import connections, models
from django.db.models import Case, Exists, Expression, F, FilteredRelation, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from intake.common.email_addresses import find_normal_form
from intake.permissions import sees_every_file

# A service agreement is in force, as far as the file says: `Client.in_force` says the same.
SIGNED = Q(service_agreement="signed") & (Q(service_agreement_on__isnull=False) | Q(retained_on__isnull=False))
IN_FORCE = (SIGNED | Q(service_agreement="", retained_on__isnull=False)) & ~Q(stage="closed")

# Orders what `ClientQuerySet.scored` gives by the score of the day. Nearly all who have one have it in general rounds
# too, which one join finds for everybody; `crs_now` is looked up for the others alone (record 0177). PostgreSQL takes
# NULL for the largest value and SQLite for the smallest, so files without a score are sorted as -1.
BY_SCORE = Coalesce("general_now__crs", "crs_now", Value(-1))

Row = TypeVar("Row", bound=models.Model)


def list_clock_spans(on: date, given: Sequence[tuple[date, int]]) -> dict[str, Q]:
    """When somebody was invited who has time left to apply, little, none.

    `given`: from which day of an invitation on it gives how many days, in order.
    """
    spans = {"running": Q(), "short": Q(), "over": Q()}
    ends = [since for since, _days in given[1:]]
    for place, (since, days) in enumerate(given):
        # Before the first of these days nobody is told of anything else.
        edition = Q(invited_on__gte=since) if place else Q()
        edition &= Q(invited_on__lt=ends[place]) if place < len(ends) else Q()
        first = on - timedelta(days=days)
        short = Q(invited_on__gte=first, invited_on__lte=first + timedelta(days=settings.INVITATION_SHORT_DAYS))
        spans["running"] |= edition & Q(invited_on__gte=first)
        spans["short"] |= edition & short
        spans["over"] |= edition & Q(invited_on__lt=first)
    return spans


def make_rows(keys: Iterable[int] | Iterable[str], database: str, *, texts: bool = False) -> RawSQL:
    """Numbers, or texts, as the rows of a question, to be looked for in."""
    every = list(keys)
    # One value in the statement, however many they are: with one for each, SQLite knows a limit and Django takes its
    # time (record 0181).
    if connections[database].vendor == "postgresql":
        # Told by the caller and not by a look at the values: PostgreSQL compares no text with rows of numbers, also
        # where there is no row.
        if texts:
            return RawSQL("SELECT unnest(%s::text[])", [every])
        return RawSQL("SELECT unnest(%s::bigint[])", [every])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(every)])


class RowsOfClientsQuerySet(models.QuerySet[Row]):
    """Rows each of which is about one client, or about none yet."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the files that this member of staff may know of."""
        if sees_every_file(user):
            return self
        # By name: the models import this module.
        return self.filter(client__in=apps.get_model("intake", "Client")._default_manager.visible_to(user))


class ClientImportQuerySet(models.QuerySet[Row]):
    """Files of clients that staff bring in."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """All for whom every file is open; for others their own."""
        return self if sees_every_file(user) else self.filter(by=user.pk)

    def stalled(self, now: datetime) -> Self:
        """Those that workers should be at, and that have not moved for a minute."""
        return self.filter(state__in=("running", "undoing"), moved_at__lt=now - timedelta(minutes=1))

    def over(self, now: datetime) -> Self:
        """Those whose rows are kept no longer: nothing was done with them for a day, or what was done is a day old."""
        before = now - timedelta(days=1)
        resting = Q(state__in=("read", "undone"), moved_at__lt=before) | Q(state="done", done_at__lt=before)
        return self.filter(resting, rows__isnull=False).distinct()


class ImportRowQuerySet(models.QuerySet[Row]):
    """Rows of such files."""

    def doing_something(self) -> Self:
        """Those that make a file or change one."""
        return self.filter(outcome__in=("new", "changed"))

    def to_do(self) -> Self:
        """Those that wait for a worker to bring them in."""
        return self.doing_something().filter(done_at=None)

    def to_undo(self) -> Self:
        """Those that are in, and that a worker can take back."""
        return self.doing_something().filter(done_at__isnull=False, undone="")


class DatedTextQuerySet(models.QuerySet[Row]):
    """What the site says of the firm."""

    def counting(self, on: date) -> Self:
        """What is said on this day."""
        return self.filter(Q(counts_until=None) | Q(counts_until__gt=on), counts_from__lte=on)


class TestimonialQuerySet(DatedTextQuerySet[Row]):
    """What clients wrote of the firm."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the files that this member of staff may know of, and of no file."""
        if sees_every_file(user):
            return self
        files = apps.get_model("intake", "Client")._default_manager.visible_to(user)
        return self.filter(Q(reference="") | Q(reference__in=files.values("reference")))

    def with_approval(self, on: date) -> Self:
        """Each with `approved`: whether the newest act of its writer until this day approved these very words."""
        acts = apps.get_model("intake", "TestimonialApproval")._default_manager.filter(on__lte=on)
        newest = acts.filter(testimonial=OuterRef("pk")).order_by("-on", "-pk").values("pk")[:1]
        same = {name: OuterRef(name) for name in ("words_en", "words_fr", "shown_as")}
        approving = acts.filter(pk=OuterRef("newest_act"), act="approved", **same)
        return self.annotate(newest_act=Subquery(newest)).annotate(approved=Exists(approving))

    def shown(self, on: date) -> Self:
        """Those that the site may show on this day."""
        return self.counting(on).with_approval(on).filter(approved=True)


class FirmPictureQuerySet(models.QuerySet[Row]):
    """Logos and photographs."""

    def unused(self) -> Self:
        """Those that nothing shows any more."""
        return self.filter(looks=None, people=None)


class EnquiryQuerySet(RowsOfClientsQuerySet[Row]):
    """Enquiries."""

    def answerable(self) -> Self:
        """Those that can be answered: the address is confirmed, or there is a telephone number."""
        return self.filter(Q(confirmed_at__isnull=False) | ~Q(telephone=""))

    def to_answer(self) -> Self:
        """Those that can be answered, and that nobody has answered."""
        return self.answerable().filter(answered_at=None)

    def unconfirmed(self) -> Self:
        """Those in nobody's file."""
        return self.filter(client=None)


class ConsultationQuerySet(RowsOfClientsQuerySet[Row]):
    """Consultations."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the files that this member of staff may know of, and their own."""
        return self if sees_every_file(user) else self.filter(Q(pk__in=super().visible_to(user)) | Q(adviser=user.pk))

    def coming(self, now: datetime) -> Self:
        """Those that are confirmed and have not begun."""
        return self.filter(state="confirmed", starts_at__gt=now)

    def taking_time(self, now: datetime) -> Self:
        """Those that are to be: confirmed, or held for somebody who still has time to confirm."""
        return self.filter(Q(state="confirmed") | Q(state="held", held_until__gt=now), starts_at__gt=now)

    def run_out(self, now: datetime) -> Self:
        """Those that nobody confirmed in time."""
        return self.filter(state="held", held_until__lte=now)


class ClientQuerySet(models.QuerySet[Row]):
    """Clients."""

    def update(self, **values: Any) -> int:
        """Update; of other facts the standings are due, as after `Client.take_facts`."""
        # In the same statement: a crash before the standings are written heals with the next push (record 0084).
        due = {"stood_until": None} if "facts" in values else {}
        return super().update(**due | values)

    update.alters_data = True  # type: ignore[attr-defined] # as Django's: no template may call it

    def select_for_update(self, *args: Any, **kwargs: Any) -> Self:
        """Lock the rows, in order of id: two who lock some of the same rows wait for each other and never deadlock."""
        return super().select_for_update(*args, **kwargs).order_by("pk")

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The files that this member of staff may know of: all, or where the firm has it so those assigned to them."""
        return self if sees_every_file(user) else self.filter(Q(adviser=user.pk) | Q(consultant=user.pk))

    def by_email(self, email: str) -> Self:
        """The client with this address, however it is written; none for what is no address."""
        # Whatever folds to the same letters in Unicode is another address, and opens no file (record 0057).
        normal = find_normal_form(email)
        return self.filter(email=normal) if normal else self.none()

    def by_number(self, number: str) -> Self:
        """The client without an e-mail address whose telephone this is, in its one form; none for no number."""
        return self.filter(email="", telephone=number) if number else self.none()

    def with_number(self, number: str) -> Self:
        """Those who have this number, in its one form, as the one or the other; none for no number."""
        found = Q(telephone=number) | Q(other_telephone=number)
        return self.filter(found) if number else self.none()

    def among(self, keys: Iterable[int]) -> Self:
        """Those with these primary keys, of which there may be thousands."""
        return self.filter(pk__in=make_rows(keys, self.db))

    def without_email(self) -> Self:
        """Those who have no e-mail address."""
        return self.filter(email="")

    def reachable(self) -> Self:
        """Those who have an e-mail address that works."""
        return self.filter(undeliverable="").exclude(email="")

    def owned_by(self, user: User | AnonymousUser) -> Self:
        """The client whose file this person may open: the one with the address proved at sign-in; none for staff."""
        # Staff see files in their own tool, where each view is recorded.
        if not user.is_authenticated or user.is_staff:
            return self.none()
        return self.by_email(user.email)

    def with_facts(self) -> Self:
        """Those whose profile is known."""
        return self.exclude(facts={})

    def at_work(self) -> Self:
        """Those whom somebody of the firm looks after or answers for, or who have an agreement; not the closed ones."""
        looked_after = Q(adviser__isnull=False) | Q(consultant__isnull=False) | Q(retained_on__isnull=False)
        return self.filter(looked_after, sample=False).exclude(stage="closed")

    def invited(self) -> Self:
        """Those who were invited on a known day and have not applied."""
        return self.filter(stage="invited", invited_on__isnull=False)

    def clock(self, which: str, on: date, given: Sequence[tuple[date, int]]) -> Self:
        """Invited, with time left to apply ("running"), little time ("short"), none ("over"); `given` as above."""
        return self.invited().filter(list_clock_spans(on, given)[which])

    def tagged(self, tag: int | None) -> Self:
        """Those that have the tag of this primary key; None: those that have no tag."""
        rows = apps.get_model("intake", "FileTag")._default_manager.filter(client=OuterRef("pk"))
        return self.filter(~Exists(rows) if tag is None else Exists(rows.filter(tag=tag)))

    def never_asked(self) -> Self:
        """Those who have an address, get no e-mails and have no act of consent on record."""
        return self.filter(alerts=False, consents=None).exclude(email="")

    def implied_between(self, contract: Sequence[date], inquiry: Sequence[date]) -> Self:
        """Never asked, and their implied consent ends: its longest ground is of these days, the first and the last."""
        made = Q(service_agreement__in=("signed", "ended"))
        told = Case(When(consultation_agreement__in=("signed", "ended"), then=F("consultation_agreement_on")))
        found = (
            self.never_asked()
            .exclude(IN_FORCE)
            .alias(
                contract_on=Coalesce(Case(When(made, then=F("service_agreement_on"))), F("retained_on")),
                consulted_on=told,
                inquired_on=TruncDate(Max("intakes__submitted_at")),
            )
        )
        # The ground that lasts longest decides: a client who has one that ends later is not on the list (record 0043).
        spans = {"contract_on": contract, "consulted_on": contract, "inquired_on": inquiry}
        ending = Q()
        for name, (first, last) in spans.items():
            ending |= Q(**{f"{name}__gte": first, f"{name}__lte": last})
            found = found.filter(Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__lte": last}))
        return found.filter(ending)

    def scored(self, on: date) -> Self:
        """With `crs_now`: the score on a day where a kind of round is open to them, else that of the newest result."""
        standings, results = (apps.get_model("intake", name)._default_manager for name in ("Standing", "Assessment"))
        # Any of them: on one day a client has the same score in every stream.
        standing = standings.filter(client=OuterRef("pk"), since__lte=on, until__gt=on).order_by().values("crs")[:1]
        newest = results.filter(client=OuterRef("pk")).order_by("-created", "-pk").values("crs")[:1]
        # For `BY_SCORE`; the database joins it only where that is asked for. No two of one stream are of one day.
        of_day = Q(standings__stream="general", standings__since__lte=on, standings__until__gt=on)
        joined = self.annotate(general_now=FilteredRelation("standings", condition=of_day))
        return joined.annotate(crs_now=Coalesce(Subquery(standing), Subquery(newest)))

    def holding(self, stream: str, on: date) -> Self:
        """Those who stand in this stream on a day."""
        standings = apps.get_model("intake", "Standing")._default_manager
        return self.filter(pk__in=standings.held(stream, on).values("client"))

    def scoring(self, lowest: int, highest: int, on: date) -> Self:
        """Those whose score, as `scored` finds it, is one of these, both included."""
        standings, results = (apps.get_model("intake", name)._default_manager for name in ("Standing", "Assessment"))
        span, standing = {"crs__gte": lowest, "crs__lte": highest}, standings.on(on)
        held = standing.filter(**span).values("client")
        newer = results.filter(
            Q(created__gt=OuterRef("created")) | Q(created=OuterRef("created"), pk__gt=OuterRef("pk"))
        )
        # Those in `held` are left out first: nearly all results are theirs, and of few the newest is soon found.
        others = results.filter(~Q(client__in=held), client__isnull=False, **span)
        others = others.exclude(Exists(standing.filter(client=OuterRef("client"))))
        others = others.exclude(Exists(newer.filter(client=OuterRef("client")))).order_by()
        # One list of keys, begun at the scores: filtering on `crs_now` would look two scores up for every client
        # (record 0107), and of two conditions joined by "or" the database can't tell how few they leave.
        return self.filter(pk__in=held.union(others.values("client"), all=True))

    def changing(self, first: date, last: date) -> Self:
        """Those whose score, or whose streams, become others on one of these days."""
        standings = apps.get_model("intake", "Standing")._default_manager
        moved = Q(since__gte=first, since__lte=last) | Q(until__gte=first, until__lte=last)
        return self.filter(pk__in=standings.filter(moved).values("client"))

    def lacking(self, what: str) -> Self:
        """Those of whom this is not known: "profile" (nothing is), "test" (no language test), "schooling"."""
        if what == "profile":
            return self.filter(facts={})
        name = {"test": "language_tests", "schooling": "credentials"}[what]
        # An empty list too: the contract has one word for "none" and "not stated" (record 0153).
        absent = Q(**{f"facts__{name}": []}) | Q(**{f"facts__{name}__isnull": True})
        return self.with_facts().filter(absent)

    def stood_before(self, moment: datetime) -> Self:
        """Those whose standings were last written before that moment, or never."""
        return self.filter(Q(stood_at=None) | Q(stood_at__lt=moment))

    def standing_short_of(self, day: date) -> Self:
        """Those whose standings don't reach until that day, or are due."""
        return self.filter(Q(stood_until=None) | Q(stood_until__lt=day))


class IntakeQuerySet(RowsOfClientsQuerySet[Row]):
    """Intakes."""

    def unclaimed(self) -> Self:
        """Drafts and submissions whose address is not confirmed yet."""
        return self.filter(client=None)

    def submitted(self) -> Self:
        """Those whose answers were submitted."""
        return self.exclude(submitted_at=None)

    def open_to_staff(self) -> Self:
        """Those that staff may read and go on with: submitted, or begun by staff on the telephone."""
        # What a client began and never submitted is nobody's business yet (record 0032).
        return self.filter(Q(by_staff=True) | Q(submitted_at__isnull=False))

    def unchecked(self) -> Self:
        """Those that staff took down and submitted, as they were scored, and their client has not said to be right."""
        # What was changed since has no result that the client could look at; `updated` is a moment after a submission.
        as_scored = Q(updated__lt=F("submitted_at") + timedelta(seconds=2))
        return self.filter(as_scored, by_staff=True, submitted_at__isnull=False, checked_at=None)


# What the page of a result hangs on although the result stays (`intake.result.page_context.list_marks`).
MARKS = (
    "reference",
    "contact",
    "intake",
    *(f"client__{name}" for name in ("reference", "name", "profile_submitted_at", "invited_on", "stage")),
)
SIBLINGS = """EXISTS (
    SELECT 1 FROM intake_assessment other
    WHERE other.intake_id = intake_assessment.intake_id AND other.client_id IS NULL AND other.id <> intake_assessment.id
)"""


class AssessmentQuerySet(RowsOfClientsQuerySet[Row]):
    """Assessments."""

    def open_to(self, token: UUID | None, clients: models.QuerySet[Any], confirmed: Collection[str] = ()) -> Self:
        """Those of this browser's draft while it is in no file, and those in the file of whoever is signed in.

        `confirmed`: the references of the files whose address this session confirmed with the draft.
        """
        # Once a draft is in a file the cookie alone opens nothing: the browser may be shared.
        held = Q(intake=token, intake__client=None, client=None) if token else Q(pk__in=[])
        if token and confirmed:
            here = Q(client=None) | Q(client__reference__in=confirmed)
            held |= Q(here, intake=token, intake__client__reference__in=confirmed)
        return self.filter(held | Q(client__in=clients))

    def with_kept(self, name: str) -> Self:
        """With `kept_digest` and `kept_packed` of what is kept under a name, None where nothing is, and `has_siblings`.

        The last: whether the draft has other results that are in no file. Of the result itself only `MARKS` are loaded.
        """
        row = models.FilteredRelation("kept", condition=Q(kept__name=name))
        # Put together by hand: each look at a result asks this, and the ORM takes longer than the answer.
        siblings = RawSQL(SIBLINGS, [], models.BooleanField())  # noqa: S611 - no word of anybody's is in it
        found = self.annotate(kept_row=row, has_siblings=siblings)
        found = found.annotate(kept_digest=F("kept_row__digest"), kept_packed=F("kept_row__packed"))
        return found.order_by().select_related("client").only(*MARKS)


class ScenarioQuerySet(models.QuerySet[Row]):
    """Scenarios."""

    def working_copies(self) -> Self:
        """The copies without a name."""
        return self.filter(name="")

    def named(self) -> Self:
        """Those that were given a name."""
        return self.exclude(name="")


class ShareQuerySet(models.QuerySet[Row]):
    """Share links."""

    def open(self, on: date) -> Self:
        """Those that still work on a day."""
        return self.filter(until__gte=on, revoked_at=None)


class StandingQuerySet(RowsOfClientsQuerySet[Row]):
    """Standings."""

    def on(self, day: date | F) -> Self:
        """Standings on that day."""
        return self.filter(since__lte=day, until__gt=day)

    def held(self, stream: str | F, on: date | F) -> Self:
        """Standings in this stream on that day."""
        return self.on(on).filter(stream=stream)

    def reached(self, stream: str | F, cutoff: int | F, on: date | F) -> Self:
        """Standings at or above `cutoff` in this stream on that day."""
        return self.held(stream, on).filter(crs__gte=cutoff)


class DeletionRequestQuerySet(RowsOfClientsQuerySet[Row]):
    """Requests for deletion."""

    def open(self) -> Self:
        """Those that are not answered yet."""
        return self.filter(answered_at=None)

    def overdue(self, now: datetime) -> Self:
        """Those that are not answered although the days for it are over."""
        return self.open().filter(asked_at__lt=now - timedelta(days=settings.DELETION_ANSWER_DAYS))


class MoneyEntryQuerySet(RowsOfClientsQuerySet[Row]):
    """Amounts of money in files."""

    def take_back(self, by: User) -> int:
        """Let them count no longer; one that was taken back before stays as it is. How many there were."""
        return self.filter(taken_back_at=None).update(taken_back_at=timezone.now(), taken_back_by=by)


class InvitationQuerySet(RowsOfClientsQuerySet[Row]):
    """Invitations to apply."""

    def open(self) -> Self:
        """Those of which nothing has become yet; a file has one at most."""
        return self.filter(outcome="open")

    def newest(self) -> Row | None:
        """The one that is open, else the one that ended last; None where there is none."""
        return self.newest_first().first()

    def newest_first(self) -> Self:
        """The one that is open before those that ended, and of these the last first."""
        # Only what has ended has such a moment.
        return self.order_by(F("closed_at").desc(nulls_first=True), "-received_on")

    def map_newest(self, clients: Iterable[int]) -> dict[int, Row]:
        """The newest one of each of these clients, by the client's primary key; without those who have none."""
        newest: dict[int, Row] = {}
        for one in self.filter(client__in=clients).newest_first():
            newest.setdefault(cast("Any", one).client_id, one)
        return newest


class TodoQuerySet(RowsOfClientsQuerySet[Row]):
    """Things to do."""

    def open(self) -> Self:
        """Those that are not done yet."""
        return self.filter(done_at=None)

    def overdue(self, on: date) -> Self:
        """Those whose day has passed."""
        return self.open().filter(due_on__lt=on)

    def due_today(self, on: date) -> Self:
        """Those whose last day it is."""
        return self.open().filter(due_on=on)

    def due_by(self, on: date) -> Self:
        """Those whose day has come or passed."""
        return self.open().filter(due_on__lte=on)

    def later(self, on: date) -> Self:
        """Those whose day is still to come."""
        return self.open().filter(due_on__gt=on)

    def finish(self, by: User | None = None, *, by_client: bool = False) -> int:
        """Note those that are open as done now; by nobody: as no longer needed. How many there were."""
        return self.open().update(done_at=timezone.now(), done_by=by, done_by_client=by_client)

    def dropped(self) -> Self:
        """Those that nobody did, because they were no longer needed."""
        return self.filter(done_at__isnull=False, done_by=None, done_by_client=False)

    def not_dropped(self) -> Self:
        """Those that are to do, and those that somebody did."""
        return self.filter(Q(done_at=None) | Q(done_by__isnull=False) | Q(done_by_client=True))


class RowChangeQuerySet(RowsOfClientsQuerySet[Row]):
    """Changes of rows that a file's history shows."""

    def of_rows(self, model: type[models.Model]) -> Self:
        """Those of the rows of one table."""
        return self.filter(model=model._meta.label_lower)

    def find_first_state(self, model: type[models.Model]) -> Subquery:
        """For an annotation of that table's rows: the fields of each as they first stood; none where never changed."""
        of_row = self.of_rows(model).filter(client=OuterRef("client"), row=OuterRef("pk"))
        return Subquery(of_row.order_by("at", "pk").values("was")[:1])


class BreachQuerySet(models.QuerySet[Row]):
    """Breaches of safeguards."""

    def open(self) -> Self:
        """Those whose risk is not assessed yet, and those with a risk of which nobody was told yet."""
        # Not Quebec's day: which law applies depends on where each person lives (record 0038).
        return self.filter(Q(risk="assessing") | Q(risk="yes") & (Q(reported_on=None) | Q(told_on=None)))

    def settled_before(self, day: date) -> Self:
        """Those found out before that day about which nothing is left to do."""
        settled = Q(risk="no") | Q(risk="yes", reported_on__isnull=False, told_on__isnull=False)
        return self.filter(settled, found_on__lt=day)


class DatedItemQuerySet(RowsOfClientsQuerySet[Row]):
    """Documents with their last valid day."""

    def current(self) -> Self:
        """Those that no later one of the same kind, person and country replaces; of answers, all that were written."""
        same = {name: OuterRef(name) for name in ("client", "kind", "whose", "name")}
        # Of answers all were written on purpose: a test that a later one replaces may still cost points when it ends.
        later = self.model._default_manager.filter(**same, expires_on__gt=OuterRef("expires_on"))
        return self.filter(Q(source="answers") | ~Exists(later))

    def between(self, first: date, last: date) -> Self:
        """Those that end on one of these days."""
        return self.filter(expires_on__gte=first, expires_on__lte=last)

    def expiring(self, on: date, days: int) -> Self:
        """Those that end from a day on within this many days, of real files that are not closed."""
        soon = self.current().between(on, on + timedelta(days=days))
        return soon.filter(client__sample=False).exclude(client__stage="closed")


class OwedQuerySet(RowsOfClientsQuerySet[Row]):
    """Rows of a ledger of messages."""

    def unsent(self) -> Self:
        """Not sent yet."""
        return self.exclude(state="sent")

    def owed(self) -> Self:
        """To be sent: waiting, or in a worker's hands."""
        return self.filter(state__in=("pending", "sending"))

    def wanted(self, address: Any = None) -> Self:
        """Still true; a ledger whose readers may say no looks at that too, and at the address."""
        return self.filter(cast("Any", self.model).is_still_true())

    def claimable(self, now: datetime | Expression) -> Self:
        """Pending and due, or left behind by a worker whose lease ran out."""
        return self.filter(
            # A row that is being sent whose lease ran out: its worker died, and nobody knows whether the message left.
            Q(state="pending", due_at__lte=now) | Q(state="sending", lease_until__lte=now),
        )

    def abandoned(self, now: datetime) -> Self:
        """Claimable, and not in the broker's hands either."""
        return self.claimable(now).filter(Q(lease_until=None) | Q(lease_until__lte=now))

    def refused_to_us(self) -> Self:
        """Waiting for another attempt because a mail server refuses us for good (5xx), and not the reader.

        What it says for good of the address or the message has failed, so what waits with such a reply is about us; a
        full mailbox (5.2.2) is the reader's.
        """
        return self.filter(state="pending", problem__startswith="5").exclude(problem__contains=" 5.2.2")

    def to_retry(self, now: datetime) -> Self:
        """Failed; without what was stopped under a worker's lease that still runs, because nothing must leave twice."""
        return self.filter(state="failed").exclude(lease_until__gt=now)

    def to_send(self) -> Self:
        """With what a letter needs, and nothing more."""
        return self

    def by_state(self) -> dict[str, int]:
        """How many rows are in each state."""
        # Without the model's own order, whose column would be grouped by as well.
        return dict(self.order_by().values_list("state").annotate(models.Count("pk")))


class EventQuerySet(OwedQuerySet[Row]):
    """What other programs are owed."""

    def failed(self, since: datetime) -> Self:
        """Those that were given up, of events since then."""
        return self.filter(state="failed", created__gte=since)
