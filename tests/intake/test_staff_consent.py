"""Staff enter a consent with the place of its proof, and stop the e-mails when a client asks them to."""

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from draws.outbox import worker
from intake.consents import consent
from intake.consents.wording import render_dated_wording
from intake.models import Client, Consent
from tests.draws.factories import AlertFactory

pytestmark = pytest.mark.django_db
SAID = {"language": "fr", "way": "telephone", "proof": "recording 4711", "said_yes": "on"}


@pytest.fixture
def person():
    return Client.objects.create(email="ana@example.org", language="fr")


def where(client):
    return reverse("admin:intake_client_consent", args=[client.pk])


def test_a_recorded_consent_is_kept_with_its_words_and_its_proof(admin_client, admin_user, person):
    assert admin_client.post(where(person), SAID)["Location"] == reverse("admin:intake_client_change", args=[person.pk])
    person.refresh_from_db()
    assert person.alerts
    kept = Consent.objects.get()
    assert (kept.given, kept.language, kept.wording) == (True, "fr", render_dated_wording("fr"))
    assert kept.source == f"telephone, recording 4711; entered by {admin_user.username}"
    history = reverse("admin:intake_client_history", args=[person.pk])
    for language, said in (
        ("en", f"By telephone, recorded (recording 4711), entered by {admin_user.username}"),
        ("fr", f"Par téléphone, avec enregistrement (recording 4711), saisi par {admin_user.username}"),
    ):
        found = admin_client.get(history, HTTP_ACCEPT_LANGUAGE=language).context["entries"]
        assert [entry.text.partition("\n")[0] for entry in found] == [said], "once, in the reader's words"


def test_the_words_to_read_out_are_there_in_both_languages(admin_client, person):
    page = admin_client.get(where(person)).content.decode()
    assert "e-mails me when an Express Entry round" in page
    assert 'lang="fr"' in page
    assert 'name="said_yes"' in page
    assert "checked" not in page.split('name="said_yes"')[1].split(">")[0]


@pytest.mark.parametrize("lacking", ["way", "proof", "said_yes"])
def test_without_its_proof_no_consent_is_kept(admin_client, person, lacking):
    answer = admin_client.post(where(person), SAID | {lacking: ""})
    assert answer.status_code == 200
    assert "This field is required" in answer.content.decode()
    assert Consent.objects.count() == 0


def test_who_asks_staff_to_stop_gets_nothing_more(admin_client, admin_user, person):
    consent.give(person, wording="words", language="fr", source="test")
    alert = AlertFactory(client=person)
    assert admin_client.post(where(person), {"way": "telephone"}).status_code == 302
    person.refresh_from_db()
    assert not person.alerts
    last = Consent.objects.first()
    assert (last.given, last.source) == (False, f"telephone; entered by {admin_user.username}")
    worker.send([alert.pk])
    alert.refresh_from_db()
    assert alert.state == "suppressed"


def test_who_agreed_is_not_asked_again(admin_client, person):
    consent.give(person, wording="words", language="fr", source="test")
    page = admin_client.get(where(person)).content.decode()
    assert "Stop the e-mails" in page
    assert 'name="proof"' not in page


def test_who_may_only_look_enters_nothing(client, person):
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_client"))
    client.force_login(viewer)
    assert client.get(where(person)).status_code == 403
    assert client.post(where(person), SAID).status_code == 403
    assert Consent.objects.count() == 0


def test_a_file_says_what_the_client_wants_to_hear_of(admin_client, person):
    where_file = reverse("admin:intake_client_change", args=[person.pk])
    assert "Nothing: no e-mail is sent" in admin_client.get(where_file).content.decode()
    admin_client.post(where(person), SAID)
    assert "all rounds that fit" in admin_client.get(where_file).content.decode()
