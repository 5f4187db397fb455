"""In the pool, invited: the stage follows what the client tells."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from intake.clients import invitations, pool_profile
from intake.clients.invitations import Came, InvitationEnd
from intake.models import Client
from scoring.apps import rulebook
from scoring.invitation import lapses, last_day
from tests.scoring.making import celpip, make_profile

pytestmark = pytest.mark.django_db
Stage = Client.Stage
INVITED_ON = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("before", "after"),
    [(Stage.NEW, Stage.IN_POOL), (Stage.RETAINED, Stage.IN_POOL), (Stage.INVITED, Stage.INVITED)],
)
def test_a_profile_in_the_pool_moves_the_stage_forward_only(before, after):
    client = Client.objects.create(email="a@example.org", stage=before)
    pool_profile.record_submission(client, timezone.now())
    assert Client.objects.get().stage == after


@pytest.mark.parametrize(
    ("before", "after"),
    [(Stage.IN_POOL, Stage.INVITED), (Stage.NEW, Stage.INVITED), (Stage.SUBMITTED, Stage.SUBMITTED)],
)
def test_an_invitation_moves_the_stage_unless_the_application_is_in(before, after):
    client = Client.objects.create(email="a@example.org", stage=before)
    invitations.receive(client, Came(INVITED_ON))
    client.refresh_from_db()
    assert (client.stage, client.invited_on) == (after, INVITED_ON)


def test_an_invitation_that_was_declined_leads_to_the_pool_again():
    client = Client.objects.create(email="a@example.org", stage=Stage.IN_POOL)
    held = invitations.receive(client, Came(INVITED_ON))
    invitations.end(client, held, InvitationEnd("declined", INVITED_ON))
    client.refresh_from_db()
    assert (client.stage, client.invited_on) == (Stage.IN_POOL, None)


def test_an_application_is_due_sixty_days_after_the_invitation():
    assert last_day(date(2026, 11, 20), rulebook().on(INVITED_ON)) == date(2027, 1, 19)


@pytest.mark.parametrize(
    ("ends", "found"),
    [
        pytest.param(date(2027, 1, 19), 1, id="on the last day it counts no more"),
        pytest.param(date(2027, 1, 20), 0, id="it still counts on the last day"),
        pytest.param(INVITED_ON, 0, id="it had ended before"),
    ],
)
def test_a_test_that_lapses_inside_the_sixty_days_is_found(ends, found):
    profile = make_profile(language_tests=[celpip(9, taken_on=ends.replace(year=ends.year - 2).isoformat())])
    rules = rulebook().on(INVITED_ON)
    assert len(list(lapses(profile, INVITED_ON, INVITED_ON + timedelta(days=60), rules))) == found
