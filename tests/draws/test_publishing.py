"""Publishing: once, whoever presses whatever twice."""

import io
import json
import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from draws.mailings.lifecycle import take_back
from draws.models import Alert, Draw, Mailing
from draws.publishing import publisher
from tests.draws.factories import ClientFactory, DrawFactory


def answer(capsys, *arguments):
    call_command("publish", *arguments, "--json")
    return json.loads(capsys.readouterr().out)


@pytest.mark.django_db
def test_publishing_keeps_who_and_when(admin_user):
    draw = publisher.publish(DrawFactory(), by=admin_user).draw
    draw.refresh_from_db()
    assert (draw.status, draw.published_by) == ("published", admin_user)
    assert timezone.now() - draw.published_at < timedelta(minutes=1)


@pytest.mark.django_db
def test_a_second_publishing_changes_nothing(admin_user):
    draw = DrawFactory()
    assert publisher.publish(draw, by=admin_user).first
    published_at = Draw.objects.get().published_at
    assert not publisher.publish(draw).first
    assert (Draw.objects.get().published_at, Draw.objects.get().published_by) == (published_at, admin_user)


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_called_after_the_commit(broker):
    assert publisher.publish(DrawFactory()).handed_over
    assert broker.queued() == 1


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_not_called_when_publishing_is_undone(broker):
    with transaction.atomic():
        publisher.publish(DrawFactory())
        assert broker.queued() == 0
        transaction.set_rollback(True)
    assert broker.queued() == 0
    assert not Draw.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_the_publication_stands(broker):
    broker.kill()
    publication = publisher.publish(DrawFactory())
    assert publication.first
    assert publication.handed_over is False
    assert list(Draw.objects.unmatched()) == [publication.draw]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_publish_once(broker):
    ClientFactory(standing=600)
    draw = DrawFactory()
    outcomes, together = [], threading.Barrier(2)

    def publish():
        together.wait()
        outcomes.append(publisher.publish(Draw(pk=draw.pk)).first)
        connection.close()

    threads = [threading.Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False, True]
    assert broker.queued() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"stream": ""}, "stream"),
        ({"cutoff": None}, "cut-off"),
        ({"not_understood": [{"about": "tie_break", "received": "July 3"}]}, "July 3"),
        ({"not_understood": [{"about": "cutoff", "received": "470", "ours": "471"}]}, "471"),
    ],
)
def test_a_draw_that_can_not_be_matched_is_refused(facts, why):
    with pytest.raises(publisher.PublicationRefused, match=why):
        publisher.publish(DrawFactory(**facts))
    assert not Draw.objects.get().is_published


@pytest.mark.django_db
def test_a_pool_that_does_not_add_up_is_no_obstacle():
    draw = DrawFactory(not_understood=[{"about": "sums", "received": "dd3"}])
    assert publisher.publish(draw).first


@pytest.mark.django_db
@pytest.mark.parametrize(("offset", "fine"), [(0, True), (1, True), (-1, False)])
def test_a_day_that_the_standings_may_not_cover_is_refused(settings, offset, fine):
    first = timezone.localdate() - timedelta(days=settings.STANDINGS_DAYS_BACK)
    draw = DrawFactory(held_on=first + timedelta(days=offset))
    if fine:
        assert publisher.publish(draw).first
    else:
        with pytest.raises(publisher.PublicationRefused, match="would be missed"):
            publisher.publish(draw)


@pytest.mark.django_db
def test_a_day_in_the_future_is_refused():
    with pytest.raises(publisher.PublicationRefused):
        publisher.publish(DrawFactory(held_on=timezone.localdate() + timedelta(days=1)))


@pytest.mark.django_db
def test_clients_without_any_standing_are_not_silently_missed():
    ClientFactory(facts={"date_of_birth": "1990-01-01"})
    with pytest.raises(publisher.PublicationRefused, match="restand"):
        publisher.publish(DrawFactory())


@pytest.mark.django_db
def test_the_command_rehearses_then_publishes_and_says_the_same_twice(capsys):
    told, silent = ClientFactory(standing=470), ClientFactory(standing=470, alerts=False)
    below = ClientFactory(standing=469)
    draw = DrawFactory(number="438")
    rehearsal = answer(capsys, "438", "--dry-run")
    assert not Draw.objects.get().is_published
    assert Alert.objects.count() == 0
    assert rehearsal == {
        "number": "438",
        "stream": "cec",
        "on": draw.held_on.isoformat(),
        "cutoff": 470,
        "told": [told.email],
        "not_told": {
            "not_in_stream": [],
            "below_cutoff": [below.email],
            "tie_break": [],
            "already_invited": [],
            "no_email": [],
            "no_consent": [silent.email],
            "undeliverable": [],
            "other_kinds": [],
        },
    }
    published, again = answer(capsys, "438", "--people", "1", "--confirm-cutoff", "470"), answer(capsys, "438")
    assert published == again
    assert published["told"] == [told.email]
    assert {reason: who for reason, who in published["not_told"].items() if who} == {
        reason: who for reason, who in rehearsal["not_told"].items() if who
    }
    assert Alert.objects.count() == 1


@pytest.mark.django_db
def test_the_command_speaks_to_a_reader_too(capsys):
    ClientFactory(standing=470)
    DrawFactory(number="438")
    call_command("publish", "438", "--people", "1", "--confirm-cutoff", "470")
    said = capsys.readouterr()
    assert "told: 1\n" in said.out
    assert "until then it can be taken back on" in said.err


@pytest.mark.django_db
def test_the_command_waits_for_the_pause_in_which_it_can_be_taken_back(admin_user):
    ClientFactory(standing=470)
    draw = DrawFactory(number="438")
    call_command("publish", "438", "--people", "1", "--confirm-cutoff", "470")
    mailing = Mailing.objects.get()
    assert (mailing.recipients, mailing.asked_by, bool(mailing.doubts)) == (1, None, True)
    assert mailing.is_paused(timezone.now())
    assert Alert.objects.get().due_at == mailing.not_before
    take_back(mailing.pk, admin_user)
    draw.refresh_from_db()
    assert not draw.is_published
    assert not Alert.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--people", "1"], "If it is right: --confirm-cutoff 152"),
        (["--people", "1", "--confirm-cutoff", "512"], "is 152, not 512"),
        (["--confirm-cutoff", "152"], "People whom this reaches: 1. To confirm it: --people 1"),
        (["--confirm-cutoff", "152", "--people", "2"], "The number of recipients is now 1"),
    ],
)
def test_the_command_takes_no_doubt_and_no_other_number(monkeypatch, arguments, why):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    ClientFactory(standing=470)
    DrawFactory(number="438", cutoff=152)
    with pytest.raises(CommandError, match=why):
        call_command("publish", "438", *arguments)
    assert not Draw.objects.get().is_published
    assert not Mailing.objects.exists()


@pytest.mark.django_db
def test_the_command_leaves_to_two_people_what_the_firm_lets_only_two_do(settings):
    settings.MAIL_SECOND_PERSON = True
    ClientFactory(standing=470)
    DrawFactory(number="438")
    with pytest.raises(CommandError, match=r"A second person must approve.*/staff/draws/draw/"):
        call_command("publish", "438", "--people", "1", "--confirm-cutoff", "470")
    assert not Draw.objects.get().is_published


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [["999"], ["438"], ["438", "--dry-run"]])
def test_the_command_refuses_with_the_reason(arguments):
    DrawFactory(number="438", stream="")
    with pytest.raises(CommandError, match=r"no round 999|can't be published: Choose the stream"):
        call_command("publish", *arguments)
