"""Administrators enter the programs that are told; a secret is shown once."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import translation

from intake.models import EventReceiver, OwedEvent
from intake.webhooks import deliver, signing
from tests.intake.receiver import add_receiver

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
LIST, ADD = "/staff/intake/eventreceiver/", "/staff/intake/eventreceiver/add/"
TYPED = {"name": "Desk", "url": "https://desk.example/hook", "events": ["lead.new", "match.found"], "active": "on"}


def test_the_secret_is_shown_when_it_is_made_and_never_again(admin_client):
    shown = admin_client.post(ADD, TYPED)
    (secret,) = re.findall(r'value="(whsec_[^"]+)"', shown.content.decode())
    assert "no-store" in shown.headers["Cache-Control"]
    made = EventReceiver.objects.get()
    assert signing.decrypt(made.secret) == secret
    assert made.events == TYPED["events"]
    for path in (LIST, f"{LIST}{made.pk}/change/", f"{LIST}{made.pk}/history/"):
        assert "whsec_" not in admin_client.get(path).content.decode()
    admin_client.post(f"{LIST}{made.pk}/change/", TYPED | {"events": ["lead.new"]})
    made.refresh_from_db()
    assert (made.events, signing.decrypt(made.secret)) == (["lead.new"], secret)


def test_a_renewed_one_is_another_and_on_record(admin_client):
    receiver = add_receiver("https://desk.example/")
    before = receiver.secret
    shown = admin_client.post(LIST, {"action": "renew_secret", "_selected_action": [receiver.pk]})
    receiver.refresh_from_db()
    assert signing.decrypt(receiver.secret) in shown.content.decode().replace("&#x2B;", "+").replace("&#x27;", "'")
    assert receiver.secret != before
    assert LogEntry.objects.get().get_change_message() == "Changed secret."


@pytest.mark.parametrize(
    "url", ["http://desk.example/", "https://127.0.0.1/", "https://10.1.2.3/x", "https://a:b@desk.example/"]
)
def test_an_address_that_leads_inside_or_is_not_encrypted_is_refused(admin_client, url):
    assert admin_client.post(ADD, TYPED | {"url": url}).status_code == 200
    assert not EventReceiver.objects.exists()


def test_a_failed_call_is_seen_and_tried_again(admin_client):
    row = OwedEvent.objects.create(
        receiver=add_receiver("https://desk.example/"), kind="lead.new", key="1", state="failed", problem="HTTP 503"
    )
    assert "Webhooks that did not take an event" in admin_client.get("/staff/").content.decode()
    assert "HTTP 503" in admin_client.get("/staff/intake/owedevent/").content.decode()
    admin_client.post("/staff/intake/owedevent/", {"action": "retry_failed", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("pending", 0)


def test_why_a_call_failed_is_said_in_its_readers_language(admin_client, settings):
    """As the schedule tries it, whose process has a language that the reader has not."""
    settings.WEBHOOKS_TO_THIS_MACHINE = True
    receiver = add_receiver("http://127.0.0.1:9/")
    row = OwedEvent.objects.create(receiver=receiver, kind="test", key="1")
    with translation.override("en"):
        deliver.tell_all()
    admin_client.cookies["django_language"] = "fr"
    for page in ("", f"{row.pk}/change/"):
        assert "Le serveur à cette adresse a refusé la connexion." in (
            admin_client.get(f"/staff/intake/owedevent/{page}").content.decode()
        )


@pytest.mark.parametrize("many", [1, 3])
def test_the_lists_ask_as_often_for_many(admin_client, django_assert_num_queries, many):
    receiver = add_receiver("https://desk.example/")
    for number in range(many):
        OwedEvent.objects.create(receiver=receiver, kind="lead.new", key=str(number))
    admin_client.get("/staff/intake/owedevent/")
    with django_assert_num_queries(12):
        admin_client.get("/staff/intake/owedevent/")
