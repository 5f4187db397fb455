"""What a client tells us of IRCC's pool: that their profile is in it. Invitations are in `invitations`.

The stage follows, but never goes back by itself: a client whose file is closed, or whose application is in, stays
where they are.
"""

from datetime import datetime

from django.db import transaction

from intake.clients import changes, stages
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


def record_submission(client: Client, at: datetime | None) -> None:
    """Save when the profile entered IRCC's pool; None: it is not there, or the time is not known."""
    with transaction.atomic():
        before, was = changes.read_file(client), client.stage
        client.profile_submitted_at = at
        # Clients move their own files: what IRCC did is no question of our agreements (record 0034).
        if at and client.stage in BEFORE_POOL:
            client.stage = Stage.IN_POOL
        client.save(update_fields=["profile_submitted_at", "stage", "updated"])
        # The client said so, and made the move.
        changes.keep_file_change(client, before)
        stages.record_move(client, was)
