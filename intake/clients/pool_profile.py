"""What a client tells of IRCC's pool: that their profile is in it, and that they were invited.

The stage follows, never backwards by itself: a client that the firm has closed
or whose application is in stays where they are.
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


def profile_submitted(client: Client, at: datetime | None) -> None:
    """The profile entered IRCC's pool at that time; None: it is not there, or it is not known when."""
    client.profile_submitted_at, was = at, client.stage
    if at and client.stage in BEFORE_POOL:
        client.stage = Stage.IN_POOL
    keep(client, "profile_submitted_at", was)


def invited(client: Client, on: date | None) -> None:
    """IRCC invited the client on that day; None: it did not, or the invitation was declined or has lapsed."""
    client.invited_on, was = on, client.stage
    if on and client.stage not in OVER:
        client.stage = Stage.INVITED
    elif on is None and client.stage == Stage.INVITED:
        client.stage = Stage.IN_POOL
    keep(client, "invited_on", was)


def keep(client: Client, told: str, was: str) -> None:
    """Keep what was told, the stage, and that the client moved it."""
    with transaction.atomic():
        client.save(update_fields=[told, "stage", "updated"])
        stages.note(client, was)
