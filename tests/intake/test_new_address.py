"""Another e-mail address for a file: only with a code sent to it, said to the old one, and nothing told of others."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from draws.outbox import worker
from intake.account import change_email
from intake.clients import delete_file
from intake.consents import consent
from intake.data_copy import data_export
from intake.models import AddressChange, Client, ConsentProof, Letter
from tests.draws.factories import AlertFactory
from tests.intake.files import signed_in, with_result
from tests.letters import send_letters

pytestmark = pytest.mark.django_db
ASK, CODE, DATA = "/en/my-file/data/address/", "/en/my-file/data/address/code/", "/en/my-file/data/"
OLD, NEW = "amara@example.org", "amara.diallo@example.net"


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def person():
    return with_result(OLD)[0]


def code_for(browser, address=NEW):
    """Ask for the change and read the code in the message."""
    mail.outbox.clear()
    assert browser.post(ASK, {"email": address})["Location"] == CODE
    [message] = send_letters()
    assert message.to == [address]
    return re.search(r"^\d{6}$", message.body, re.MULTILINE)[0]


def changed(browser, address=NEW):
    """Change the address with the right code; the answer."""
    return browser.post(CODE, {"code": code_for(browser, address)})


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def now(person):
    person.refresh_from_db()
    return person.email


def test_with_the_code_the_file_has_the_new_address_and_this_browser_goes_on(person):
    browser = signed_in(OLD)
    assert changed(browser)["Location"] == DATA
    assert now(person) == NEW
    page = browser.get(DATA).content.decode()
    assert f"Your address is now {NEW}" in page
    assert "Your address is now" not in browser.get(DATA).content.decode()
    assert browser.session.get_expiry_age() > 29 * 24 * 3600


def test_every_other_browser_is_signed_out_and_the_old_address_opens_nothing(person):
    this, other = signed_in(OLD), signed_in(OLD)
    changed(this)
    assert other.get(DATA).status_code == 302
    assert NEW not in signed_in(OLD).get(DATA).content.decode()
    assert person.reference in signed_in(NEW).get("/en/my-file/data/download/").content.decode()


def test_the_old_address_is_told_once(person):
    changed(signed_in(OLD))
    [message] = send_letters()
    assert send_letters() == []
    assert message.to == [OLD]
    assert NEW not in message.body
    assert "If it was not you" in message.body


def test_an_old_address_that_could_not_be_told_is_told_later(person, settings):
    changed(signed_in(OLD))
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        1,
    )
    send_letters()
    assert AddressChange.objects.get().told_at is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Letter.objects.update(due_at=timezone.now())
    send_letters()
    assert AddressChange.objects.get().told_at


def test_an_old_address_that_takes_nothing_for_three_days_is_left(person):
    changed(signed_in(OLD))
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        assert send_letters() == []
    assert Letter.objects.get(kind="address_changed").state == "suppressed"


def test_the_worker_for_what_somebody_waits_for_is_called_at_once(person, broker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(OLD).post(ASK, {"email": NEW})
    assert (broker.queued(), broker.queued("urgent")) == (0, 1)


def test_an_address_of_another_file_is_answered_alike_and_gets_no_code(person):
    other, browser = with_result("taken@example.org")[0], signed_in(OLD)
    mail.outbox.clear()
    free, known = browser.post(ASK, {"email": NEW}), browser.post(ASK, {"email": "Taken@example.org"})
    assert free["Location"] == known["Location"] == CODE
    to_taken = send_letters()[1]
    assert to_taken.to == ["taken@example.org"]
    assert not re.search(r"\d{6}", to_taken.body)
    assert "taken@example.org" in browser.get(CODE).content.decode()
    assert browser.post(CODE, {"code": "123456"})["Location"] == f"{CODE}?wrong=1"
    assert (now(person), now(other)) == (OLD, "taken@example.org")


def test_an_address_that_was_taken_meanwhile_is_refused(person):
    browser = signed_in(OLD)
    code = code_for(browser)
    Client.objects.create(email=NEW)
    assert browser.post(CODE, {"code": code})["Location"] == ASK
    assert "belongs to another file" in browser.get(ASK).content.decode()
    assert now(person) == OLD
    assert AddressChange.objects.count() == 0


def test_three_wrong_codes_end_it(person):
    browser = signed_in(OLD)
    code = code_for(browser)
    for _ in range(2):
        assert "This is not the code" in browser.post(CODE, {"code": wrong(code)}, follow=True).content.decode()
    assert browser.post(CODE, {"code": wrong(code)})["Location"] == ASK
    assert "wrong three times" in browser.get(ASK).content.decode()
    assert browser.post(CODE, {"code": code})["Location"] == ASK
    assert now(person) == OLD


def test_a_code_ages(person):
    browser = signed_in(OLD)
    code = code_for(browser)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert browser.post(CODE, {"code": code})["Location"] == ASK
    assert now(person) == OLD


def test_a_code_is_good_in_the_browser_that_asked(person):
    code = code_for(signed_in(OLD))
    assert signed_in(OLD).post(CODE, {"code": code})["Location"] == ASK
    assert now(person) == OLD


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter your new e-mail address"),
        ("amara@", "Enter an e-mail address like"),
        ("AMARA@example.org", "This is your address already"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_sent(person, typed, said):
    mail.outbox.clear()
    assert said in signed_in(OLD).post(ASK, {"email": typed}, follow=True).content.decode()
    assert send_letters() == []


def test_nobody_tries_many_addresses(person):
    browser = signed_in(OLD)
    for number in range(5):
        assert browser.post(ASK, {"email": f"a{number}@example.org"})["Location"] == CODE
    assert "several addresses" in browser.post(ASK, {"email": "a6@example.org"}, follow=True).content.decode()


def test_a_letter_that_waits_goes_to_the_new_address_alone(person):
    consent.give(person, wording="yes", language="en", source="test", ip=None)
    Client.objects.filter(pk=person.pk).update(undeliverable="550 5.1.1")
    alert = AlertFactory(client=person)
    changed(signed_in(OLD))
    send_letters()
    mail.outbox.clear()
    worker.send([alert.pk])
    worker.send([alert.pk])
    assert [message.to for message in mail.outbox] == [[NEW]]


def test_what_was_typed_follows_so_that_the_next_submission_is_of_the_new_address(person):
    changed(signed_in(OLD))
    assert person.intakes.get().answers["contact"]["email"] == NEW


def test_the_copy_of_the_data_and_the_proof_of_consent_say_which_address_it_was(person):
    day = timedelta(days=1)
    consent.give(person, wording="yes", language="en", source="test", at=timezone.now() - day)
    changed(signed_in(OLD))
    person.refresh_from_db()
    consent.withdraw(person, language="en", source="test", at=timezone.now() + day)
    [change] = data_export.export_file(person)["address_changes"]
    assert (change["was"], change["now"], change["by_staff"]) == (OLD, NEW, False)
    delete_file.delete_with_account(person)
    assert dict(ConsentProof.objects.values_list("given", "email")) == {True: OLD, False: NEW}


def test_staff_who_correct_an_address_are_kept_and_tell_nobody(person, admin_user):
    old_browser = signed_in(OLD)
    Client.objects.filter(pk=person.pk).update(email=NEW)
    person.refresh_from_db()
    change_email.record_move(person, OLD, "", admin_user)
    assert send_letters() == []
    assert AddressChange.objects.get().by == admin_user
    assert old_browser.get(DATA).status_code == 302


def test_who_is_not_signed_in_is_asked_to(client, person):
    assert client.get(ASK)["Location"].startswith("/en/sign-in/")
    assert client.post(CODE, {"code": "123456"})["Location"].startswith("/en/sign-in/")


def test_it_is_all_there_in_french(person):
    browser = signed_in(OLD)
    browser.post(ASK.replace("/en/", "/fr/"), {"email": NEW})
    assert "votre code" in send_letters()[-1].subject
    assert "nouvelle adresse" in browser.get(CODE.replace("/en/", "/fr/")).content.decode()
