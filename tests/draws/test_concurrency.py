"""Two of everything at once: one alert each."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from draws.matching import matcher
from draws.models import Alert, Draw
from draws.outbox import worker
from draws.publishing import publisher
from intake.clients import importing
from intake.clients.standings import rewrite_standings
from intake.models import Client
from tests.draws.factories import AlertFactory, ClientFactory, DrawFactory, PublishedDrawFactory
from tests.running.environment import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.each_database]
SAMPLES = ROOT / "intake" / "data" / "sample_clients.jsonl"


def at_once(*acts):
    """Run these in threads that start together; their results, in order. An error in one is raised."""
    together = threading.Barrier(len(acts))

    def run(act):
        together.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def import_samples(count=40):
    lines = enumerate(SAMPLES.read_bytes().splitlines()[:count], start=1)
    return list(importing.import_clients(lines, timezone.localdate(), sample=True))[-1]


def test_a_draw_matched_twice_at_once_fills_the_ledger_once():
    ClientFactory.create_batch(20, standing=600)
    draw = PublishedDrawFactory(matched_at=None)
    assert sorted(at_once(*[lambda: matcher.match(draw.pk)] * 3)) == [False, False, True]
    assert Alert.objects.count() == 20


def test_one_alert_sent_by_three_workers_at_once_leaves_once(mailoutbox):
    pks = [alert.pk for alert in AlertFactory.create_batch(10)]
    at_once(*[lambda: worker.send(pks)] * 3)
    assert len(mailoutbox) == 10
    assert set(Alert.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_the_sweep_run_twice_at_once_sends_nothing_twice(mailoutbox):
    AlertFactory.create_batch(10)
    at_once(*[lambda: worker.dispatch_owed(worker.send)] * 2)
    assert len(mailoutbox) == 10


def test_a_publication_during_a_restand_tells_everybody_who_matches(broker):
    import_samples()
    Client.objects.update(alerts=True)
    on = timezone.localdate()
    draw = DrawFactory(stream="general", cutoff=300, held_on=on)
    expected = set(matcher.find_told(draw).values_list("client", flat=True))
    ids = list(Client.objects.values_list("pk", flat=True))

    def restand():
        for start in range(0, len(ids), 5):
            rewrite_standings(ids[start : start + 5], on)

    def publish():
        publisher.publish(Draw.objects.get(pk=draw.pk))
        return matcher.match(draw.pk)

    at_once(restand, publish)
    assert set(Alert.objects.values_list("client", flat=True)) == expected != set()


def test_a_list_imported_twice_at_once_makes_each_client_once():
    at_once(import_samples, import_samples)
    assert Client.objects.count() == 40
    before = set(Client.objects.values_list("reference", flat=True))
    assert import_samples().unchanged == 40
    assert set(Client.objects.values_list("reference", flat=True)) == before


def test_files_are_locked_in_order_of_id_whatever_they_are_listed_by():
    for number in range(3):
        Client.objects.create(email=f"client{number}@example.org")
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        found = list(
            importing.find_files(["client2@example.org", "client0@example.org"]).select_for_update(of=("self",))
        )
    assert found == sorted(found, key=lambda client: client.pk)
    assert all(
        'ORDER BY "intake_client"."id" ASC' in one["sql"] for one in asked if 'FROM "intake_client"' in one["sql"]
    )


def test_imported_twice_and_published_everybody_has_one_alert(broker):
    import_samples()
    import_samples()
    Client.objects.update(alerts=True)
    draw = DrawFactory(stream="general", cutoff=1, held_on=timezone.localdate() - timedelta(days=1))
    publisher.publish(draw)
    matcher.match(draw.pk)
    pairs = list(Alert.objects.values_list("draw", "client"))
    assert len(pairs) == len(set(pairs)) > 0
