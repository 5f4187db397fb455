"""The real feed over the sample clients: those told are those found by assessing everybody afresh that day."""

from itertools import groupby

import pytest
from django.core.management import call_command
from django.utils import timezone

from draws.matching import matcher
from draws.models import Draw
from intake.clients import importing, standings
from intake.models import Client, Standing
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.profile import decode
from tests.running.environment import ROOT

pytestmark = pytest.mark.django_db
ROUNDS = 100
FEED = ROOT / "draws" / "data" / "ee_rounds_123_en.json"
SAMPLES = ROOT / "intake" / "data" / "sample_clients.jsonl"


@pytest.fixture
def profiles():
    """The sample clients who agreed to alerts and hold no invitation: their profiles by id."""
    lines = enumerate(SAMPLES.read_bytes().splitlines(), start=1)
    list(importing.import_clients(lines, timezone.localdate(), sample=True))
    Standing.objects.all().delete()
    clients = Client.objects.filter(alerts=True).exclude(stage__in=matcher.INVITED)
    return {client.pk: decode(client.facts) for client in clients}


def afresh(draw, profiles):
    """Everybody assessed on the day of the draw, and picked as IRCC picks."""
    return {pk for pk, profile in profiles.items() if picked(draw, profile)}


def picked(draw, profile):
    if profile.date_of_birth > draw.held_on:
        return False
    found = assess(profile, draw.held_on, rulebook())
    if draw.stream not in found.streams or found.crs.total != draw.cutoff:
        return draw.stream in found.streams and found.crs.total > draw.cutoff
    submitted = profile.profile_submitted_at
    return draw.tie_break is None or submitted is None or submitted <= draw.tie_break


def test_the_last_hundred_rounds_tell_who_is_found_afresh(profiles, settings):
    call_command("import_rounds", str(FEED))
    draws = list(Draw.objects.exclude(stream="").order_by("-held_on", "-pk")[:ROUNDS])
    assert len(draws) == ROUNDS
    settings.STANDINGS_DAYS_BACK, settings.STANDINGS_DAYS_AHEAD = 0, 40
    met = 0
    for start, of_month in groupby(
        sorted(draws, key=lambda draw: draw.held_on), key=lambda draw: draw.held_on.replace(day=1)
    ):
        standings.rewrite_standings(list(profiles), start)
        for draw in of_month:
            told = set(matcher.find_told(draw).values_list("client", flat=True))
            assert told == afresh(draw, profiles), str(draw)
            met += len(told)
    assert met > ROUNDS
