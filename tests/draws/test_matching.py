"""Who matches: every edge spelled out, and the preview never disagrees with the ledger."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from draws.matching.matcher import fill_ledger, match
from draws.matching.preview import Preview, list_emails
from draws.models import Alert
from intake.models import Client, Standing
from tests.draws.factories import ClientFactory, DrawFactory, PublishedDrawFactory, StandingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]
TIE = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def ledger(draw):
    """Those in the ledger after matching, and why."""
    fill_ledger(draw, timezone.now())
    return dict(Alert.objects.filter(draw=draw).values_list("client__email", "basis"))


def reason(draw, client):
    """Where the preview puts a client."""
    preview = Preview(draw)
    groups = {"told": preview.told, **preview.not_told}
    (found,) = [name for name, group in groups.items() if client.email in list_emails(group)]
    return found


@pytest.mark.parametrize(
    ("crs", "tie_break", "submitted", "basis"),
    [
        pytest.param(471, None, None, "above", id="one above, no tie-break"),
        pytest.param(470, None, None, "at_cutoff", id="at the cut-off, no tie-break, time unknown"),
        pytest.param(470, None, TIE, "at_cutoff", id="at the cut-off, no tie-break"),
        pytest.param(469, None, None, None, id="one below"),
        pytest.param(471, TIE, TIE + SECOND, "above", id="one above, submitted after"),
        pytest.param(470, TIE, TIE - SECOND, "tie_met", id="at the cut-off, submitted a second before"),
        pytest.param(470, TIE, TIE, "tie_met", id="at the cut-off, submitted at that very second"),
        pytest.param(470, TIE, TIE + SECOND, None, id="at the cut-off, submitted a second after"),
        pytest.param(470, TIE, None, "tie_unknown", id="at the cut-off, time unknown"),
        pytest.param(469, TIE, TIE - SECOND, None, id="one below, submitted before"),
    ],
)
def test_score_and_tie_break_decide(crs, tie_break, submitted, basis):
    client = ClientFactory(standing=crs, profile_submitted_at=submitted)
    other = ClientFactory(standing=600)
    draw = DrawFactory(cutoff=470, tie_break=tie_break)
    expected = {other.email: "above"} | ({client.email: basis} if basis else {})
    assert ledger(draw) == expected


@pytest.mark.parametrize(
    ("days", "told"),
    [
        pytest.param(0, True, id="the day the standing begins"),
        pytest.param(-1, False, id="the day before it begins"),
        pytest.param(9, True, id="the last day before it ends"),
        pytest.param(10, False, id="the day it ends"),
    ],
)
def test_the_day_of_the_round_decides_not_the_day_of_matching(days, told):
    since = timezone.localdate() - timedelta(days=30)
    client = ClientFactory()
    StandingFactory(client=client, crs=480, since=since, until=since + timedelta(days=10))
    StandingFactory(client=client, crs=460, since=since + timedelta(days=10))
    assert (client.email in ledger(DrawFactory(held_on=since + timedelta(days=days)))) is told


def test_the_score_is_that_of_the_day():
    today = timezone.localdate()
    client = ClientFactory()
    StandingFactory(client=client, crs=485, until=today)
    StandingFactory(client=client, crs=475, since=today)
    ledger(DrawFactory(held_on=today - timedelta(days=1)))
    assert Alert.objects.get().crs == 485


def test_another_stream_does_not_match():
    client = ClientFactory(standing=600, standing__stream="french")
    draw = DrawFactory(stream="cec")
    assert ledger(draw) == {}
    assert reason(draw, client) == "not_in_stream"


def test_without_consent_nobody_is_told():
    client = ClientFactory(standing=600, alerts=False)
    draw = DrawFactory()
    assert ledger(draw) == {}
    assert reason(draw, client) == "no_consent"


def test_an_address_that_does_not_work_is_not_told():
    client = ClientFactory(standing=600, undeliverable="550 no such user")
    draw = DrawFactory()
    assert ledger(draw) == {}
    assert reason(draw, client) == "undeliverable"


@pytest.mark.parametrize(
    ("submitted", "in_pool"),
    [
        pytest.param(None, "unknown", id="time not known"),
        pytest.param("2026-05-05T03:59:59Z", "yes", id="the last second of the day of the round, in Ottawa"),
        pytest.param("2026-05-05T04:00:00Z", "later", id="the day after the round"),
        pytest.param("2025-05-04T04:00:00Z", "yes", id="a year before, to the day"),
        pytest.param("2025-05-04T03:59:59Z", "lapsed", id="longer than a year before"),
    ],
)
def test_a_profile_outside_the_pool_is_told_in_other_words_and_not_left_out(submitted, in_pool):
    since = date(2026, 5, 1)
    client = ClientFactory(profile_submitted_at=submitted and datetime.fromisoformat(submitted))
    StandingFactory(client=client, crs=480, since=since)
    ledger(DrawFactory(held_on=date(2026, 5, 4)))
    assert Alert.objects.get().in_pool == in_pool


@pytest.mark.parametrize("stage", [Client.Stage.INVITED, Client.Stage.SUBMITTED])
def test_who_is_invited_already_is_not_told(stage):
    client = ClientFactory(standing=600, stage=stage)
    draw = DrawFactory()
    assert ledger(draw) == {}
    assert reason(draw, client) == "already_invited"


def test_filling_twice_adds_nobody():
    ClientFactory(standing=600)
    draw = PublishedDrawFactory(matched_at=None)
    assert [fill_ledger(draw, timezone.now()), fill_ledger(draw, timezone.now())] == [1, 0]


def test_a_draw_is_matched_once():
    draw = PublishedDrawFactory(matched_at=None)
    ClientFactory(standing=600)
    assert [match(draw.pk), match(draw.pk)] == [True, False]
    ClientFactory(standing=600)
    assert not match(draw.pk)
    assert Alert.objects.count() == 1


def test_a_draft_is_never_matched():
    ClientFactory(standing=600)
    assert not match(DrawFactory().pk)
    assert Alert.objects.count() == 0


def test_matching_is_one_statement(django_assert_num_queries):
    ClientFactory.create_batch(3, standing=600)
    draw = DrawFactory()
    planner = 1 if connection.vendor == "postgresql" else 0  # how it is to look the clients up
    with django_assert_num_queries(1 + planner):
        assert fill_ledger(draw, timezone.now()) == 3


def everybody(tie_break):
    """Clients of every kind around the cut-off 470."""
    for crs in (300, 459, 460, 469, 470, 471, 600):
        for alerts in (True, False):
            for stage in (Client.Stage.NEW, Client.Stage.INVITED):
                for submitted in (None, TIE - SECOND, TIE, TIE + SECOND):
                    ClientFactory(standing=crs, alerts=alerts, stage=stage, profile_submitted_at=submitted)
    ClientFactory(standing=600, standing__stream="pnp")
    ClientFactory(standing=600, undeliverable="550 no such user")
    ClientFactory()
    return DrawFactory(cutoff=470, tie_break=tie_break)


@pytest.mark.parametrize("tie_break", [None, TIE])
def test_the_preview_is_what_the_ledger_becomes(tie_break):
    draw = everybody(tie_break)
    preview = list_emails(Preview(draw).told)
    assert preview == sorted(ledger(draw))
    assert len(preview) == (12 if tie_break is None else 11)


@pytest.mark.parametrize("matched", [False, True])
@pytest.mark.parametrize("tie_break", [None, TIE])
def test_everybody_is_in_exactly_one_place(tie_break, matched):
    draw = everybody(tie_break)
    if matched:
        draw.status = "published"
        draw.save()
        match(draw.pk)
        draw.refresh_from_db()
    preview = Preview(draw)
    placed = list_emails(preview.told) + [email for group in preview.not_told.values() for email in list_emails(group)]
    assert sorted(placed) == sorted(Client.objects.values_list("email", flat=True))


def test_within_ten_points_below():
    scores = {460: True, 459: False, 469: True, 470: False}
    clients = {ClientFactory(standing=crs).email: near for crs, near in scores.items()}
    assert list_emails(Preview(DrawFactory(cutoff=470)).near) == sorted(
        email for email, near in clients.items() if near
    )


def test_who_matches_only_since_publication_is_named():
    draw = PublishedDrawFactory(matched_at=None)
    match(draw.pk)
    draw.refresh_from_db()
    late = ClientFactory(standing=600)
    assert reason(draw, late) == "after_publication"


def test_who_was_told_stays_told_when_their_standing_goes():
    told = ClientFactory(standing=600)
    draw = PublishedDrawFactory(matched_at=None)
    match(draw.pk)
    Standing.objects.all().delete()
    draw.refresh_from_db()
    assert reason(draw, told) == "told"


@pytest.mark.parametrize(
    ("chosen_only", "streams", "place"),
    [
        pytest.param(False, [], "told", id="all kinds"),
        pytest.param(True, ["cec", "french"], "told", id="this kind among others"),
        pytest.param(True, ["french"], "other_kinds", id="other kinds only"),
        pytest.param(False, ["french"], "told", id="all kinds again, an old choice kept"),
    ],
)
def test_a_client_is_told_of_the_kinds_of_round_they_chose(chosen_only, streams, place):
    draw, client = DrawFactory(), ClientFactory(standing=480, chosen_only=chosen_only)
    for stream in streams:
        client.chosen_streams.create(stream=stream)
    assert reason(draw, client) == place
    assert (client.email in ledger(draw)) == (place == "told")
