"""The staff's tool for what is sent: pause, go on, try again; only by those who may."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User

from draws.mailings import lifecycle
from draws.mailings.mass_mails import plan_retry
from draws.models import Alert, Mailing, Pause
from draws.outbox import throttle, worker
from draws.publishing.publisher import PublicationRefused
from tests.draws.factories import AlertFactory, ClientFactory

pytestmark = pytest.mark.django_db
PAUSES = "/staff/draws/pause/"


@pytest.fixture
def viewer(client):
    """A member of staff who may look at all of it and do nothing."""
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user)
    return client


def test_the_button_pauses_and_lets_go_on(admin_client, admin_user, broker, django_capture_on_commit_callbacks):
    alert = AlertFactory()
    assert "Pause all sending" in admin_client.get(PAUSES).content.decode()
    page = admin_client.post(f"{PAUSES}stop/", follow=True).content.decode()
    assert "Let messages leave again" in page
    worker.send([alert.pk])
    alert.refresh_from_db()
    assert alert.state == "pending"
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(f"{PAUSES}go-on/")
    assert broker.queued() == 1, "the sweep is called at once"
    assert Pause.objects.filter(began_by=admin_user, ended_by=admin_user).count() == 1
    worker.send([alert.pk])
    alert.refresh_from_db()
    assert alert.state == "sent"


@pytest.mark.parametrize("act", ["stop", "go-on"])
def test_who_may_only_look_can_not_pause(viewer, act):
    assert "Pause all sending" not in viewer.get(PAUSES).content.decode()
    assert viewer.post(f"{PAUSES}{act}/").status_code == 403
    assert not throttle.is_paused()


def test_looking_never_pauses(admin_client):
    assert admin_client.get(f"{PAUSES}stop/").status_code == 405


def again(client, *alerts):
    return client.post(
        "/staff/draws/alert/",
        {"action": "retry_failed", "_selected_action": [alert.pk for alert in alerts]},
        follow=True,
    )


def test_what_failed_is_tried_again_and_what_was_sent_is_not(admin_client, broker):
    failed, sent = AlertFactory(state="failed", attempts=10, problem="550 no"), AlertFactory(state="sent")
    assert "1 message is tried again." in again(admin_client, failed, sent).content.decode()
    worker.send([failed.pk, sent.pk])
    failed.refresh_from_db(), sent.refresh_from_db()
    assert (failed.state, failed.attempts, sent.attempts) == ("sent", 1, 0)


def ask_again(client, alerts, **typed):
    """What the button of the list answers; with `typed`, the page that asks for the number."""
    chosen = {"action": "retry_failed", "_selected_action": [alert.pk for alert in alerts]}
    return client.post("/staff/draws/alert/", chosen | typed, follow=True).content.decode()


def states():
    return set(Alert.objects.values_list("state", flat=True))


@pytest.fixture
def many(settings):
    """More failed messages than are tried again at once, and one that was sent."""
    settings.MAIL_RETRY_AT_ONCE = 2
    sent = AlertFactory(state="sent")
    return [*AlertFactory.create_batch(3, draw=sent.draw, state="failed", attempts=10), sent]


def test_many_that_failed_are_tried_again_only_with_their_number_and_after_the_pause(admin_client, many):
    assert "3 failed messages will be tried again." in ask_again(admin_client, many)
    assert "The number of recipients is now 3" in ask_again(admin_client, many, confirm="1", recipients="4")
    assert states() == {"failed", "sent"}
    page = ask_again(admin_client, many, confirm="1", recipients="3")
    assert "The messages leave at" in page
    mailing = Mailing.objects.get()
    assert (mailing.about, mailing.recipients, str(mailing)) == ("retry", 3, "Failed messages, tried again")
    assert "Mailings of which nothing has left yet" in admin_client.get("/staff/").content.decode()
    owed = Alert.objects.filter(state="pending")
    assert set(owed.values_list("attempts", "due_at")) == {(0, mailing.not_before)}
    worker.dispatch_owed(worker.send)
    assert owed.count() == 3
    with time_machine.travel(mailing.not_before + timedelta(seconds=1)):
        worker.dispatch_owed(worker.send)
    assert states() == {"sent"}


def test_many_that_are_tried_again_are_taken_back_and_have_failed_as_before(admin_client, many):
    ask_again(admin_client, many, confirm="1", recipients="3")
    mailing = Mailing.objects.get()
    assert "Take it back" in admin_client.get(f"/staff/draws/mailing/{mailing.pk}/change/").content.decode()
    page = admin_client.post(f"/staff/draws/mailing/{mailing.pk}/take-back/", follow=True).content.decode()
    assert "what has not been sent yet will not be sent" in page
    assert Alert.objects.filter(state="failed").count() == 3
    with time_machine.travel(mailing.not_before + timedelta(hours=1)):
        worker.dispatch_owed(worker.send)
    assert Alert.objects.filter(state="failed").count() == 3
    assert "3 failed messages will be tried again." in ask_again(admin_client, many)


def test_the_whole_list_is_tried_again_by_the_same_page(admin_client, many):
    page = ask_again(admin_client, many[:1], select_across="1")
    assert "3 failed messages will be tried again." in page
    assert 'name="select_across" value="1"' in page
    ask_again(admin_client, many[:1], select_across="1", confirm="1", recipients="3")
    assert states() == {"pending", "sent"}


def test_many_that_failed_wait_for_a_second_person_where_the_firm_asks_for_one(admin_client, many, settings):
    settings.MAIL_SECOND_PERSON = True
    assert "Waits for a second person" in ask_again(admin_client, many, confirm="1", recipients="3")
    assert "waits for a second person already" in ask_again(admin_client, many, confirm="1", recipients="3")
    assert states() == {"failed", "sent"}
    second, mailing = User.objects.create_superuser("second"), Mailing.objects.get()
    # One of them was tried again by itself meanwhile.
    worker.try_again(Alert.objects.filter(pk=many[0].pk))
    with pytest.raises(PublicationRefused):
        lifecycle.approve(mailing.pk, second, recipients=3)
    lifecycle.approve(mailing.pk, second, recipients=2)
    mailing.refresh_from_db()
    assert Alert.objects.filter(state="pending", due_at=mailing.not_before).count() == 2


def test_where_nothing_failed_nothing_is_confirmed(admin_client, many):
    failed = Alert.objects.filter(state="failed")
    mass_mail = plan_retry(failed.all())
    failed.update(state="sent")
    with pytest.raises(PublicationRefused):
        lifecycle.confirm(mass_mail, User.objects.get(username="admin"))


def test_who_may_not_publish_can_not_send_again(viewer):
    failed = AlertFactory(state="failed")
    again(viewer, failed)
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_staff_say_that_an_address_works_again(admin_client):
    person = ClientFactory(undeliverable="550 no such user")
    listed = admin_client.get("/staff/intake/client/?undeliverable__isempty=0").content.decode()
    assert person.reference in listed
    admin_client.post("/staff/intake/client/", {"action": "address_works", "_selected_action": [person.pk]})
    person.refresh_from_db()
    assert person.undeliverable == ""
