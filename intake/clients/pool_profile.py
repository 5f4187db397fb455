"""What a client tells us of IRCC's pool: that their profile is in it, and that they were invited.

The stage follows, but never goes back by itself: a client whose file is closed, or whose application is in, stays
where they are.
"""

from datetime import date, datetime

from django.db import transaction

from intake.clients import stages
from intake.models import Client

Stage = Client.Stage
BEFORE_POOL = (
    Stage.NEW,
    Stage.CONTACTED,
    Stage.BOOKED,
    Stage.CONSULTED,
    Stage.AGREEMENT_SENT,
    Stage.RETAINED,
)
OVER = (Stage.SUBMITTED, Stage.CLOSED)


def record_submission(client: Client, at: datetime | None) -> None:
    """Save when the profile entered IRCC's pool; None: it is not there, or the time is not known."""
    client.profile_submitted_at, was = at, client.stage
    # Clients move their own files: what IRCC did is no question of our agreements (record 0034).
    if at and client.stage in BEFORE_POOL:
        client.stage = Stage.IN_POOL
    save_move(client, "profile_submitted_at", was)


def record_invitation(client: Client, on: date | None) -> None:
    """Save the day on which IRCC invited the client; None: not invited, or it was declined or has lapsed."""
    client.invited_on, was = on, client.stage
    if on and client.stage not in OVER:
        client.stage = Stage.INVITED
    elif on is None and client.stage == Stage.INVITED:
        client.stage = Stage.IN_POOL
    save_move(client, "invited_on", was)


def save_move(client: Client, told: str, was: str) -> None:
    """Save the changed field and the stage, and record that the client made the move."""
    with transaction.atomic():
        client.save(update_fields=[told, "stage", "updated"])
        stages.record_move(client, was)
