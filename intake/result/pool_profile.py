"""The profile in IRCC's pool, as a result knows of it: by the answers, and by what was told in the file."""

from datetime import date
from typing import Any

from django.utils import timezone

from intake.models import Client
from scoring.assess import ProfileAssessment
from scoring.pool import find_last_day_in_pool

Stage = Client.Stage
# The stages of a file at which a profile has led to an invitation, so that its end no longer matters.
INVITED = frozenset({Stage.INVITED, Stage.SUBMITTED})


def get_told_of_pool(client: Client | None) -> tuple[Any, Any, str]:
    """What a file says of IRCC's pool: since when the profile is in it, the day of an invitation, and the stage."""
    return (client.profile_submitted_at, client.invited_on, client.stage) if client else (None, None, "")


def find_submission_day(now: ProfileAssessment, client: Client | None) -> date | None:
    """The day of a profile that may still lead to an invitation, as told in the file or else as stated."""
    told_at, invited_on, stage = get_told_of_pool(client)
    at = told_at or now.profile.profile_submitted_at
    return None if at is None or invited_on or stage in INVITED else timezone.localdate(at)


def is_in_pool(now: ProfileAssessment, client: Client | None) -> bool:
    """A profile is with IRCC, or was until an invitation, by the answers or by what was told in the file."""
    submitted_on = find_submission_day(now, client)
    if submitted_on:
        return now.on <= find_last_day_in_pool(submitted_on, now.rules)
    _at, invited_on, stage = get_told_of_pool(client)
    return bool(invited_on) or stage in {*INVITED, Stage.IN_POOL}
