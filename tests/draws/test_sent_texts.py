"""What a message said is kept when it leaves, in the words of that moment, and can be proven."""

import pytest
from django.core import mail

from draws.models import SentText
from draws.outbox import archive, worker
from tests.draws.factories import AlertFactory, ClientFactory, PublishedDrawFactory, RuleNewsFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def sent(row, ledger="alert"):
    """The row, once it was sent."""
    worker.send([row.pk], ledger)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_says_what_left(language):
    alert = sent(AlertFactory(client=ClientFactory(language=language, name="Amélie O'Hara")))
    [left], said = mail.outbox, archive.read_sent(alert)
    assert (said.subject, said.body) == (left.subject, left.body)
    assert said.language == language
    assert said.proven
    assert "Amélie O'Hara" in said.body


def test_staff_are_shown_it_without_the_link_that_switches_messages_off(admin_client):
    alert = sent(AlertFactory(client__name="Jin"))
    link = alert.words["unsubscribe"]
    assert link in mail.outbox[0].body
    for page in (f"draws/alert/{alert.pk}/change", f"intake/client/{alert.client_id}/history"):
        shown = admin_client.get(f"/staff/{page}/").content.decode()
        assert "[link]" in shown, page
        assert link not in shown, page


def test_news_of_the_rules_are_kept_too():
    notice = sent(RuleNewsFactory(), "notice")
    assert archive.read_sent(notice).body == mail.outbox[0].body


def test_who_was_told_the_same_shares_one_text():
    draw = PublishedDrawFactory()
    alerts = AlertFactory.create_batch(3, draw=draw, client__name="Jin")
    worker.send([alert.pk for alert in alerts])
    assert SentText.objects.count() == 1
    for alert in alerts:
        alert.refresh_from_db()
    assert {archive.read_sent(alert).body for alert in alerts} == {message.body for message in mail.outbox}


def test_what_is_changed_afterwards_does_not_change_what_was_said():
    alert = sent(AlertFactory(crs=481, client__name="Jin"))
    alert.client.name, alert.crs = "Wei", 470
    alert.client.save(), alert.save()
    alert.draw.name = "Another name"
    alert.draw.save()
    alert.refresh_from_db()
    said = archive.read_sent(alert)
    assert said.proven
    assert said.body == mail.outbox[0].body


@pytest.mark.parametrize("part", ["text", "own words"])
def test_words_changed_in_the_database_are_not_proven(part):
    alert = sent(AlertFactory(crs=481))
    if part == "text":
        SentText.objects.update(body="You were invited.")
    else:
        alert.words["crs"] = "500"
    assert not archive.read_sent(alert).proven


def test_what_was_not_sent_said_nothing():
    assert archive.read_sent(AlertFactory()) is None
    assert archive.read_sent(sent(AlertFactory(client__alerts=False))) is None


def test_a_text_is_deleted_with_the_last_file_that_has_it():
    draw = PublishedDrawFactory()
    first, last = AlertFactory.create_batch(2, draw=draw, client__name="Jin")
    worker.send([first.pk, last.pk])
    notice = sent(RuleNewsFactory(), "notice")
    first.client.delete()
    assert archive.delete_unused_texts() == 0
    last.client.delete()
    assert archive.delete_unused_texts() == 1
    assert archive.read_sent(notice).proven


def test_the_staff_read_it_on_the_page_of_the_message(admin_client):
    alert = sent(AlertFactory(crs=481))
    page = admin_client.get(f"/staff/draws/alert/{alert.pk}/change/").content.decode()
    assert mail.outbox[0].subject in page
    assert "agrees with these words" in page
    assert "does not agree" not in page


def test_the_page_of_a_message_that_did_not_leave_says_so(admin_client):
    page = admin_client.get(f"/staff/draws/alert/{AlertFactory().pk}/change/").content.decode()
    assert "Nothing was sent" in page
