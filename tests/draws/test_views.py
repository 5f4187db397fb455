"""One's own alerts, off and on, by signed link."""

import pytest
import time_machine
from django.core.signing import Signer
from django.test import Client as Browser
from django.utils import timezone

from draws.outbox.unsubscribe_links import OPENS_FOR, build_link
from intake.consents import consent
from intake.models import Client, Consent
from tests.draws.factories import ClientFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return ClientFactory()


def path_of(client):
    """The client's own page."""
    return build_link(client).removeprefix("http://localhost:8000")


@pytest.fixture
def link(person):
    return path_of(person)


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_never_unsubscribes(client, person, link, method):
    assert getattr(client, method)(link).status_code == 200
    person.refresh_from_db()
    assert person.alerts
    assert Consent.objects.count() == 0


def test_the_button_turns_alerts_off_with_proof(client, person, link):
    assert "Stop all of it" in client.get(link).content.decode()
    response = client.post(link, {"alerts": "off"}, follow=True)
    assert "You get no alerts about rounds, no reminders and no news" in response.content.decode()
    person.refresh_from_db()
    assert not person.alerts
    assert list(Consent.objects.values_list("client", "given", "language")) == [(person.pk, False, "en")]


def test_one_click_needs_no_cookie_and_no_token(person, link):
    strict = Browser(enforce_csrf_checks=True)
    response = strict.post(link, {"List-Unsubscribe": "One-Click"})
    assert (response.status_code, response.content) == (204, b"")
    person.refresh_from_db()
    assert not person.alerts


def test_one_click_twice_is_one_withdrawal(client, link):
    client.post(link, {"List-Unsubscribe": "One-Click"})
    client.post(link, {"List-Unsubscribe": "One-Click"})
    assert Consent.objects.count() == 1


def test_a_post_with_anything_else_stops_too(client, person, link):
    client.post(link, {})
    person.refresh_from_db()
    assert not person.alerts


def test_alerts_can_be_turned_on_again_with_the_wording_kept(client, person, link):
    client.post(link, {"alerts": "off"})
    client.post(link, {"alerts": "on"})
    person.refresh_from_db()
    assert person.alerts
    newest = Consent.objects.first()
    assert newest.given
    assert "I agree that Example Immigration Consultancy e-mails me" in newest.wording


def test_only_the_links_own_client_changes(client, link):
    other = ClientFactory()
    client.post(link, {"alerts": "off"})
    other.refresh_from_db()
    assert other.alerts


@pytest.mark.parametrize("spoil", [lambda link: link[:-2] + "x/", lambda link: link.replace(":", ":x")])
def test_a_spoilt_link_is_not_found(client, person, link, spoil):
    assert client.post(spoil(link)).status_code == 404
    person.refresh_from_db()
    assert person.alerts


def test_a_signature_of_another_purpose_is_not_found(client, person):
    signed = Signer(salt="something else").sign(person.reference)
    assert client.post(f"/en/alerts/{signed}/").status_code == 404


def test_the_page_is_kept_by_nobody(client, link):
    assert "no-store" in client.get(link)["Cache-Control"]


def test_a_client_who_is_gone_is_not_found(client, person, link):
    Client.objects.all().delete()
    assert client.get(link).status_code == 404


def test_only_some_kinds_of_round_can_be_chosen_without_signing_in(client, person, link):
    other = ClientFactory()
    client.post(link, {"choice": "chosen", "streams": ["cec", "french"]})
    person.refresh_from_db()
    assert person.alerts
    assert person.chosen_only
    assert set(person.chosen_streams.values_list("stream", flat=True)) == {"cec", "french"}
    proof = Consent.objects.get()
    assert proof.given
    assert "Canadian Experience Class; French-language proficiency" in proof.wording
    assert "e-mails me when" in proof.wording
    assert not other.chosen_streams.exists()
    client.post(link, {"choice": "none"})
    person.refresh_from_db()
    assert not person.alerts


def test_some_kinds_chosen_and_none_named_is_a_problem(client, person, link):
    page = client.post(link, {"choice": "chosen"}, follow=True).content.decode()
    assert "Select at least one kind of round" in page
    assert Consent.objects.count() == 0


@pytest.mark.parametrize(
    ("posted", "wanted", "said"),
    [
        ({"choice": "all", "others": ["reminders"]}, (True, False, True, False), "[no news of the rules]"),
        (
            {"choice": "none", "others": ["rule_news"]},
            (True, True, False, True),
            "[no alerts about rounds; no reminders]",
        ),
        ({"choice": "all", "others": ["reminders", "rule_news"]}, (True, False, True, True), None),
        ({"choice": "none"}, (False, False, True, True), ""),
    ],
)
def test_each_kind_of_message_is_chosen_by_itself_with_proof(client, person, link, posted, wanted, said):
    client.post(link, posted)
    person.refresh_from_db()
    assert (person.alerts, person.chosen_only, person.reminders, person.rule_news) == wanted
    wordings = list(Consent.objects.values_list("wording", flat=True))
    assert wordings == [] if said is None else wordings[0].endswith(said)


def test_the_page_shows_what_is_chosen(client, person, link):
    client.post(link, {"choice": "none", "others": ["rule_news"]})
    page = client.get(link).content.decode()
    ticked = [box.partition("value=")[2].split('"')[1] for box in page.split("<input") if " checked" in box]
    assert ticked == ["none", "rule_news"]


def test_one_click_stops_every_kind_whatever_was_chosen(client, person, link):
    client.post(link, {"choice": "none", "others": ["rule_news"]})
    client.post(link, {"List-Unsubscribe": "One-Click"})
    person.refresh_from_db()
    assert not person.alerts
    assert [act.given for act in Consent.objects.order_by("at", "id")] == [True, False]


def test_an_old_link_stops_everything_and_neither_shows_nor_changes_anything_else(client, person, link):
    with time_machine.travel(timezone.now() + OPENS_FOR, tick=False):
        shown = client.get(link).content.decode()
        assert "This link is from an old message" in shown
        assert "choice" not in shown
        client.post(link, {"choice": "chosen", "streams": ["cec"]})
        person.refresh_from_db()
        assert (person.alerts, person.chosen_only) == (False, False)
        client.post(link, {"alerts": "on"})
        person.refresh_from_db()
        assert not person.alerts
        assert "You get no alerts about rounds" in client.get(link).content.decode()
        assert list(Consent.objects.values_list("given", flat=True)) == [False]


def test_without_an_address_a_link_from_before_stops_everything_and_turns_nothing_on(client, person, link):
    Client.objects.filter(pk=person.pk).update(email="", telephone="+16135550100", alerts=False)
    for posted in ({"choice": "all", "others": ["rule_news"]}, {"alerts": "on"}):
        assert client.post(link, posted).status_code == 302
        assert "You get no alerts about rounds" in client.get(link).content.decode()
    assert not Consent.objects.filter(given=True).exists()
    with pytest.raises(ValueError, match="without an e-mail address"):
        consent.give(Client.objects.get(), wording="words", language="en", source="test")


def test_a_program_that_presses_an_old_link_is_heard_too(person, link):
    with time_machine.travel(timezone.now() + OPENS_FOR, tick=False):
        answer = Browser(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 204
    person.refresh_from_db()
    assert not person.alerts
