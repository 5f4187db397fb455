"""How a person is reached: asked with the answers, in the file once their address is confirmed."""

import pytest

from intake.account import confirm_email
from intake.data_copy.data_export import export_file
from intake.models import Assessment, Client, Intake
from intake.questionnaire.draft import build_flow
from intake.questionnaire.profile_to_answers import build_first_answers
from tests.intake.answers import SINGLE
from tests.letters import send_letters

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ADDRESS, NUMBER = "amara@example.org", "+16135550100"
LETTER = "1 Main Street\nOttawa ON  K1A 0A1"
SAID = {"telephone": "(613) 555-0100", "reach_by": "telephone", "reach_when": "after 5 p.m.\n in  Manila"}


def confirm(browser_of, said):
    """The file after these answers and a click on the link in the message."""
    contact = {"name": "Amara", "email": ADDRESS, "language": "en"} | said
    browser_of(Intake.objects.create(answers=SINGLE | {"contact": contact})).post("/en/intake/check/")
    send_letters()
    confirm_email.confirm_submission(Assessment.objects.latest("created"), None)
    return Client.objects.get()


def post(browser, **said):
    """The contact page posted, and what it shows then."""
    sent = browser.post("/en/intake/contact/", {"name": "", "email": "", "language": "en"} | said)
    return sent["Location"], browser.get(sent["Location"]).content.decode()


def test_what_was_said_is_in_the_file_once_the_address_is_confirmed(browser_of):
    person = confirm(browser_of, SAID)
    assert (person.telephone, person.reach_by, person.reach_when) == (NUMBER, "telephone", "after 5 p.m. in Manila")


def test_a_postal_address_that_was_said_is_in_the_file_line_by_line(browser_of):
    person = confirm(browser_of, {"reach_by": "letter", "postal_address": f"  {LETTER}\r\n\r\n Canada "})
    assert person.postal_address == "1 Main Street\nOttawa ON K1A 0A1\nCanada"
    assert (person.reach_by, person.telephone) == ("letter", "")
    assert export_file(person)["client"]["postal_address"] == person.postal_address


def test_who_wants_letters_gives_an_address(answered, browser_of):
    browser = browser_of(answered)
    where, page = post(browser, reach_by="letter")
    assert where.startswith("/en/intake/contact/")
    assert "Enter the postal address that we should write to" in page
    assert not post(browser, reach_by="letter", postal_address=LETTER)[0].startswith("/en/intake/contact/")
    assert "Ottawa ON" in browser.get("/en/intake/check/").content.decode()


def test_nothing_that_the_file_knows_is_lost_by_what_is_left_open(browser_of):
    known = {"telephone": NUMBER, "reach_by": "email", "reach_when": "mornings", "name": "Amara Okafor"}
    known["postal_address"] = LETTER
    Client.objects.create(email=ADDRESS, **known)
    person = confirm(browser_of, {"name": ""})
    assert {name: getattr(person, name) for name in known} == known


def test_another_number_stands_beside_the_one_that_is_called(browser_of):
    Client.objects.create(email=ADDRESS, telephone=NUMBER)
    person = confirm(browser_of, SAID | {"telephone": "+44 20 7946 0958"})
    assert (person.telephone, person.other_telephone) == (NUMBER, "+442079460958")
    person = confirm(browser_of, SAID | {"telephone": "+33 1 99 00 12 34"})
    assert (person.telephone, person.other_telephone) == (NUMBER, "+442079460958")


def test_who_wants_to_be_called_gives_a_number(answered, browser_of):
    browser = browser_of(answered)
    where, page = post(browser, reach_by="telephone", reach_when="evenings")
    assert where.startswith("/en/intake/contact/")
    assert "Enter the number that we should call" in page
    assert 'value="evenings"' in page, "nothing typed is lost"
    where, page = post(browser, reach_by="telephone", telephone="12")
    assert "Enter a telephone number with its area or country code" in page
    assert not post(browser, reach_by="telephone", telephone="613 555 0100")[0].startswith("/en/intake/contact/")


def test_all_of_it_may_be_left_out_and_old_answers_count(answered):
    assert build_flow(answered).next is None


def test_staff_begin_with_what_the_file_knows():
    said = {"language": "fr", "name": "Ana", "telephone": NUMBER, "postal_address": LETTER, "reach_when": "mornings"}
    person = Client.objects.create(
        email=ADDRESS, **said, facts={"date_of_birth": "1990-01-01", "marital_status": "single"}
    )
    assert build_first_answers(person)["contact"] == said
