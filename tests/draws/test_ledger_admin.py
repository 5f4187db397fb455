"""The staff's tool for what is sent: pause, go on, try again; only by those who may."""

import pytest
from django.contrib.auth.models import Permission, User

from draws.models import Pause
from draws.outbox import throttle, worker
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
