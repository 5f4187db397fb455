"""Staff take a caller's answers on one long page: the same questions, the same score, nobody else's file."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from intake.consents import consent
from intake.models import Assessment, Client, FileView, Intake, Letter
from intake.staff.data_entry.messages import AnswersToCheck
from tests.intake.answers import COUPLE, IELTS, SINGLE
from tests.intake.files import signed_in

pytestmark = pytest.mark.django_db
CALL = "/staff/intake/client/telephone/"


@pytest.fixture
def person():
    return Client.objects.create(email="ana@example.org", name="Ana")


@pytest.fixture
def where(person):
    return reverse("admin:intake_client_answers", args=[person.pk])


def clerk(*permissions: str) -> Browser:
    """A browser of a member of staff who may do this and nothing else."""
    user = User.objects.create_user("clerk", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    browser = Browser()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def text(browser: Browser, where: str) -> str:
    return browser.get(where).content.decode()


def sent(browser: Browser, where: str, answers: dict, **buttons: str):
    """Post what the long page asks now, with these answers to it."""
    shown = re.findall(r'name="page" value="([^"]+)"', text(browser, where))
    data = {"page": shown, **buttons}
    for page in shown:
        data |= {f"{page.replace('/', '-')}-{name}": said for name, said in (answers.get(page) or {}).items()}
    return browser.post(where, data)


def dictated(browser: Browser, where: str, answers: dict) -> None:
    """Answer the long page until it asks nothing more, adding the items as they come."""
    for listing in {path.split("/")[0] for path in answers if "/" in path}:
        while listing not in text(browser, where):
            sent(browser, where, answers)
        for _item in {path for path in answers if path.startswith(f"{listing}/") and path.count("/") == 1}:
            sent(browser, where, {path: said for path, said in answers.items() if path != listing}, add=listing)
    for _round in range(6):
        sent(browser, where, answers)


@pytest.mark.parametrize("answers", [SINGLE, COUPLE], ids=["single", "couple"])
def test_answers_taken_by_telephone_score_as_the_clients_own(admin_client, browser_of, person, where, answers):
    browser_of(Intake.objects.create(answers=answers)).post("/en/intake/check/")
    own = Assessment.objects.get()
    dictated(admin_client, where, answers)
    response = sent(admin_client, where, answers, score="1")
    made = Assessment.objects.exclude(pk=own.pk).get()
    assert response["Location"] == reverse("admin:intake_client_result", args=[person.pk, made.reference])
    assert (made.crs, made.facts) == (own.crs, own.facts)
    assert (made.client, made.intake.client, made.contact["email"]) == (person, person, "ana@example.org")
    person.refresh_from_db()
    assert person.facts == own.facts
    assert {standing.crs for standing in person.standings.on(timezone.localdate())} == {own.crs}


def test_the_client_is_asked_to_check_what_was_taken_down_and_says_that_it_is_right(admin_client, person, where):
    asked = f"{where}ask/"
    admin_client.post(asked)
    assert not Letter.objects.exists()
    dictated(admin_client, where, SINGLE)
    sent(admin_client, where, SINGLE, score="1", source="papers")
    assert "The client has not confirmed these answers yet" in text(admin_client, where)
    admin_client.post(asked)
    admin_client.post(asked)
    [letter] = Letter.objects.filter(state="pending")
    assert (letter.kind, letter.to, letter.client) == ("answers_to_check", "ana@example.org", person)
    mine = signed_in(person.email)
    shown = mine.get("/en/my-file/").content.decode()
    assert "We entered answers for you on" in shown
    [moment] = re.findall(r'name="submitted_at" value="(\d+)"', shown)
    for wrong in ("", "0", "never", str(int(moment) - 1)):
        mine.post("/en/my-file/answers/right/", {"submitted_at": wrong})
        assert Intake.objects.get().checked_at is None
    said = mine.post("/en/my-file/answers/right/", {"submitted_at": moment}, follow=True).content.decode()
    assert "we have noted that these answers are right" in said
    assert "We entered answers for you on" not in said
    # What waits to leave is no longer due, and the file says that it was confirmed.
    assert not AnswersToCheck(letter).is_due()
    assert "The client confirmed these answers on" in text(admin_client, where)
    history = text(admin_client, reverse("admin:intake_client_history", args=[person.pk]))
    assert "The client confirmed the answers" in history
    assert "Answers entered and scored: From papers that were seen." in history
    # Saved without a change it stays so; another answer is to be confirmed anew.
    sent(admin_client, where, SINGLE)
    assert Intake.objects.get().checked_at is not None
    sent(admin_client, where, SINGLE | {"family-size": {"family_size": "3"}})
    assert Intake.objects.get().checked_at is None
    # What is changed and not scored yet has no result to look at, and can't be found right.
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        sent(admin_client, where, SINGLE | {"family-size": {"family_size": "4"}})
        mine.post("/en/my-file/answers/right/", {"submitted_at": moment})
        assert Intake.objects.get().checked_at is None
        assert "We entered answers for you on" not in mine.get("/en/my-file/").content.decode()


def test_a_blank_page_asks_everything_that_applies_and_complains_of_nothing(admin_client, where):
    page = text(admin_client, where)
    assert 'name="page" value="marital-status"' in page
    assert 'name="page" value="family-size"' in page
    assert 'name="page" value="partner"' not in page
    assert "There is a problem" not in page
    assert "Score and keep" not in page


def test_saving_a_blank_page_complains_of_nothing_either(admin_client, where):
    assert sent(admin_client, where, {})["Location"] == f"{where}#marital-status"
    assert "There is a problem" not in text(admin_client, where)


def test_an_answer_reveals_the_questions_it_brings(admin_client, where):
    sent(admin_client, where, {"marital-status": {"marital_status": "married"}})
    assert 'name="page" value="partner"' in text(admin_client, where)


def test_what_was_typed_wrong_comes_back_with_its_problem_and_the_rest_is_kept(admin_client, where):
    wrong = SINGLE["date-of-birth"] | {"date_of_birth_year": "19x6"}
    answers = {"date-of-birth": wrong, "family-size": {"family_size": "3"}}
    assert sent(admin_client, where, answers)["Location"] == f"{where}#problems"
    page = text(admin_client, where)
    assert 'value="19x6"' in page
    assert 'href="#id_date-of-birth-date_of_birth_day"' in page
    assert 'id="id_date-of-birth-date_of_birth_day"' in page
    assert Intake.objects.get().answers["family-size"] == {"family_size": "3"}


def test_items_are_added_and_removed_in_place(admin_client, where):
    assert sent(admin_client, where, {}, add="tests")["Location"] == f"{where}#tests-1"
    assert sent(admin_client, where, {"tests/1": IELTS}, add="tests")["Location"] == f"{where}#tests-2"
    assert sent(admin_client, where, {"tests/1": IELTS}, remove="tests/2")["Location"] == f"{where}#tests"
    kept = Intake.objects.get().answers
    assert kept["tests/1"]["test"] == "ielts_general"
    assert "tests/2" not in kept
    assert 'value="tests/1/scores"' in text(admin_client, where)


@pytest.mark.parametrize("path", ["tests", "marital-status", "tests/9", ""])
def test_nothing_but_an_item_is_removed(admin_client, where, path):
    said = {"marital-status": {"marital_status": "never_married"}}
    sent(admin_client, where, said)
    sent(admin_client, where, said, remove=path)
    assert Intake.objects.get().answers["marital-status"] == {"marital_status": "never_married"}


def test_nothing_is_added_to_what_is_no_listing(admin_client, where):
    said = {"marital-status": {"marital_status": "never_married"}}
    sent(admin_client, where, said, add="marital-status")
    assert Intake.objects.get().answers["marital-status"] == {"marital_status": "never_married"}


def test_yes_to_another_adds_it_too(admin_client, where):
    sent(admin_client, where, {"tests": {"more": "yes"}})
    assert 'value="tests/1"' in text(admin_client, where)


def test_a_page_that_was_not_shown_is_left_as_it_is(admin_client, where):
    sent(admin_client, where, {"family-size": {"family_size": "3"}})
    admin_client.post(where, {"page": ["marital-status"], "marital-status-marital_status": "widowed"})
    assert Intake.objects.get().answers["family-size"] == {"family_size": "3"}


def test_unfinished_answers_are_kept_and_not_scored(admin_client, where):
    sent(admin_client, where, {"family-size": {"family_size": "3"}}, score="1")
    assert Assessment.objects.count() == 0
    assert Intake.objects.get().answers["family-size"] == {"family_size": "3"}


def test_staff_can_not_agree_to_alerts_for_a_client(admin_client, person, where):
    assert "contact-alerts" not in text(admin_client, where)
    ticked = SINGLE | {"contact": {"name": "Ana", "email": person.email, "language": "fr", "alerts": "on"}}
    Intake.objects.create(client=person, answers=ticked, submitted_at=timezone.now())
    sent(admin_client, where, ticked, score="1")
    person.refresh_from_db()
    assert (person.language, person.alerts, person.consents.count()) == ("fr", False, 0)


def test_a_consent_that_the_client_gave_stays(admin_client, person, where):
    consent.give(person, wording="words", language="en", source="signed form")
    Intake.objects.create(client=person, answers=SINGLE, by_staff=True)
    sent(admin_client, where, SINGLE, score="1")
    person.refresh_from_db()
    assert (person.alerts, person.consents.count()) == (True, 1)


def test_a_draft_that_the_client_began_alone_is_not_opened(admin_client, person, where):
    draft = {"contact": {"name": "Ana of the draft", "language": "en"}}
    own = Intake.objects.create(client=person, answers=draft)
    assert "Ana of the draft" not in text(admin_client, where)
    sent(admin_client, where, {"contact": {"name": "Ana", "language": "en"}})
    own.refresh_from_db()
    assert own.answers == draft
    assert person.intakes.count() == 2


def test_who_may_not_change_clients_sees_and_changes_nothing(person, where):
    browser = clerk("view_client")
    for address in (where, CALL):
        assert browser.get(address).status_code == 403
        assert browser.post(address, {"email": person.email}).status_code == 403
    assert (Intake.objects.count(), FileView.objects.count()) == (0, 0)


def test_nobody_but_staff_comes_here(client, where):
    assert client.get(where)["Location"].startswith("/staff/login/")


def test_each_look_is_noted(admin_client, admin_user, person, where):
    admin_client.get(where)
    noted = FileView.objects.get()
    assert (noted.client, noted.staff, noted.part) == (person, admin_user, "answers")


def test_a_caller_is_found_by_the_address_or_gets_a_file(admin_client, person, where):
    assert admin_client.post(CALL, {"email": "ANA@example.org"})["Location"] == where
    admin_client.post(CALL, {"email": "new@example.org"})
    assert Client.objects.get(email="new@example.org").alerts is False


def test_who_may_not_add_clients_makes_no_new_file(person, where):
    browser = clerk("change_client")
    assert "may not add" in browser.post(CALL, {"email": "new@example.org"}).content.decode()
    assert Client.objects.count() == 1
    assert browser.post(CALL, {"email": person.email})["Location"] == where


def test_the_list_and_the_file_lead_there(admin_client, person, where):
    assert CALL in text(admin_client, "/staff/intake/client/")
    assert where in text(admin_client, reverse("admin:intake_client_change", args=[person.pk]))


@pytest.mark.parametrize(
    ("path", "typed", "stored"),
    [
        ("funds", {"funds_unknown": "on", "settlement_funds_cad": "abc"}, {"funds_unknown": "on"}),
        ("credentials/1/assessment", {"has_eca": "no", "eca_issued_on_year": "2030"}, {"has_eca": "no"}),
    ],
)
def test_what_an_answer_leaves_unasked_is_neither_wrong_nor_stored(admin_client, person, where, path, typed, stored):
    intake = Intake.objects.create(client=person, by_staff=True, answers=SINGLE)
    sent(admin_client, where, SINGLE | {path: typed})
    intake.refresh_from_db()
    assert intake.answers[path] == stored
    page = text(admin_client, where)
    assert "error-summary" not in page
    assert "data-only-if=" in page
    assert f"div_id_{path.replace('/', '-')}-" in page
