"""Before anything is sent: who would be told of a draw, and why the others would not."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Value
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from draws.matching import custom_list, matcher
from draws.models import Alert, Draw, LeftOut
from draws.querysets import ClientLedgerQuerySet
from intake.models import Client, Standing
from intake.querysets import ClientQuerySet, StandingQuerySet

NEAR = 10
# In the order in which they are tried: the first that applies is the reason.
REASONS = {
    "not_in_stream": _("Not in this stream on the day"),
    "below_cutoff": _("Below the cut-off"),
    "tie_break": _("At the cut-off, but the profile was submitted after the tie-break"),
    "already_invited": _("Already invited"),
    "no_email": _("No e-mail address: to be told by telephone"),
    "no_consent": _("No consent to draw alerts"),
    "undeliverable": _("Their e-mail address does not work"),
    "other_kinds": _("Does not want to hear of this kind of round"),
    "left_out": _("Left out by staff"),
    "told_in_error": _("In the ledger, and by a correction does not match, or was taken back"),
    "after_publication": _("Matches now, but did not when the draw was published"),
}
NOT_NEW = _("Does not want to hear of new categories that this site has no name for")

Rows = ClientLedgerQuerySet[Alert] | StandingQuerySet[Standing]
# Standings, alerts, or the clients themselves where they have no standing in the stream.
Group = Rows | ClientQuerySet[Client]
# Client id, reference, name, e-mail address, score.
Person = tuple[int, str, str, str, int | None]


@dataclass
class Preview:
    """Who is told of this draw and who is not, as numbers and as people."""

    draw: Draw
    worked_out: bool = False

    def __post_init__(self) -> None:
        """A draw with its own list of occupations: see who has the work, unless that was just done."""
        if not self.worked_out:
            custom_list.bring_up_to_date(self.draw)

    @cached_property
    def told(self) -> Rows:
        """Standings of those who would be told or, once matched, the ledger."""
        return find_alerts(self.draw).filter(in_error=False) if self.draw.matched_at else matcher.find_told(self.draw)

    @cached_property
    def not_told(self) -> dict[str, Group]:
        """Reason -> standings (or clients, for those who have none in the stream)."""
        groups = find_by_reason(self.draw)
        if not self.draw.matched_at:
            return groups
        # A draw is matched once: who qualifies later is listed as such and not told late (record 0011).
        groups["after_publication"] = matcher.find_told(self.draw)
        groups = {reason: exclude_ledger(self.draw, group) for reason, group in groups.items()}
        return groups | {"told_in_error": find_alerts(self.draw).filter(in_error=True)}

    @cached_property
    def near(self) -> StandingQuerySet[Standing]:
        """Of those below the cut-off, the ones within ten points of it."""
        return find_below(self.draw).filter(crs__gte=matcher.get_cutoff(self.draw) - NEAR)

    @cached_property
    def unsure(self) -> Rows:
        """Of the told, those at the cut-off whose time of submission is not known, so that the tie decides."""
        return self.told.filter(crs=matcher.get_cutoff(self.draw), client__profile_submitted_at=None)

    def counts(self) -> dict[str, int]:
        """Reason -> how many clients."""
        return {reason: group.count() for reason, group in self.not_told.items()}


def describe_reasons(draw: Draw) -> dict[str, Any]:
    """The reasons in words."""
    return REASONS if draw.stream else REASONS | {"other_kinds": NOT_NEW}


def find_by_reason(draw: Draw) -> dict[str, Group]:
    """Everybody who is not told, by reason."""
    qualifying = matcher.find_qualifying(draw)
    invited = Q(client__stage__in=matcher.INVITED)
    groups: dict[str, Group] = {
        "not_in_stream": Client.objects.filter(~Exists(matcher.find_held(draw).filter(client=OuterRef("pk")))),
        "below_cutoff": find_below(draw),
        "tie_break": matcher.find_reached(draw).exclude(pk__in=qualifying.values("pk")),
        "already_invited": qualifying.filter(invited),
        "no_email": matcher.find_to_call(draw),
        "no_consent": qualifying.exclude(invited).filter(~Q(client__email=""), client__alerts=False),
        "undeliverable": qualifying.exclude(invited).filter(client__alerts=True).exclude(client__undeliverable=""),
        "other_kinds": qualifying.exclude(invited).filter(
            ~matcher.build_wanted_filter(draw), client__alerts=True, client__undeliverable=""
        ),
    }
    return groups | find_left_out(draw)


def find_left_out(draw: Draw) -> dict[str, Group]:
    """Those who would be told, in whichever way, but for staff; a group only where there are some."""
    if not draw.pk or not LeftOut.objects.about(draw=draw).exists():
        return {}
    told = matcher.find_agreed(draw) | matcher.find_without_email(draw)
    return {"left_out": told.filter(Exists(matcher.find_left_out(draw)))}


def find_alerts(draw: Draw) -> ClientLedgerQuerySet[Alert]:
    """Every alert of the draw."""
    return Alert.objects.filter(draw=draw)


def find_below(draw: Draw) -> StandingQuerySet[Standing]:
    """Standings in the stream under the cut-off."""
    return matcher.find_held(draw).filter(crs__lt=matcher.get_cutoff(draw))


def exclude_ledger(draw: Draw, group: Group) -> Group:
    """A group without the clients who have an alert for the draw."""
    client = "pk" if isinstance(group, ClientQuerySet) else "client_id"
    return group.filter(~Exists(Alert.objects.filter(draw=draw, client=OuterRef(client))))


def list_people(group: Group) -> QuerySet[Any, Person]:
    """The people of a group, best score first: client id, reference, name, e-mail address, score or None."""
    if isinstance(group, ClientQuerySet):
        return group.order_by("reference").values_list("pk", "reference", "name", "email", Value(None, IntegerField()))
    fields = ("client_id", "client__reference", "client__name", "client__email", "crs")
    return group.order_by("-crs", "client__reference").values_list(*fields)


def list_emails(group: Group) -> list[str]:
    """The addresses of a group, in order; of who has none, the reference."""
    return sorted(row[3] or row[1] for row in list_people(group))
