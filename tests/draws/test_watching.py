"""Watching the feed at a real web server: polite, patient after errors, one visitor at a time."""

import threading
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import override

from draws.feed import parser, poller
from draws.feed.messages import FeedHealth
from draws.feed.poller import visit, visit_if_due
from draws.models import Draw, Feed
from draws.rounds import ircc_text
from intake.models import Letter
from tests.draws.feed_server import feed_server

pytestmark = pytest.mark.django_db
ROW = parser.read_rows(parser.OWN_COPY.read_bytes())[0]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def server(settings):
    """A feed with round 437, which the settings name."""
    with feed_server() as server:
        server.publish(ROW, version='"1"')
        settings.IRCC_FEED_URL = server.address
        yield server


def due():
    """Let the time for the next visit come."""
    Feed.objects.update(due_at=timezone.now())


def absence():
    """Minutes until the next visit."""
    return round((Feed.objects.get().due_at - timezone.now()) / MINUTE)


def test_without_an_address_nothing_is_asked(settings):
    assert settings.IRCC_FEED_URL == ""
    visit_if_due()
    assert Feed.objects.count() == 0


def test_new_rounds_become_drafts(server):
    visit_if_due()
    draw = Draw.objects.get()
    assert (draw.number, draw.status, draw.news) == ("437", "draft", "new")


def test_we_say_who_asks(server):
    visit_if_due()
    assert server.asked[0]["User-Agent"] == f"Mozilla/5.0 (compatible; ExpressEntryAlerts/0.1; +{site.SITE_URL}/)"


def test_it_is_asked_again_only_after_a_while_and_only_for_what_has_changed(server):
    visit_if_due()
    visit_if_due()
    assert (len(server.asked), absence()) == (1, 15)
    due()
    visit_if_due()
    assert server.asked[0]["If-None-Match"] is None
    assert server.asked[1]["If-None-Match"] == '"1"'
    assert server.asked[1]["If-Modified-Since"] == "Wed, 19 Aug 2026 15:00:00 GMT"
    assert Draw.objects.get().news == "new"
    assert absence() == 15


def test_a_changed_feed_is_taken_in(server):
    visit_if_due()
    Draw.objects.update(news="")
    server.publish(ROW | {"drawNumber": "438"}, ROW | {"drawCRS": "381"}, version='"2"')
    due()
    visit_if_due()
    assert dict(Draw.objects.values_list("number", "news")) == {"438": "new", "437": "changed"}


def test_after_failures_we_stay_away_longer_and_longer_and_recover(server):
    server.status = 503
    pauses = []
    for _ in range(8):
        due()
        visit_if_due()
        pauses.append(absence())
    assert pauses == [30, 60, 120, 240, 480, 960, 1440, 1440]
    assert (Feed.objects.get().failures, Feed.objects.get().problem) == (8, "HTTP 503 Service Unavailable")
    server.status = 200
    due()
    visit_if_due()
    kept = Feed.objects.get()
    assert (kept.failures, kept.problem, absence(), Draw.objects.count()) == (0, "", 15, 1)


@pytest.mark.parametrize("words", ["7200", "moment"])
def test_a_server_that_asks_for_patience_gets_it(server, words):
    server.status = 429
    in_two_hours = http_date((timezone.now() + timedelta(hours=2)).timestamp())
    server.headers = {"Retry-After": in_two_hours if words == "moment" else words}
    visit_if_due()
    assert absence() == 120


@pytest.mark.parametrize(
    "change",
    [
        {"body": b"<html>Access denied</html>"},
        {"headers": {"Content-Length": "999999"}},
        {"status": 404},
        {"status": 500, "headers": {"Retry-After": "tomorrow"}},
    ],
)
def test_what_is_no_feed_changes_nothing_and_is_kept(server, change):
    vars(server).update(change)
    visit_if_due()
    kept = Feed.objects.get()
    assert (Draw.objects.count(), kept.failures, kept.etag, kept.lease_until) == (0, 1, "", None)
    assert kept.problem


def test_a_server_that_is_away_is_kept(settings):
    settings.IRCC_FEED_URL = "http://127.0.0.1:1/feed.json"
    visit_if_due()
    assert "refused" in Feed.objects.get().problem


def test_rows_that_are_no_rounds_are_kept_for_staff(server):
    server.publish(ROW, ROW | {"drawNumber": "next"}, version='"2"')
    visit_if_due()
    assert Feed.objects.get().rejected_rows == ["'next' is not the number of a round"]
    assert (Draw.objects.count(), Feed.objects.get().failures) == (1, 0)


def test_rows_of_another_type_are_taken_or_kept_for_staff(server):
    server.publish(ROW | {"drawNumber": 438, "drawCRS": 520}, 520, None, ROW, version='"2"')
    visit_if_due()
    assert dict(Draw.objects.values_list("number", "cutoff")) == {"437": 382, "438": 520}
    assert Feed.objects.get().rejected_rows == ["null is not a row of the feed", '"520" is not a row of the feed']


def test_of_very_many_rows_that_are_no_rounds_the_first_are_kept(server):
    server.publish(*[None] * 5000, version='"2"')
    visit_if_due()
    kept = Feed.objects.get().rejected_rows
    assert (len(kept), kept[-1]) == (poller.MOST_LISTED + 1, "+ 4980")


LONG_AGO = {"drawNumber": "905", "drawDate": "1999-01-01", "drawDateFull": "January 1, 1999"}


def read_in(feed, language):
    with override(language):
        return feed.rejected_rows


@pytest.mark.parametrize("of_the_worker", ["en", "fr"])
@pytest.mark.parametrize(
    ("language", "said"), [("en", "is not the number of a round"), ("fr", "n’est pas un numéro de ronde")]
)
def test_why_a_row_is_no_round_is_said_in_the_readers_language(server, client, of_the_worker, language, said):
    server.publish(ROW, ROW | {"drawNumber": "next"}, ROW | LONG_AGO, version='"2"')
    with override(of_the_worker):
        visit_if_due()
    feed = Feed.objects.get()
    with override(language):
        told = {"address": feed.address, "failing_since": "", "failures": 0, "problem": "", "well": False}
        row = Letter(facts=told | {"unreadable": feed.unreadable})
        assert said in render_to_string("draws/email/staff_feed.txt", FeedHealth(row).get_context())
    client.force_login(User.objects.create_superuser("staff"))
    client.cookies["django_language"] = language
    day = {"en": "905: no round can have been on Jan. 1, 1999", "fr": "905 : aucune ronde n’a pu avoir lieu le 1"}
    assert any(day[language] in one.replace("\xa0", " ") for one in read_in(feed, language))
    for path in (reverse("admin:draws_feed_changelist"), reverse("admin:draws_feed_change", args=[feed.pk])):
        assert said in client.get(path).content.decode()


def test_rows_of_before_are_said_as_they_were_kept():
    assert Feed(unreadable="'next' is not the number of a round").rejected_rows == [
        "'next' is not the number of a round"
    ]
    assert Feed(unreadable="").rejected_rows == []


def test_a_failure_of_any_kind_is_counted_backed_off_and_raised(server, monkeypatch):
    """An error of ours, which nobody has thought of."""
    monkeypatch.setitem(ircc_text.read_tables(), "bands", None)
    with pytest.raises(TypeError):
        visit_if_due()
    kept = Feed.objects.get()
    assert (kept.failures, absence(), kept.lease_until, Draw.objects.count()) == (1, 30, None, 0)
    assert kept.problem.startswith("TypeError: ")
    visit_if_due()
    assert len(server.asked) == 1


def test_a_visitor_that_dies_each_time_is_counted_and_backed_off(server):
    Feed.objects.create(address=server.address, lease_until=timezone.now() - MINUTE, failures=2)
    died = poller.claim_visit(server.address, timezone.now())
    assert (died.failures, absence()) == (3, 120)
    assert "ended before it was done" in died.problem


def test_the_last_visit_that_went_well_is_kept(server):
    visit_if_due()
    read_at = Feed.objects.get().read_at
    server.status = 503
    due()
    visit_if_due()
    assert Feed.objects.get().read_at == read_at


def test_an_answer_that_never_ends_is_given_up(server, monkeypatch):
    monkeypatch.setattr("draws.feed.fetch.LONGEST", 1000)
    visit_if_due()
    assert Feed.objects.get().problem == "longer than 1000 bytes"


@pytest.mark.django_db(transaction=True)
def test_one_request_at_a_time(server):
    server.hold.clear()
    first = threading.Thread(target=in_thread)
    first.start()
    while not server.asked:
        pass
    with pytest.raises(poller.Busy):
        visit(server.address)
    visit_if_due()
    server.hold.set()
    first.join()
    assert (len(server.asked), Draw.objects.count()) == (1, 1)


def in_thread():
    """A visit of another process."""
    visit_if_due()
    connection.close()


def test_a_visitor_that_died_does_not_keep_the_others_out_for_ever(server):
    Feed.objects.create(address=server.address, lease_until=timezone.now() - MINUTE)
    visit_if_due()
    assert Draw.objects.count() == 1


def test_the_command_asks_an_address_only_for_what_has_changed(server, capsys):
    call_command("import_rounds", server.address)
    call_command("import_rounds", server.address)
    out = capsys.readouterr().out
    assert "1 new, 0 changed" in out
    assert "Nothing has changed since the last time" in out
    assert server.asked[1]["If-None-Match"] == '"1"'


def test_the_command_says_when_another_process_reads(server):
    Feed.objects.create(address=server.address, lease_until=timezone.now() + MINUTE)
    with pytest.raises(CommandError, match="another process"):
        call_command("import_rounds", server.address)
    assert server.asked == []
