"""Staff are told that the feed fails, once a spell, and that it works again."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from draws import tasks
from draws.feed.importer import import_rows
from draws.feed.messages import TRIES
from draws.models import Draw, Feed
from draws.rounds import ircc_text
from intake.models import Letter
from tests.draws.test_watching import ROW, due, server  # noqa: F401  a fixture
from tests.letters import send_letters

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _to(settings):
    settings.STAFF_ALERTS_TO = ["rcic@firm.example"]


def visits(count):
    """A number of visits, each when it is due; the subjects of the letters that left meanwhile."""
    mail.outbox.clear()
    for _ in range(count):
        due()
        tasks.watch_feed()
        tasks.report_feed_news()
        tasks.report_feed_outage()
        send_letters()
    return [letter.subject for letter in mail.outbox]


def test_a_short_failure_is_told_to_nobody(server):  # noqa: F811
    server.status = 500
    assert visits(TRIES - 1) == []
    server.status = 200
    assert visits(1) == ["A round of invitations in IRCC's feed"]


def test_a_spell_is_told_once_and_its_end_once(server):  # noqa: F811
    server.status = 500
    assert visits(TRIES) == ["IRCC's feed can't be read"]
    (letter,) = mail.outbox
    assert letter.to == ["rcic@firm.example"]
    for body in (letter.body, letter.alternatives[0][0]):
        assert "HTTP 500" in body
        assert "(4 times in a row)" in body
        assert "/staff/draws/feed/" in body
    assert visits(3) == []
    server.status = 200
    assert visits(1) == ["A round of invitations in IRCC's feed", "IRCC's feed can be read again"]
    assert visits(2) == []
    server.status = 500
    assert visits(TRIES) == ["IRCC's feed can't be read"]


def test_a_day_without_the_feed_is_told_although_it_was_asked_once(server):  # noqa: F811
    server.status = 500
    visits(1)
    Feed.objects.update(failing_since=timezone.now() - DAY)
    tasks.report_feed_outage()
    assert [letter.subject for letter in send_letters()] == ["IRCC's feed can't be read"]


def test_rows_that_can_not_be_read_are_told_once(server):  # noqa: F811
    server.publish(ROW, {"nonsense": "1"}, version='"2"')
    assert sorted(visits(3)) == ["A round of invitations in IRCC's feed", "Something in IRCC's feed can't be read"]
    assert Draw.objects.count() == 1
    server.publish(ROW, version='"3"')
    assert visits(2) == ["IRCC's feed can be read again"]


def test_what_did_not_leave_is_tried_again(server, settings):  # noqa: F811
    server.status = 500
    works, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    visits(TRIES)
    assert Letter.objects.get().state == "pending"
    settings.EMAIL_BACKEND = works
    Letter.objects.update(due_at=timezone.now())
    assert visits(1) == ["IRCC's feed can't be read"]


def test_an_error_of_ours_is_told_too_and_the_letters_of_new_rounds_still_leave(server, monkeypatch):  # noqa: F811
    import_rows([ROW])
    Draw.objects.update(news="new", news_at=timezone.now())
    monkeypatch.setitem(ircc_text.read_tables(), "bands", None)
    for _ in range(TRIES):
        due()
        with pytest.raises(TypeError):
            tasks.watch_feed()
    tasks.report_feed_news()
    tasks.report_feed_outage()
    assert [letter.subject for letter in send_letters()] == [
        "A round of invitations in IRCC's feed",
        "IRCC's feed can't be read",
    ]


def test_a_round_that_can_not_be_published_does_not_keep_the_letter_back(monkeypatch, settings):
    """An error of ours in publishing."""
    settings.DRAWS_AUTO_PUBLISH = True
    import_rows([ROW])
    Draw.objects.update(news="new", news_at=timezone.now(), held_on=timezone.localdate())
    settings.STANDINGS_DAYS_BACK = None
    Draw.objects.update(received=ROW | {"drawDate": f"{timezone.localdate()}"})
    with pytest.raises(TypeError):
        tasks.report_feed_news()
    assert len(send_letters()) == 1


def test_a_feed_unchanged_after_a_failure_has_no_problem_any_more(server):  # noqa: F811
    visits(1)
    server.status = 500
    visits(1)
    assert Feed.objects.get().problem != ""
    server.status = 200
    visits(1)
    assert (Feed.objects.get().problem, Feed.objects.get().failing_since) == ("", None)
