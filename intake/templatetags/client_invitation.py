"""The invitation of a client, folded, on the page of the file."""

from typing import Any

from django import template
from django.db.models import Count, Q
from django.utils import timezone

from intake.clients.invitations import find_current
from intake.expiry.time_to_apply import get_last_day_after
from intake.invitation.rounds import name_round_of
from intake.models import Client

register = template.Library()


@register.inclusion_tag("admin/intake/client/invitation_panel.html")
def file_invitation(client: Client) -> dict[str, Any]:
    """The round, the day, the days left and how many steps are done; nothing for a client who holds no invitation."""
    # No query for a client who was never invited: the page is opened all day.
    if client.invited_on is None:
        return {}
    held = find_current(client)
    if held is None:
        return {}
    # What nobody did because it was no longer needed is no step of the plan.
    done = Count("pk", filter=Q(done_at__isnull=False))
    counted = held.steps.not_dropped().aggregate(steps=Count("pk"), done=done)
    last = get_last_day_after(held.received_on)
    left = (last - timezone.localdate()).days
    return {
        "client": client,
        "held": held,
        "round": name_round_of(held),
        "last_day": last,
        "days_left": left,
        **counted,
    }
