"""A list of occupations in a large pool is worked out by the workers; staff see how far it is."""

from contextlib import nullcontext

import pytest
from django.db import IntegrityError

from draws import tasks
from draws.matching import custom_list
from draws.models import Draw, Fit
from draws.publishing import custom_list_jobs
from intake.models import Client
from tests.draws.factories import ClientFactory, DrawFactory
from tests.draws.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
JOB = {"noc": "31301", "country": "CA", "start": "2023-01-01", "end": None, "hours_per_week": 37.5}
FACTS = {"date_of_birth": "1990-10-04", "marital_status": "never_married", "jobs": [JOB]}


@pytest.fixture(autouse=True)
def _a_page_may_work_out_two(monkeypatch):
    monkeypatch.setattr(custom_list_jobs, "MOST_IN_THE_PAGE", 2)
    monkeypatch.setattr(custom_list_jobs, "CLIENTS_A_TASK", 2)


@pytest.fixture
def draw():
    """A draft with a list, for which five clients have the work."""
    ClientFactory.create_batch(5, standing=480, standing__stream="general", facts=FACTS)
    return DrawFactory(stream="", name="New", occupations=["31301"], months=6, place="anywhere")


def look(client, draw, page="preview/"):
    response = client.get(f"/staff/draws/draw/{draw.pk}/{page}")
    text = response.content.decode()
    assert response.has_header("Refresh") is ("clients who name a listed occupation" in text)
    return text


def test_a_large_pool_is_worked_out_by_the_workers_with_progress(admin_client, draw, stopped_worker_process, broker):
    page = look(admin_client, draw)
    assert "0 of 5 clients who name a listed occupation" in page
    assert "Publish and alert" not in page
    assert (broker.queued(), look(admin_client, draw).count("0 of 5")) == (3, 1), "handed out once"
    assert broker.queued() == 3
    stopped_worker_process.start()
    wait_until(lambda: Fit.objects.filter(fits=True).count() == 5, stopped_worker_process)
    page = look(admin_client, draw)
    assert "5 clients will be told" in page
    assert "Publish and alert" in page


def test_how_far_it_is_counts_what_is_known(admin_client, draw):
    pks = list(custom_list.find_unknown(draw).values_list("pk", flat=True))
    custom_list_jobs.judge_work_of(draw, pks[:2], custom_list_jobs.serialize_list(draw), False)
    assert "2 of 5 clients" in look(admin_client, draw)


def test_a_list_that_nobody_has_confirmed_is_worked_out_for_its_correction(admin_client, draw):
    Draw.objects.update(status="published", matched_at=draw.created, occupations=["21211"])
    query = f"?name=New&stream=&held_on={draw.held_on}&cutoff=470&occupations=31301&months=6&place=anywhere&tie_break="
    assert "0 of 5 clients" in look(admin_client, draw, f"correct/{query}")
    pks = list(custom_list.find_unknown(draw).values_list("pk", flat=True))
    custom_list_jobs.judge_work_of(draw, pks, custom_list_jobs.serialize_list(draw), True)
    assert "Match only now: will be told</a></td><td>5</td>" in look(admin_client, draw, f"correct/{query}")


def test_batches_of_a_draft_that_was_deleted_meanwhile_end_quietly(draw):
    pks, asked_for = (
        list(custom_list.find_unknown(draw).values_list("pk", flat=True)),
        custom_list_jobs.serialize_list(draw),
    )
    tasks.judge_work_of(draw.pk, pks[:2], asked_for, False)
    Draw.objects.all().delete()
    for last in (False, True):
        tasks.judge_work_of(draw.pk, pks[2:], asked_for, last)
    assert Fit.objects.count() == 0


@pytest.mark.parametrize("deleted", [Draw, Client], ids=["draft", "clients"])
def test_a_batch_whose_draft_is_deleted_while_it_is_judged_ends_quietly(draw, monkeypatch, deleted):
    pks = list(custom_list.find_unknown(draw).values_list("pk", flat=True))

    def delete_and_decode(facts, decode=custom_list.decode):
        deleted.objects.all().delete()
        return decode(facts)

    monkeypatch.setattr(custom_list, "decode", delete_and_decode)
    # A batch whose client is gone fails, and what is left of it is handed out again.
    with nullcontext() if deleted is Draw else pytest.raises(IntegrityError):
        tasks.judge_work_of(draw.pk, pks, custom_list_jobs.serialize_list(draw), True)
    assert Fit.objects.count() == 0


def test_without_a_broker_it_begins_later(draw, broker):
    broker.kill()
    assert custom_list_jobs.get_progress(draw) == (0, 5, False, False)
    broker.start()
    assert custom_list_jobs.get_progress(draw) == (0, 5, True, False)
    assert broker.queued() == 3


def test_lost_tasks_are_handed_out_again_after_a_minute_without_progress(admin_client, draw, broker, monkeypatch):
    look(admin_client, draw)
    broker.client.delete("celery")
    assert "Nothing has moved" not in look(admin_client, draw)
    assert broker.queued() == 0
    monkeypatch.setattr(custom_list_jobs, "STALLED_AFTER", -1)
    assert "Nothing has moved for a minute" in look(admin_client, draw)
    assert broker.queued() == 3
