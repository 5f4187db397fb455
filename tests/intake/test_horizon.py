"""The daily push: what it leaves is what a full rewrite of the day would write, and it writes no more than it must."""

from datetime import date, timedelta
from random import Random

import pytest
from msgspec import to_builtins

from intake.clients import standings
from intake.clients.samples import NOCS
from intake.clients.samples import make_profile as make_random
from intake.clients.standings import extend_standings, find_outlook, rewrite_standings
from intake.models import Client, Standing
from scoring.apps import rulebook_of_files, scoring_config
from scoring.profile import decode
from tests.scoring.making import celpip, job, make_profile

pytestmark = pytest.mark.django_db

# An edition comes into force in the days that are looked at, and the firm's rules become others half-way.
START, EDITION = date(2025, 1, 20), date(2025, 3, 25)
DAYS, AHEAD, BACK = 80, 40, 12


@pytest.fixture(autouse=True)
def _short_reach(settings):
    """So that many rows begin and end in a few days."""
    settings.STANDINGS_DAYS_AHEAD, settings.STANDINGS_DAYS_BACK = AHEAD, BACK


def make_clients(count, seed=1):
    chance = Random(seed)  # noqa: S311 - made-up people, not secrets
    made = [make_random(chance, chance.choice([*NOCS])) for _ in range(count)]
    for facts in made:
        # Tests that end, birthdays and years of work, all in the days that are looked at.
        facts["date_of_birth"] = (START + timedelta(days=chance.randrange(130))).replace(year=1990).isoformat()
        for test in facts["language_tests"]:
            test["taken_on"] = (START + timedelta(days=chance.randrange(130))).replace(year=2023).isoformat()
        began = START - timedelta(days=364 - chance.randrange(130))
        facts["jobs"].append(job(began.isoformat(), noc=facts["jobs"][0]["noc"], country=chance.choice(["CA", "IN"])))
    return [Client.objects.create(email=f"c{n}@example.org", facts=facts) for n, facts in enumerate(made)]


def rows_of(clients, on):
    """Each client's rows that say something of the days from the first that is covered on, clipped to it."""
    first = standings.find_first_day(on)
    found = {client.pk: set() for client in clients}
    rows = Standing.objects.filter(client__in=found, until__gt=first)
    for pk, stream, crs, since, until in rows.values_list("client", "stream", "crs", "since", "until"):
        found[pk].add((stream, crs, max(since, first), until))
    return found


def full_rewrite(clients, on):
    return {client.pk: set(find_outlook(decode(client.facts), on).rows) for client in clients}


def test_after_each_of_many_days_the_rows_are_those_of_a_full_rewrite(monkeypatch):
    clients, seen = make_clients(12), set()
    first_days = {client.pk: START + timedelta(days=client.pk * 7 % 20) for client in clients}
    older = rulebook_of_files().without(EDITION)
    monkeypatch.setattr(scoring_config(), "provider", lambda: older)
    rewritten = 0
    for on in (START + timedelta(days=n) for n in range(DAYS)):
        if on == START + timedelta(days=DAYS // 2):
            monkeypatch.setattr(scoring_config(), "provider", None)
        # Now and then a day without a push: the next one does two, and clients reach to different days.
        there = [client for client in clients if first_days[client.pk] <= on and (on.day + client.pk) % 9]
        Client.objects.update(stood_at=None)
        extend_standings([client.pk for client in there], on)
        rewritten += Client.objects.exclude(stood_at=None).count()
        held = rows_of(there, on)
        assert held == full_rewrite(there, on), on
        seen.update(*held.values())
    assert len(seen) > 10 * len(clients)
    # At first, with the other rules, and on turning days alone.
    assert 2 * len(clients) < rewritten < 8 * len(clients)


def test_a_day_on_which_nothing_turns_moves_only_the_rows_at_the_horizon(django_assert_num_queries):
    profile = make_profile(
        date_of_birth="1990-12-01", jobs=[job("2019-01-01")], language_tests=[celpip(9, "2024-12-01")]
    )
    client = Client.objects.create(email="still@example.org", facts=to_builtins(profile))
    extend_standings([client.pk], START)
    kept = dict(client.standings.values_list("pk", "until"))
    for tomorrow in (START + timedelta(days=1), START + timedelta(days=2)):
        # A savepoint and its end, the lock, the rows, how far they reach, and what is over.
        with django_assert_num_queries(6):
            extend_standings([client.pk], tomorrow)
        assert rows_of([client], tomorrow) == full_rewrite([client], tomorrow)
    assert kept
    pushed = {standings.find_horizon(START): standings.find_horizon(START + timedelta(days=2))}
    assert dict(client.standings.values_list("pk", "until")) == {
        pk: pushed.get(until, until) for pk, until in kept.items()
    }


def test_other_facts_are_rewritten_even_where_whoever_changed_them_did_not_write():
    client = make_clients(1)[0]
    rewrite_standings([client.pk], START)
    client.refresh_from_db()
    client.take_facts(client.facts | {"language_tests": []})
    client.save(update_fields=["facts", "stood_until"])
    extend_standings([client.pk], START)
    assert rows_of([client], START) == full_rewrite([client], START)


def test_facts_that_cannot_be_read_any_more_keep_the_standings_they_have(caplog):
    client = make_clients(1)[0]
    rewrite_standings([client.pk], START)
    kept = set(client.standings.values_list("pk", "until"))
    Client.objects.update(facts={"nonsense": 1}, stood_until=None)
    extend_standings([client.pk], START + timedelta(days=1))
    assert set(client.standings.values_list("pk", "until")) == kept
    assert "keeps the standings they have" in caplog.text
