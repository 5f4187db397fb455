"""Signing in by a code: nothing is told, little can be guessed, and nobody gets another's answers."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone

from intake.account.adapter import get_or_create_account
from intake.models import Assessment, Client, Consent, Intake, Letter
from intake.questionnaire.draft import COOKIE
from tests.intake.answers import SINGLE
from tests.letters import send_letters

pytestmark = pytest.mark.django_db
SIGN_IN, CODE, FILE = "/en/sign-in/", "/en/sign-in/code/", "/en/my-file/"
ADDRESS = "amara@example.org"


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def code_for(browser, address=ADDRESS, **extra):
    """Ask for a code and read it in the message."""
    mail.outbox.clear()
    browser.post(SIGN_IN, {"email": address} | extra)
    send_letters()
    return re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)[0]


def sign_in(browser, address=ADDRESS, **extra):
    """Sign in by code; the answer to the right code."""
    code = code_for(browser, address)
    return browser.post(CODE, {"code": code} | extra)


def wrong(code):
    """Another code."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def submitted(browser_of, email="", **other):
    """A browser that has submitted answers, with or without an address in them."""
    contact = {"name": "Amara", "email": email, "language": "en"} | ({"alerts": "on"} if email else {})
    intake = Intake.objects.create(answers=SINGLE | {"contact": contact} | other)
    browser = browser_of(intake)
    browser.post("/en/intake/check/")
    return browser, intake


def test_a_new_person_signs_in_with_the_code_alone():
    browser = Browser()
    assert sign_in(browser)["Location"] == FILE
    assert Client.objects.get().email == ADDRESS
    assert ADDRESS in browser.get(FILE).content.decode()
    assert not User.objects.get().has_usable_password()


def test_the_message_has_the_code_in_both_parts_and_says_who_writes(settings):
    settings.FIRM = settings.FIRM | {"address": "1 Main Street, Ottawa"}
    code = code_for(Browser())
    (sent,) = mail.outbox
    html = sent.alternatives[0][0]
    assert code in sent.subject
    assert code in html
    assert "1 Main Street, Ottawa" in sent.body
    assert "1 Main Street, Ottawa" in html


def test_the_message_is_in_the_language_of_the_page():
    browser = Browser()
    browser.post("/fr/sign-in/", {"email": ADDRESS})
    send_letters()
    assert 'lang="fr"' in mail.outbox[0].alternatives[0][0]
    code = re.search(r"^\d{6}$", mail.outbox[0].body, re.MULTILINE)[0]
    browser.post("/fr/sign-in/code/", {"code": code})
    assert Client.objects.get().language == "fr"


def test_the_field_for_the_code_can_be_filled_by_the_device_and_by_pasting():
    browser = Browser()
    code = code_for(browser)
    field = re.search(r'<input[^>]*name="code"[^>]*>', browser.get(CODE).content.decode())[0]
    assert 'autocomplete="one-time-code"' in field
    assert "maxlength" not in field
    assert "onpaste" not in field
    assert browser.post(CODE, {"code": f" {code[:3]} {code[3:]} "})["Location"] == FILE


def test_a_known_an_unknown_and_a_staff_address_look_the_same(admin_user):
    Client.objects.create(email="known@example.org")
    User.objects.filter(pk=admin_user.pk).update(email="staff@example.org")
    pages = []
    for address in ("known@example.org", "other@example.org", "staff@example.org"):
        browser = Browser()
        answer = browser.post(SIGN_IN, {"email": address})
        page = browser.get(answer["Location"]).content.decode()
        pages.append(re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page).replace(address, ""))
    assert pages[0] == pages[1] == pages[2]
    assert len(send_letters()) == 3


def test_a_code_to_a_staff_address_never_opens_the_staff_account(admin_user):
    User.objects.filter(pk=admin_user.pk).update(email=ADDRESS)
    browser = Browser()
    sign_in(browser)
    assert int(browser.session["_auth_user_id"]) != admin_user.pk
    assert browser.get("/staff/")["Location"].startswith("/staff/login/")


def test_an_applicants_account_that_became_staff_is_not_reached_by_a_code():
    sign_in(Browser())
    User.objects.update(is_staff=True)
    mail.outbox.clear()
    browser = Browser()
    browser.post(SIGN_IN, {"email": ADDRESS})
    assert send_letters() == []
    assert browser.get(CODE).status_code == 200


def test_a_code_is_good_for_three_guesses():
    browser = Browser()
    code = code_for(browser)
    for _ in range(3):
        browser.post(CODE, {"code": wrong(code)})
    assert browser.post(CODE, {"code": code})["Location"] == f"{SIGN_IN}?over=1"
    assert "_auth_user_id" not in browser.session


def test_one_address_gets_a_few_codes_however_many_browsers_ask(broker):
    for _ in range(8):
        Browser().post(SIGN_IN, {"email": ADDRESS})
        send_letters()
    assert len(mail.outbox) == 3
    refused = Browser().post(SIGN_IN, {"email": ADDRESS.upper()}, follow=True)
    assert "Several messages were asked for already" in refused.content.decode()
    Browser().post(SIGN_IN, {"email": "else@example.org"})
    assert len(send_letters()) == 1


def test_one_place_asks_for_a_limited_number_of_codes(broker):
    for number in range(25):
        Browser().post(SIGN_IN, {"email": f"{number}@example.org"})
    assert len(send_letters()) == 20


def test_a_code_is_not_good_in_another_browser():
    code = code_for(Browser())
    other = Browser()
    assert other.post(CODE, {"code": code})["Location"] == f"{SIGN_IN}?over=1"
    code_for(other, "other@example.org")
    other.post(CODE, {"code": code})
    assert "_auth_user_id" not in other.session


def test_a_code_is_good_for_fifteen_minutes():
    browser = Browser()
    code = code_for(browser)
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=5)):
        assert browser.post(CODE, {"code": code})["Location"] == f"{SIGN_IN}?over=1"


def test_the_page_of_a_code_says_for_how_long_it_is_good(settings):
    browser = Browser()
    code_for(browser)
    assert "The code is good for 15 minutes." in browser.get(CODE).content.decode()
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 20 * 60
    assert "The code is good for 20 minutes." in browser.get(CODE).content.decode()


@pytest.mark.parametrize("late", [False, True])
def test_a_code_that_can_be_used_no_more_leads_back_with_the_reason_the_address_and_the_way_onward(late):
    browser = Browser()
    code = code_for(browser, next=f"{FILE}data/")
    onward = f"{CODE}?{urlencode({'next': f'{FILE}data/'})}"
    for _ in range(0 if late else 3):
        answer = browser.post(onward, {"code": wrong(code)})
    with time_machine.travel(timezone.now() + timedelta(minutes=16 if late else 0)):
        answer = browser.post(onward, {"code": code}) if late else answer
        page = browser.get(answer["Location"]).content.decode()
        assert "more than 15 minutes old" in page
        assert f'value="{ADDRESS}"' in page
        again = browser.post(answer["Location"], {"email": ADDRESS})
    assert again["Location"] == f"{CODE}?next=%2Fen%2Fmy-file%2Fdata%2F"


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(onward):
    assert sign_in(Browser(), next=onward)["Location"] == FILE
    browser = Browser()
    code = code_for(browser, "b@example.org", next=onward)
    assert browser.post(f"{CODE}?next={onward}", {"code": code})["Location"] == FILE


def test_signing_in_leads_back_to_the_page_that_was_asked_for():
    asked = Browser().get(FILE)["Location"]
    assert asked == f"{SIGN_IN}?next={FILE}"


def draft_in(browser_of):
    """A browser with answers that nobody has claimed, and their intake."""
    intake = Intake.objects.create(answers={"marital-status": {"marital_status": "married"}})
    return browser_of(intake), intake


def test_who_asked_to_keep_the_answers_is_not_asked_again_whose_they_are(browser_of):
    browser, _intake = draft_in(browser_of)
    browser.post(f"{SIGN_IN}?keep=1", {"email": ADDRESS})
    send_letters()
    code = re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)[0]
    assert browser.post(CODE, {"code": code})["Location"] == FILE
    assert Intake.objects.get().client.email == ADDRESS


def test_the_wish_to_keep_answers_ends_with_the_next_code_that_is_asked_for_without_it(browser_of):
    browser, intake = draft_in(browser_of)
    browser.post(f"{SIGN_IN}?keep=1", {"email": ADDRESS})
    assert sign_in(browser, "somebody.else@example.org")["Location"] != FILE
    intake.refresh_from_db()
    assert intake.client is None


def test_without_the_cache_that_counts_them_no_code_is_sent_and_the_page_says_so(broker):
    broker.kill()
    assert "We could not send the message" in Browser().post(SIGN_IN, {"email": ADDRESS}, follow=True).content.decode()
    assert Letter.objects.count() == 0


def test_a_mail_server_that_is_away_loses_no_code_and_the_page_says_that_it_is_being_sent(settings):
    works, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = Browser().post(SIGN_IN, {"email": ADDRESS}, follow=True).content.decode()
    assert "We are sending a message with a code" in page
    assert send_letters() == []
    settings.EMAIL_BACKEND = works
    Letter.objects.update(due_at=timezone.now())
    assert [message.to for message in send_letters()] == [[ADDRESS]]


def test_an_applicant_stays_signed_in_for_thirty_days_and_the_pages_before_make_no_session():
    browser = Browser()
    browser.get("/en/start/")
    browser.get(SIGN_IN)
    assert Session.objects.count() == 0
    sign_in(browser)
    assert browser.cookies["sessionid"]["max-age"] == 30 * 24 * 3600
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        assert browser.get(FILE).status_code == 200


def test_staff_are_signed_out_after_thirty_idle_minutes(admin_client):
    assert admin_client.get("/staff/").status_code == 200
    assert admin_client.cookies["sessionid"]["max-age"] == 30 * 60


def test_staff_have_no_file(admin_client, admin_user):
    Client.objects.create(email=admin_user.email)
    assert admin_client.get(FILE).status_code == 403


def test_the_account_of_an_address_is_one_however_it_is_written(db):
    assert get_or_create_account("A@example.org") == get_or_create_account("a@example.org")


# --- Whose answers are these? --------------------------------------------------


def test_answers_with_the_persons_own_address_go_into_their_file_and_that_is_said(browser_of):
    browser, _intake = submitted(browser_of, email=ADDRESS.title())
    assert sign_in(browser)["Location"] == FILE
    client = Client.objects.get()
    assert Intake.objects.get().client == client
    assert Assessment.objects.get().client == client
    assert client.facts == Assessment.objects.get().facts
    assert client.standings.exists()
    assert client.alerts
    assert "are in your file now" in browser.get(FILE).content.decode()
    assert "are in your file now" not in browser.get(FILE).content.decode()


@pytest.mark.parametrize("typed", ["", "other@example.org"])
def test_other_answers_in_the_browser_are_never_taken_silently(browser_of, typed):
    browser, intake = submitted(browser_of, email=typed)
    assert sign_in(browser)["Location"] == f"{FILE}answers/"
    page = browser.get(f"{FILE}answers/").content.decode()
    assert "Are these answers yours?" in page
    assert Intake.objects.get(pk=intake.pk).client is None
    assert not Client.objects.exists(), "somebody who has no file yet gets one by answering"


def test_answers_that_are_the_persons_are_taken_by_a_button(browser_of):
    browser, _intake = submitted(browser_of)
    sign_in(browser)
    browser.post(f"{FILE}answers/", {"mine": "yes"})
    client = Client.objects.get()
    assert Intake.objects.get().client == client
    assert client.assessments.count() == 1


def test_consent_given_for_another_address_is_not_taken_over(browser_of):
    browser, _intake = submitted(browser_of, email="other@example.org")
    sign_in(browser)
    browser.post(f"{FILE}answers/", {"mine": "yes"})
    assert not Client.objects.get(email=ADDRESS).alerts
    assert Consent.objects.count() == 0


def test_answers_that_are_not_the_persons_are_let_go_of(browser_of):
    browser, intake = submitted(browser_of)
    sign_in(browser)
    browser.post(f"{FILE}answers/", {"mine": "no"})
    assert browser.cookies[COOKIE].value == ""
    assert Intake.objects.get(pk=intake.pk).client is None


def test_answers_in_one_persons_file_are_not_shown_to_the_next_on_the_device(browser_of):
    browser, _intake = submitted(browser_of, email=ADDRESS)
    sign_in(browser)
    assert browser.get("/en/intake/jobs/1/").status_code == 200
    browser.cookies.pop("sessionid")
    assert browser.get("/en/intake/jobs/1/").status_code == 302
    sign_in(browser, "b@example.org")
    assert browser.get("/en/intake/jobs/1/").status_code == 302
    assert Intake.objects.get().client.email == ADDRESS


def test_answers_go_on_in_another_browser(browser_of):
    browser, _intake = submitted(browser_of, email=ADDRESS)
    sign_in(browser)
    other = Browser()
    sign_in(other)
    assert other.post(f"{FILE}go-on/")["Location"] == "/en/intake/check/"
    assert other.get("/en/intake/jobs/1/").status_code == 200
    reference = Assessment.objects.get().reference
    assert other.get(f"/en/result/{reference}/").status_code == 200


def test_who_is_signed_in_is_not_asked_for_the_address_again(browser_of):
    intake = Intake.objects.create(answers={**SINGLE, "contact": None})
    browser = browser_of(intake)
    sign_in(browser)
    browser.post(f"{FILE}answers/", {"mine": "yes"})
    page = browser.get("/en/intake/contact/").content.decode()
    assert f'value="{ADDRESS}"' in page
    assert "Nothing has to be confirmed" in page


def test_signing_out_forgets_the_answers_that_are_in_the_file(browser_of):
    browser, _intake = submitted(browser_of, email=ADDRESS)
    sign_in(browser)
    assert browser.get("/en/sign-out/").status_code == 200
    browser.post("/en/sign-out/")
    assert browser.get("/en/intake/jobs/1/").status_code == 302
    assert browser.get(FILE).status_code == 302
    assert Intake.objects.count() == 1


def test_clearing_the_device_signs_out_too(browser_of):
    browser, _intake = submitted(browser_of, email=ADDRESS)
    sign_in(browser)
    browser.post("/en/clear/")
    assert browser.get(FILE).status_code == 302
    assert Intake.objects.count() == 1


def test_another_clients_result_is_not_open_to_who_is_signed_in(browser_of):
    browser, _intake = submitted(browser_of, email=ADDRESS)
    sign_in(browser)
    reference = Assessment.objects.get().reference
    stranger = Browser()
    sign_in(stranger, "b@example.org")
    assert browser.get(f"/en/result/{reference}/").status_code == 200
    assert stranger.get(f"/en/result/{reference}/").status_code == 404
    page = stranger.get(FILE).content.decode()
    assert reference not in page
    assert "No score has been calculated yet" in page


def test_a_new_submission_of_the_signed_in_goes_straight_into_the_file(browser_of):
    browser, _intake = submitted(browser_of, email=ADDRESS)
    sign_in(browser)
    browser.post("/en/intake/sibling/", {"sibling_in_canada": "yes"})
    letters = Letter.objects.count()
    browser.post("/en/intake/check/")
    assert Letter.objects.count() == letters
    client = Client.objects.get()
    assert client.facts["sibling_in_canada"] is True
    assert client.assessments.count() == 2
    page = browser.get(FILE).content.decode()
    assert "Brother or sister in Canada: 0 before, 15 now" in page


def test_without_signing_in_a_submission_has_to_be_confirmed_as_before(browser_of):
    browser, _intake = submitted(browser_of, email=ADDRESS)
    sign_in(browser)
    browser.cookies.pop("sessionid")
    browser.post("/en/intake/sibling/", {"sibling_in_canada": "yes"})
    browser.post("/en/intake/check/")
    assert Client.objects.get().facts["sibling_in_canada"] is False


def test_answers_in_a_file_take_no_other_address_without_its_session(browser_of):
    browser, _intake = submitted(browser_of, email=ADDRESS)
    sign_in(browser)
    browser.cookies.pop("sessionid")
    other = {"name": "B", "email": "b@example.org", "language": "en"}
    browser.post("/en/intake/contact/", other)
    browser.post("/en/intake/check/")
    held = Intake.objects.get(client__email=ADDRESS)
    assert held.answers["contact"]["email"] == ADDRESS
    assert list(Assessment.objects.values_list("contact__email", flat=True)) == [ADDRESS]


def test_the_time_in_the_pool_told_in_the_file_outlives_unchanged_answers(browser_of):
    browser, _intake = submitted(browser_of, email=ADDRESS)
    sign_in(browser)
    told = timezone.now() - timedelta(days=3)
    Client.objects.update(profile_submitted_at=told)
    browser.post("/en/intake/sibling/", {"sibling_in_canada": "yes"})
    browser.post("/en/intake/check/")
    assert Client.objects.get().profile_submitted_at == told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Alerts about rounds are chosen in your file"), ("fr", "Les alertes sur les rondes se")],
)
def test_whoever_comes_for_alerts_reads_of_them_where_they_sign_in(client, language, said):
    there = client.get(f"/{language}/my-file/alerts/", follow=True)
    assert said in there.content.decode()
    assert said not in client.get(f"/{language}/my-file/", follow=True).content.decode()
