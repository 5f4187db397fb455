"""IRCC's invitations of a client: received, corrected, and what became of them.

The one door: it holds `Client.invited_on`, the stage and the steps of the plan together. Clients and staff enter
both; the stage follows as in `pool_profile`.
"""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from intake.clients import changes, invitation_steps, stages
from intake.common.matched_rounds import MatchedRound
from intake.models import Client, Invitation

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Outcome, Stage = Invitation.InvitationOutcome, Client.Stage
OVER = (Stage.SUBMITTED, Stage.CLOSED)


class Came(NamedTuple):
    """What is entered of an invitation: its day, and the round where it is known."""

    on: date
    round: MatchedRound | None = None


class InvitationEnd(NamedTuple):
    """What became of an invitation, and on which day; open: nothing yet, and no day."""

    outcome: str
    on: date | None


def find_current(client: Client) -> Invitation | None:
    """The invitation that a client holds now; None without one."""
    return client.invitations.open().first()


@transaction.atomic
def receive(client: Client, came: Came, by: "User | None" = None) -> Invitation:
    """Keep that IRCC invited the client; of one that is open, correct the day and the round.

    Entered twice it is one, and its steps are there once. A day of which an invitation has ended is that one again.
    """
    locked = lock(client)
    invitation = find_current(locked) or locked.invitations.filter(received_on=came.on).first()
    invitation = invitation or Invitation(client=locked, received_on=came.on, by=by)
    corrected, was = invitation.received_on != came.on, changes.read_row(invitation) if invitation.pk else None
    invitation.received_on = came.on
    set_round(invitation, came.round)
    invitation.set_end(Outcome.OPEN, None, by)
    invitation.save()
    if was:
        changes.keep_change(locked.pk, invitation, was, by)
    # Entered late: an application that is in, or a file that is closed, stays so.
    follow(locked, invitation, locked.stage if locked.stage in OVER else Stage.INVITED, by)
    if corrected:
        invitation_steps.move_days(invitation, by)
    show(client, locked)
    return invitation


@transaction.atomic
def end(client: Client, invitation: Invitation, ended: InvitationEnd, by: "User | None" = None) -> None:
    """Keep what became of the newest invitation; or, where that was a mistake, that it is open still."""
    locked = lock(client)
    invitation_steps.set_ends([invitation], ended.outcome, ended.on, by)
    follow(locked, invitation, choose_stage(locked, ended.outcome), by)
    show(client, locked)


def lock(client: Client) -> Client:
    """The client's row as the database has it, locked until the end of the transaction."""
    return Client.objects.select_for_update().get(pk=client.pk)


def show(client: Client, locked: Client) -> None:
    """Let the caller's object say what the locked one does."""
    client.stage, client.invited_on = locked.stage, locked.invited_on
    client.profile_submitted_at = locked.profile_submitted_at


def set_round(invitation: Invitation, found: MatchedRound | None) -> None:
    """Hold the facts of a round; None: it is not known."""
    invitation.round_number = found.number if found else ""
    invitation.round_stream = found.stream if found else ""
    invitation.round_on, invitation.cutoff = (found.on, found.cutoff) if found else (None, None)


def follow(client: Client, invitation: Invitation, stage: str, by: "User | None") -> None:
    """Let the file's day, stage and tasks follow its newest invitation, and keep the move."""
    was, holds = client.stage, invitation.outcome in (Outcome.OPEN, Outcome.APPLIED)
    before = changes.read_row(client)
    client.invited_on, client.stage = invitation.received_on if holds else None, stage
    if invitation.outcome == Outcome.LAPSED:
        # IRCC takes the profile of somebody who neither applied nor declined out of the pool; declining puts it back.
        client.profile_submitted_at = None
    client.save(update_fields=["invited_on", "stage", "profile_submitted_at", "updated"])
    changes.keep_file_change(client, before, by)
    stages.record_move(client, was, by)
    if invitation.is_open and stage == was == Stage.INVITED:
        # A move lays it by itself; here the stage was set before anybody knew the day.
        invitation_steps.lay_plan(invitation, client)
    elif not invitation.is_open:
        invitation.steps.finish()


def choose_stage(client: Client, outcome: str) -> str:
    """The stage that follows from what became of the invitation; a closed file stays closed."""
    if client.stage == Stage.CLOSED:
        return client.stage
    if outcome in (Outcome.OPEN, Outcome.APPLIED):
        return Stage.INVITED if outcome == Outcome.OPEN else Stage.SUBMITTED
    if client.stage not in (Stage.INVITED, Stage.SUBMITTED):
        return client.stage
    if outcome == Outcome.DECLINED:
        return Stage.IN_POOL
    # Lapsed: IRCC took the profile out of the pool, so the file is not in it again.
    return Stage.RETAINED if client.retained_on else Stage.CONTACTED
