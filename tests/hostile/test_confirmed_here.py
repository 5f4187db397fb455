"""The browser that confirmed its address goes on; whoever knew its old key, and every other browser, is cut off."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from intake.account import change_email, confirm_email
from intake.clients import delete_file
from intake.models import Assessment, Client, Intake, Letter
from intake.questionnaire import draft
from intake.questionnaire.session_confirmation import CONFIRMED
from tests.intake.answers import SINGLE
from tests.intake.files import FILE, sign_draft, signed_in

pytestmark = pytest.mark.django_db
ADDRESS, SECRET = "amara@example.org", "Amara Secretive"
PAGES = ["result", "result_pdf", "calendar", "worksheet", "what_if", "scenarios"]


def hand_in(browser_of, email=ADDRESS, browser=None):
    """A browser that submitted answers with an address, and what it submitted."""
    intake = Intake.objects.create(answers=SINGLE | {"contact": {"name": SECRET, "email": email, "language": "en"}})
    if browser is None:
        browser = browser_of(intake)
    else:
        browser.cookies[draft.COOKIE] = sign_draft(intake.token)
    browser.post("/en/intake/check/")
    return browser, Assessment.objects.latest("pk")


def press(browser, made, language="en"):
    """The button in the letter; the text of the page after it."""
    link = reverse("intake:confirm", args=[confirm_email.make_link(made)]).replace("/en/", f"/{language}/")
    return browser.post(link, follow=True).content.decode()


def opens(browser, made):
    return browser.get(f"/en/result/{made.reference}/").status_code == 200


def count_letters():
    return Letter.objects.filter(kind="confirmation").count()


def copy_of(browser):
    """Another browser with the cookies of this one, but for its session."""
    other = Browser()
    other.cookies[draft.COOKIE] = browser.cookies[draft.COOKIE].value
    return other


@pytest.mark.parametrize(("language", "back"), [("en", "Back to the result"), ("fr", "Retour au résultat")])
def test_the_browser_that_pressed_the_button_goes_on_with_result_and_answers(browser_of, language, back):
    browser, made = hand_in(browser_of)
    page = press(browser, made, language)
    assert back in page
    assert f"/{language}/result/{made.reference}/" in page
    shown = browser.get(f"/en/result/{made.reference}/").content.decode()
    assert "Send the message again" not in shown
    assert f"give the reference {Client.objects.get().reference}." in shown
    for name in PAGES:
        assert browser.get(reverse(f"intake:{name}", args=[made.reference])).status_code < 400, name
    assert browser.get("/en/intake/check/").status_code == 200
    assert SECRET in browser.get("/en/intake/contact/").content.decode()


def test_a_second_result_for_the_confirmed_address_is_not_asked_to_confirm(browser_of):
    browser, made = hand_in(browser_of)
    press(browser, made)
    letters = count_letters()
    browser.post("/en/intake/sibling/?change=1", {"sibling_in_canada": "yes"})
    where = browser.post("/en/intake/check/")["Location"]
    client = Client.objects.get()
    assert (client.assessments.count(), client.facts["sibling_in_canada"]) == (2, True)
    assert count_letters() == letters
    assert f"give the reference {client.reference}." in browser.get(where).content.decode()


def test_a_new_draft_of_the_same_session_goes_into_the_file_and_stays_open(browser_of):
    browser, made = hand_in(browser_of)
    press(browser, made)
    letters = count_letters()
    _browser, second = hand_in(browser_of, ADDRESS.upper(), browser)
    assert Assessment.objects.get(pk=second.pk).client == Client.objects.get()
    assert count_letters() == letters
    assert opens(browser, second)
    assert browser.get("/en/intake/check/").status_code == 200
    assert not opens(copy_of(browser), second)


def test_another_address_is_asked_to_confirm_and_opens_nothing_of_its_file(browser_of):
    browser, made = hand_in(browser_of)
    press(browser, made)
    victim = Client.objects.create(email="victim@example.org", name="Victim Known")
    letters = count_letters()
    browser.post(
        "/en/intake/contact/", {"name": SECRET, "email": victim.email, "language": "en", "telephone": "", "way": ""}
    )
    where = browser.post("/en/intake/check/")["Location"]
    second = Assessment.objects.latest("pk")
    assert second != made
    assert count_letters() == letters + 1
    page = browser.get(where).content.decode()
    assert victim.reference not in page
    assert "Known" not in page
    press(Browser(), second)
    assert Assessment.objects.get(pk=second.pk).client == victim
    assert browser.get(where).status_code == 404, "it is the victim's now"
    assert opens(browser, made)


def test_both_addresses_of_a_draft_confirmed_in_one_browser_stay_open(browser_of):
    browser, made = hand_in(browser_of)
    intake = Intake.objects.get()
    intake.answers["contact"]["email"] = "work@example.org"
    intake.save()
    browser.post("/en/intake/check/")
    second = Assessment.objects.latest("pk")
    for one in (made, second):
        press(browser, one)
    assert opens(browser, made)
    assert opens(browser, second)
    assert set(Client.objects.values_list("email", flat=True)) == {ADDRESS, "work@example.org"}


def test_a_browser_with_the_old_cookie_is_cut_off_although_it_presses_the_same_link(browser_of):
    browser, made = hand_in(browser_of)
    other = copy_of(browser)
    assert opens(other, made)
    press(browser, made)
    for again in range(2):
        assert not opens(other, made), again
        assert SECRET not in other.get("/en/intake/contact/").content.decode()
        other.post("/en/intake/marital-status/", {"marital_status": "widowed"})
        assert "Back to the result" not in press(other, made)
    assert Intake.objects.get(client__email=ADDRESS).mistakes == {}
    assert opens(browser, made), "the other's presses change nothing here"


def test_who_typed_anothers_address_is_cut_off_when_its_owner_presses_elsewhere(browser_of):
    attacker, made = hand_in(browser_of)
    owner = Browser()
    assert "Back to the result" not in press(owner, made)
    assert not opens(attacker, made)
    assert not opens(owner, made), "a link signs nobody in (record 0020)"
    assert attacker.get("/en/intake/contact/").status_code == 302
    letters = count_letters()
    hand_in(browser_of, browser=attacker)
    assert count_letters() == letters + 1, "another session that types the address is asked"


def test_the_new_cookie_alone_opens_nothing(browser_of):
    browser, made = hand_in(browser_of)
    press(browser, made)
    other = copy_of(browser)
    assert not opens(other, made)
    assert SECRET not in other.get("/en/intake/contact/").content.decode()


def test_the_session_alone_opens_nothing(browser_of):
    browser, made = hand_in(browser_of)
    press(browser, made)
    other = Browser()
    other.cookies["sessionid"] = browser.cookies["sessionid"].value
    assert not opens(other, made)
    letters = count_letters()
    browser.cookies.clear()
    assert not opens(browser, made)
    assert count_letters() == letters


def test_a_session_that_somebody_knew_before_is_another_one_after(browser_of):
    browser, made = hand_in(browser_of)
    session = browser.session
    session["x"] = 1
    session.save()
    planted = browser.cookies["sessionid"].value
    press(browser, made)
    assert browser.cookies["sessionid"].value != planted


@pytest.mark.parametrize("act", ["clear", "sign in", "sign out"])
def test_the_next_person_at_the_browser_opens_nothing(browser_of, act):
    browser, made = hand_in(browser_of)
    press(browser, made)
    if act == "sign in":
        browser.cookies["sessionid"] = signed_in("next@example.org").cookies["sessionid"].value
    else:
        browser.post("/en/clear/" if act == "clear" else "/en/sign-out/")
    assert not opens(browser, made)
    assert SECRET not in browser.get("/en/intake/contact/").content.decode()


def test_it_ends_when_the_file_goes_to_another_address(browser_of):
    browser, made = hand_in(browser_of)
    press(browser, made)
    change_email.move_file(Client.objects.get(), "elsewhere@example.org")
    assert not opens(browser, made)
    letters = count_letters()
    hand_in(browser_of, browser=browser)
    assert count_letters() == letters + 1, "the address is asked for anew"


def test_of_a_file_that_was_deleted_the_session_opens_nothing(browser_of):
    browser, made = hand_in(browser_of)
    press(browser, made)
    delete_file.delete_with_account(Client.objects.get())
    assert browser.session[CONFIRMED]
    assert not opens(browser, made)
    hand_in(browser_of, browser=browser)
    assert count_letters() == 1, "the letter of before went with the file"
    assert Assessment.objects.get().client is None


def test_who_ended_every_other_browser_ended_this(browser_of):
    browser, made = hand_in(browser_of)
    press(browser, made)
    owner = signed_in(ADDRESS)
    owner.get(FILE)
    owner.post(reverse("my_file:devices"), {"others": "1"})
    assert not opens(browser, made)
    letters = count_letters()
    hand_in(browser_of, browser=browser)
    assert count_letters() == letters + 1


def test_my_file_still_asks_for_a_code(browser_of):
    browser, made = hand_in(browser_of)
    press(browser, made)
    assert browser.get(FILE)["Location"].startswith("/en/sign-in/")
