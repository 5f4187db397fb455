"""What can't be entered of an invitation, in words for the client and for staff."""

from typing import Any

from django.utils.translation import gettext as _

from intake.clients.invitation_steps import has_rules
from intake.clients.invitations import Came, InvitationEnd
from intake.expiry.time_to_apply import get_last_day_after
from intake.models import Client, Invitation
from scoring.dates import format_date

Outcome = Invitation.InvitationOutcome


def find_problem(client: Client, current: Invitation | None, came: Came) -> Any:
    """Why an invitation can't have come so; None where it can. `current`: the open one, which this would correct."""
    if not has_rules(came.on):
        return _("Enter a later day: of invitations of that time we know no rules")
    if came.round and came.on < came.round.on:
        return _("Enter a day that is not before the round of %(day)s") % {"day": format_date(came.round.on)}
    others = client.invitations.exclude(pk=current.pk) if current else client.invitations.none()
    if others.filter(received_on=came.on).exists():
        return _("Another invitation of this day is in the file")
    return None


def find_problem_of_end(invitation: Invitation, ended: InvitationEnd) -> Any:
    """Why an invitation can't have ended so; None where it can."""
    if ended.outcome == Outcome.OPEN:
        return None
    if ended.on is None:
        return _("Enter the day")
    if ended.on < invitation.received_on:
        return _("Enter a day that is not before the invitation of %(day)s") % {
            "day": format_date(invitation.received_on)
        }
    last = get_last_day_after(invitation.received_on)
    if ended.outcome == Outcome.LAPSED and ended.on <= last:
        return _("Enter a day after %(day)s, the last day to apply: until then an invitation does not lapse") % {
            "day": format_date(last)
        }
    return None
