"""The report on alerts: how many were sent of each round, and how many of their readers were invited soon after."""

from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from draws.models import Alert, DeliveryState
from intake.models import Invitation
from intake.staff.reports.report_types import YEAR, Report, ReportRow, Scope, Sheet, add

SOON = timedelta(days=30)


def read_alerts(scope: Scope) -> Sheet:
    """The rounds of a year of which alerts were sent, the newest first."""
    # Not `Client.invited_on`, which is empty once an invitation was declined or lapsed, and the newest one's alone.
    soon = {"received_on__gte": OuterRef("draw__held_on"), "received_on__lte": OuterRef("last")}
    invited = Exists(Invitation.objects.filter(client=OuterRef("client"), **soon))
    sent = Alert.objects.visible_to(scope.user).filter(state=DeliveryState.SENT, in_error=False, client__sample=False)
    rounds = sent.filter(draw__held_on__gt=scope.today - YEAR, **scope.of_files).order_by("-draw__held_on", "-draw")
    dated = rounds.annotate(last=F("draw__held_on") + SOON).annotate(was_invited=invited)
    counted = dated.values_list("draw__number").annotate(
        sent=Count("pk"), invited=Count("pk", filter=Q(was_invited=True))
    )
    rows = [ReportRow(number, [sent, invited]) for number, sent, invited in counted]
    within = ngettext_lazy("Invited within {days} day", "Invited within {days} days", SOON.days)
    return Sheet([_("Round"), _("Alerts sent"), format_lazy(within, days=SOON.days)], rows)


ALERTS = Report(
    "alerts",
    _("Alerts and what came of them"),
    format_lazy(
        ngettext_lazy(
            "Rounds of the last {window} days: alerts that were sent and were right, and how many of the clients were "
            "invited to apply on the day of the round or within {days} day of it, as far as their files say.",
            "Rounds of the last {window} days: alerts that were sent and were right, and how many of the clients were "
            "invited to apply on the day of the round or within {days} days of it, as far as their files say.",
            SOON.days,
        ),
        window=YEAR.days,
        days=SOON.days,
    ),
    read_alerts,
)


def register() -> None:
    """Let staff read it beside the others."""
    add(ALERTS)
