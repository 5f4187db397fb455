"""Standings say the same as the rules on every day."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from intake.clients import standings
from intake.clients.standings import join_periods, rewrite_standings, write_standings
from intake.management.commands import restand
from intake.models import Client, Standing
from intake.questionnaire.answers_to_profile import build_facts
from intake.tasks import extend_standings, extend_standings_of, list_batches
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.profile import decode
from scoring.timeline import Period
from tests.intake.answers import COUPLE, SINGLE, TODAY, flow

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]


def client(answers=SINGLE, email="a@example.org"):
    return Client.objects.create(email=email, facts=build_facts(flow(answers).cleaned))


@pytest.mark.parametrize("answers", [SINGLE, COUPLE], ids=["single", "couple"])
def test_on_every_day_a_client_stands_where_the_rules_put_them(answers):
    person = client(answers)
    write_standings(person, TODAY)
    profile = decode(person.facts)
    for days in range(-settings.STANDINGS_DAYS_BACK, settings.STANDINGS_DAYS_AHEAD, 23):
        on = TODAY + timedelta(days=days)
        found = assess(profile, on, rulebook())
        held = dict(person.standings.on(on).values_list("stream", "crs"))
        assert held == dict.fromkeys(found.streams, found.crs.total)


def test_a_score_that_goes_on_is_one_row_and_one_that_changes_two():
    a, b, c, d = (TODAY + timedelta(days=n) for n in range(4))
    periods = [Period(a, b, 500, ("general", "cec")), Period(b, c, 500, ("general",)), Period(c, d, 490, ("general",))]
    rows = sorted(join_periods(periods))
    assert rows == [("cec", 500, a, b), ("general", 490, c, d), ("general", 500, a, c)]


def test_writing_again_writes_only_what_differs():
    person = client()
    first = write_standings(person, TODAY)
    kept = set(person.standings.values_list("pk", flat=True))
    assert write_standings(person, TODAY) == 0
    assert set(person.standings.values_list("pk", flat=True)) == kept
    assert len(kept) == first


def test_a_client_without_facts_has_no_standings():
    assert write_standings(Client.objects.create(email="a@example.org"), TODAY) == 0


def test_facts_that_cannot_be_read_leave_the_others_and_the_old_standings(caplog):
    good, bad = client(), client(email="b@example.org")
    standings.rewrite_standings([good.pk, bad.pk], TODAY)
    before = bad.standings.count()
    Client.objects.filter(pk=bad.pk).update(facts={"nonsense": 1})
    standings.rewrite_standings([good.pk, bad.pk], TODAY + timedelta(days=1))
    assert bad.standings.count() == before
    good.refresh_from_db()
    bad.refresh_from_db()
    assert good.stood_until == standings.find_horizon(TODAY + timedelta(days=1))
    assert bad.stood_until is None, "still due"
    assert "b@example.org" not in caplog.text


def test_a_client_whose_facts_change_meanwhile_is_left_to_whoever_changed_them(monkeypatch):
    person = client()
    real = standings.timeline

    def changing(*args):
        Client.objects.filter(pk=person.pk).update(facts=person.facts | {"sibling_in_canada": True})
        return real(*args)

    monkeypatch.setattr(standings, "timeline", changing)
    standings.rewrite_standings([person.pk], TODAY)
    assert Standing.objects.count() == 0


def test_a_baby_has_standings_from_birth_on():
    born = date(2026, 11, 1)
    baby = client()
    # No question takes so late a birth, but a list of the firm's may have it; a nomination needs no age.
    Client.objects.filter(pk=baby.pk).update(
        facts=baby.facts | {"date_of_birth": born.isoformat(), "provincial_nomination": True}
    )
    baby.refresh_from_db()
    write_standings(baby, TODAY)
    assert standings.find_first_day(TODAY) < born
    assert min(baby.standings.values_list("since", flat=True)) == born


@pytest.mark.parametrize("how_many", [1, 3])
def test_standings_of_many_take_as_many_queries_as_of_one(how_many, django_assert_num_queries):
    ids = [client(email=f"{n}@example.org").pk for n in range(how_many)]
    standings.rewrite_standings(ids, TODAY)
    # A savepoint and its end, the facts, the lock, the rows, the client; with other scores also what goes and comes.
    with django_assert_num_queries(6):
        standings.rewrite_standings(ids, TODAY)
    for person in Client.objects.all():
        Client.objects.filter(pk=person.pk).update(facts=person.facts | {"provincial_nomination": True})
    with django_assert_num_queries(8):
        standings.rewrite_standings(ids, TODAY)


def test_the_horizon_is_pushed_for_everybody_in_batches(broker, django_capture_on_commit_callbacks):
    for n in range(3):
        client(email=f"{n}@example.org")
    Client.objects.create(email="empty@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        extend_standings()
    assert broker.queued() == 1
    (ids,) = list_batches(Client.objects.with_facts())
    extend_standings_of(ids)
    extend_standings_of(ids)
    assert set(Client.objects.standing_short_of(date.max).values_list("email", "stood_until")) == {
        *((f"{n}@example.org", standings.find_horizon(timezone.localdate())) for n in range(3)),
        ("empty@example.org", None),
    }


def test_the_command_that_waits_asks_about_the_first_clients_alone(django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(restand, "LOOKED_AT", 3)
    ids = [client(email=f"c{n}@example.org").pk for n in range(5)]
    began = timezone.now()
    rewrite_standings([ids[0], ids[2], ids[4]], TODAY)
    with django_assert_num_queries(1):
        assert restand.find_waiting(ids, began) == [ids[1], ids[3], ids[4]]
    assert restand.find_waiting([ids[1], ids[3], ids[4]], began) == [ids[1], ids[3]]
