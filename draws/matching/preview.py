"""Before anything is sent: who would be told of a draw, and why the others would not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from draws.matching import custom_list, matcher
from draws.models import Alert, Draw, LeftOut
from draws.querysets import ClientLedgerQuerySet
from intake.models import Client, Standing
from intake.querysets import ClientQuerySet, StandingQuerySet

# So many points below the cut-off is near it.
NEAR = 10
# In the order in which they are tried: the first that applies is the reason.
REASONS = {
    "not_in_stream": _("Not in this stream on the day"),
    "below_cutoff": _("Below the cut-off"),
    "tie_break": _("At the cut-off, but the profile was submitted after the tie-break"),
    "already_invited": _("Already invited"),
    "no_email": _("No e-mail address: to be told by telephone"),
    "no_consent": _("No consent to alerts about rounds"),
    "undeliverable": _("Their e-mail address does not work"),
    "other_kinds": _("Does not want to hear of this kind of round"),
    "left_out": _("Left out by staff"),
    "told_in_error": _("In the ledger, and by a correction does not match, or was taken back"),
    "after_publication": _("Matches now, but did not when the round was published"),
}
NOT_NEW = _("Does not want to hear of new categories that this site has no name for")

# Standings, alerts, or the clients themselves where they have no standing in the stream.
Rows = ClientLedgerQuerySet[Alert] | StandingQuerySet[Standing] | ClientQuerySet[Client]
# Client id, reference, name, e-mail address, score.
Person = tuple[int, str, str, str, int | None]


class CountedGroup(NamedTuple):
    """A group of people: a base queryset and a condition. Groups with the same base are counted in one query."""

    rows: Rows
    holds: Q = Q()

    @property
    def people(self) -> Rows:
        """The rows of the group."""
        return self.rows.filter(self.holds)


@dataclass
class Preview:
    """Who is told of this draw and who is not, as numbers and as people; `user`: of the files that they may know of."""

    draw: Draw
    worked_out: bool = False
    user: User | AnonymousUser | None = None

    def __post_init__(self) -> None:
        """A draw with its own list of occupations: see who has the work, unless that was just done."""
        if not self.worked_out:
            custom_list.bring_up_to_date(self.draw)

    def open_to_user(self, rows: Rows) -> Rows:
        """Those of the files that the reader may know of; all where nobody is named."""
        return rows.visible_to(self.user) if self.user else rows

    @cached_property
    def held(self) -> Rows:
        """Standings on the day among those that the round selected from."""
        return self.open_to_user(matcher.find_eligible(self.draw))

    @cached_property
    def below(self) -> Rows:
        """Those under the cut-off, whose files nobody has to look at."""
        return self.held.filter(is_below(self.draw))

    @cached_property
    def reached(self) -> Rows:
        """Those at or above the cut-off, whatever the tie-break."""
        return self.held.filter(matcher.reaches(self.draw))

    @cached_property
    def ledger(self) -> Rows:
        """Every alert of the draw."""
        return self.open_to_user(Alert.objects.filter(draw=self.draw))

    @cached_property
    def told_group(self) -> CountedGroup:
        """Standings of those who would be told or, once matched, the ledger."""
        # Once matched, the ledger says who is told, whatever clients have changed in their answers since (record 0011).
        if self.draw.matched_at:
            return CountedGroup(self.ledger, Q(in_error=False))
        return CountedGroup(self.reached, matcher.is_told(self.draw))

    @cached_property
    def reasons(self) -> dict[str, CountedGroup]:
        """Reason -> everybody who is not told for it."""
        held = matcher.find_eligible(self.draw).filter(client=OuterRef("pk"))
        # Among the rows and not as what holds of them: PostgreSQL joins both sides once, and counted as a case it would
        # look for the standing of each file by itself (record 0208).
        groups = {"not_in_stream": CountedGroup(self.open_to_user(Client.objects.filter(~Exists(held))))}
        groups["below_cutoff"] = CountedGroup(self.below)
        groups |= {reason: CountedGroup(self.reached, holds) for reason, holds in build_reasons(self.draw).items()}
        if not self.draw.matched_at:
            return groups
        groups["after_publication"] = CountedGroup(self.reached, matcher.is_told(self.draw))
        groups = {reason: exclude_ledger(self.draw, group) for reason, group in groups.items()}
        return groups | {"told_in_error": CountedGroup(self.ledger, Q(in_error=True))}

    @cached_property
    def near_group(self) -> CountedGroup:
        """Of those below the cut-off, the ones near it."""
        return CountedGroup(self.below, Q(crs__gte=matcher.get_cutoff(self.draw) - NEAR))

    @cached_property
    def unsure_group(self) -> CountedGroup:
        """Of the told, those at the cut-off whose time of submission is not known, so that the tie decides."""
        at_cutoff = Q(crs=matcher.get_cutoff(self.draw), client__profile_submitted_at=None)
        return self.told_group._replace(holds=self.told_group.holds & at_cutoff)

    @property
    def told(self) -> Rows:
        """Standings of those who would be told or, once matched, the ledger."""
        return self.told_group.people

    @property
    def not_told(self) -> dict[str, Rows]:
        """Reason -> standings (or clients, for those who have none in the stream)."""
        return {reason: group.people for reason, group in self.reasons.items()}

    @property
    def near(self) -> Rows:
        """Of those below the cut-off, the ones near it."""
        return self.near_group.people

    def counts(self) -> dict[str, int]:
        """Reason -> how many clients."""
        return count_groups(self.reasons)


def count_groups(groups: Mapping[str, CountedGroup]) -> dict[str, int]:
    """How many people are in each group: one statement, which looks once at the rows that several groups share."""
    # By identity: which rows a queryset stands for can't be compared without asking the database.
    shared: dict[int, list[str]] = {}
    for code, group in groups.items():
        shared.setdefault(id(group.rows), []).append(code)
    parts = [*shared.values()]
    width = max(map(len, parts))
    lines = [build_counts(place, [groups[code] for code in codes], width) for place, codes in enumerate(parts)]
    counted: dict[str, int] = {}
    for place, *numbers in lines[0].union(*lines[1:], all=True):
        counted |= zip(parts[place], numbers, strict=False)
    return {code: counted[code] for code in groups}


def build_counts(place: int, groups: Sequence[CountedGroup], width: int) -> QuerySet[Any, tuple[int, ...]]:
    """One row of a union: its place, how many of the same rows are in each group, and noughts up to the width."""
    counts = [*(build_count(group.holds) for group in groups), *[Value(0)] * (width - len(groups))]
    columns: dict[str, Any] = {f"count_{number}": count for number, count in enumerate(counts)}
    # By a value and no column, so that there is a row also where there is nobody.
    rows = groups[0].rows.order_by().annotate(place=Value(place)).values("place")
    return rows.annotate(**columns).values_list("place", *columns)


def build_count(holds: Q) -> Count:
    """The rows for which a condition holds."""
    # A Case and no filter: a condition that nothing meets would leave the whole statement without an answer. And no
    # column, so that the rows of a score need not be read beside its index.
    return Count(Case(When(holds, then=Value(1)))) if holds else Count("*")


def describe_reasons(draw: Draw) -> dict[str, Any]:
    """The reasons in words."""
    return REASONS if draw.stream else REASONS | {"other_kinds": NOT_NEW}


def build_reasons(draw: Draw) -> dict[str, Q]:
    """Reason -> the condition on a standing at or above the cut-off under which its client is not told."""
    free = matcher.qualifies(draw) & ~matcher.IS_INVITED
    agreed, reachable = Q(client__alerts=True), Q(client__undeliverable="")
    found = {
        "tie_break": matcher.reaches(draw) & ~matcher.qualifies(draw) if draw.tie_break else Q(pk__in=[]),
        "already_invited": matcher.qualifies(draw) & matcher.IS_INVITED,
        "no_email": matcher.is_to_call(draw),
        "no_consent": free & ~Q(client__email="") & ~agreed,
        "undeliverable": free & agreed & ~reachable,
        "other_kinds": free & agreed & reachable & ~Q(matcher.build_wanted_filter(draw)),
    }
    return found | build_left_out(draw)


def build_left_out(draw: Draw) -> dict[str, Q]:
    """Those who would be told, in whichever way, but for staff; a group only where there are some."""
    if not draw.pk or not LeftOut.objects.about(draw=draw).exists():
        return {}
    told = matcher.is_agreed(draw) | matcher.is_without_email(draw)
    return {"left_out": told & matcher.is_left_out(draw)}


def is_below(draw: Draw) -> Q:
    """A standing under the cut-off."""
    return Q(crs__lt=matcher.get_cutoff(draw))


def exclude_ledger(draw: Draw, group: CountedGroup) -> CountedGroup:
    """A group without the clients who have an alert for the draw."""
    alerts = Exists(Alert.objects.filter(draw=draw, client=OuterRef(name_client(group.rows))))
    if isinstance(group.rows, ClientQuerySet):
        return group._replace(rows=group.rows.filter(~alerts))
    return group._replace(holds=group.holds & ~Q(alerts))


def name_client(rows: Rows) -> str:
    """The column of these rows that is a client's primary key."""
    return "pk" if isinstance(rows, ClientQuerySet) else "client_id"


def list_people(group: Rows) -> QuerySet[Any, Person]:
    """The people of a group, best score first: client id, reference, name, e-mail address, score or None."""
    if isinstance(group, ClientQuerySet):
        return group.order_by("reference").values_list("pk", "reference", "name", "email", Value(None, IntegerField()))
    fields = ("client_id", "client__reference", "client__name", "client__email", "crs")
    return group.order_by("-crs", "client__reference").values_list(*fields)


def list_emails(group: Rows) -> list[str]:
    """The addresses of a group, in order; where there is none, the reference."""
    return sorted(row[3] or row[1] for row in list_people(group))
