"""A person meets one reference: that of their first result, which their file takes; staff find the file by any."""

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from intake.account import claim_draft, confirm_email
from intake.account.confirm_email import EnteredBy
from intake.assessments.submission import Sender, submit
from intake.data_copy.data_export import build_readable_copy
from intake.enquiries import receive
from intake.models import Assessment, Client, Enquiry, Intake, new_reference
from intake.permissions import VIEW_CLIENT, Role
from intake.questionnaire.draft import build_flow
from intake.staff.client_admin import callers
from tests.hostile.desk import fresh, member_of, member_with, sign_in
from tests.intake.answers import SINGLE
from tests.intake.files import FILE, signed_in, with_result

pytestmark = pytest.mark.django_db
ADDRESS = "amara@example.org"
CALL = "/staff/intake/client/telephone/"


def begin(email="", **others):
    """A draft with every question answered."""
    contact = {"name": "Amara", "email": email, "language": "en"}
    return Intake.objects.create(answers=SINGLE | {"contact": contact} | others)


def hand_in(intake, **changed):
    """Another result of a draft, after these answers changed."""
    intake.answers = intake.answers | changed
    intake.save()
    return submit(intake, build_flow(intake), timezone.localdate())


def change_address(intake, email):
    return hand_in(intake, contact=intake.answers["contact"] | {"email": email})


def add_sister(intake):
    return hand_in(intake, sibling={"sibling_in_canada": "yes"})


def read(browser, made, language="en"):
    """The text of a result's page."""
    answer = browser.get(f"/{language}/result/{made.reference}/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("language", "said"), [("en", "give the reference {}."), ("fr", "donnez la référence {}.")])
def test_a_result_saved_by_signing_in_gives_its_reference_to_the_new_file(browser_of, language, said):
    intake = begin()
    made, browser = hand_in(intake), browser_of(intake)
    assert said.format(made.reference) in read(browser, made, language)
    browser.cookies["sessionid"] = signed_in(ADDRESS).cookies["sessionid"].value
    assert browser.get(f"{FILE}answers/").status_code == 200
    assert not Client.objects.exists(), "looking makes no file"
    browser.post(f"{FILE}answers/", {"mine": "yes"})
    assert Client.objects.get().reference == made.reference
    assert made.reference in browser.get(FILE).content.decode()
    assert said.format(made.reference) in read(browser, made, language)


def test_answers_that_are_not_ones_own_give_the_file_no_reference(browser_of):
    intake = begin()
    made, browser = hand_in(intake), browser_of(intake)
    browser.cookies["sessionid"] = signed_in(ADDRESS).cookies["sessionid"].value
    browser.post(f"{FILE}answers/", {"mine": "no"})
    assert Client.objects.get().reference != made.reference
    assert fresh(made).shown_reference == made.reference


def test_the_draft_with_the_address_of_who_signs_in_gives_its_reference_too():
    intake = begin(ADDRESS)
    made = hand_in(intake)
    client = claim_draft.get_client_in_use(ADDRESS, intake)
    assert client.reference == made.reference


def test_a_confirmed_result_gives_its_reference_to_the_new_file_and_later_ones_show_it(browser_of):
    intake = begin(ADDRESS)
    first, second = hand_in(intake), add_sister(intake)
    assert first.reference != second.reference
    assert f"give the reference {first.reference}." in read(browser_of(intake), second)
    confirm_email.confirm_submission(second, None)
    client = Client.objects.get()
    assert client.reference == first.reference, "it is what the person noted down first"
    shown = read(signed_in(ADDRESS), second)
    assert f"reference {first.reference}" in shown
    assert f"reference {second.reference}" not in shown
    assert Assessment.objects.get(pk=second.pk).result["id"] == second.reference, "what was kept stays as it was"


def test_a_result_of_an_existing_file_shows_the_reference_of_the_file():
    old = Client.objects.create(email=ADDRESS)
    made = hand_in(begin(ADDRESS))
    assert fresh(made).shown_reference == made.reference, "nobody is told that the address has a file"
    confirm_email.confirm_submission(made, None)
    assert fresh(made).shown_reference == old.reference != made.reference
    assert f"reference {old.reference}" in read(signed_in(ADDRESS), made)


def test_what_staff_take_down_shows_the_reference_of_the_file(admin_user):
    client = Client.objects.create(email=ADDRESS)
    intake = Intake.objects.create(answers=SINGLE, client=client, by_staff=True)
    made = submit(
        intake, build_flow(intake), timezone.localdate(), Sender(client, entered_by=EnteredBy(admin_user, "meeting"))
    )
    assert fresh(made).shown_reference == client.reference


def test_two_addresses_of_one_draft_get_two_references():
    intake = begin("one@example.org")
    first, second = hand_in(intake), change_address(intake, "two@example.org")
    assert fresh(second).shown_reference == second.reference
    for made in (second, first):
        confirm_email.confirm_submission(made, None)
    held = dict(Client.objects.values_list("email", "reference"))
    assert held == {"one@example.org": first.reference, "two@example.org": second.reference}


def test_a_reference_that_another_file_took_is_taken_by_no_second_one():
    intake = begin()
    first = hand_in(intake)
    one, two = change_address(intake, "one@example.org"), change_address(intake, "two@example.org")
    for made in (one, two):
        confirm_email.confirm_submission(made, None)
    held = dict(Client.objects.values_list("email", "reference"))
    assert held == {"one@example.org": first.reference, "two@example.org": two.reference}


def test_of_two_files_that_would_take_one_reference_at_once_the_second_gets_its_own():
    taken = new_reference()
    one, two = (confirm_email.get_or_create_client(f"{who}@example.org", taken) for who in ("one", "two"))
    assert one.reference == taken != two.reference
    assert confirm_email.get_or_create_client("two@example.org", new_reference()) == two


def ask_about(made, email="", telephone=""):
    """A question, or a call without an address, with which a result goes along."""
    kind = "question" if email else "call"
    return Enquiry.objects.create(kind=kind, email=email, telephone=telephone, language="en", assessment=made)


@pytest.mark.parametrize("of_result", ["", ADDRESS])
def test_a_question_about_a_result_begins_the_file_under_its_reference(of_result):
    made = hand_in(begin(of_result))
    receive.confirm_enquiry(ask_about(made, ADDRESS), None)
    assert Client.objects.get().reference == made.reference


def test_a_question_from_another_address_takes_no_reference_of_a_result():
    made = hand_in(begin("other@example.org"))
    receive.confirm_enquiry(ask_about(made, ADDRESS), None)
    assert Client.objects.get().reference != made.reference


def test_a_call_with_a_result_begins_the_file_under_its_reference(admin_client):
    made = hand_in(begin())
    call = ask_about(made, telephone="+16135550199")
    admin_client.post(f"{CALL}?enquiry={call.reference}", {"name": "Bo", "telephone": "613 555 0199"})
    client = Client.objects.get()
    assert client.reference == made.reference
    assert fresh(made).client == client
    begun, _made = callers.begin_with_email("new@example.org")
    assert begun.reference != client.reference


def test_a_reference_alone_opens_nothing():
    client, made = with_result(ADDRESS)
    nobodys = hand_in(begin())
    for reference in (client.reference, made.reference, nobodys.reference):
        for name in ("result", "result_pdf", "worksheet", "calendar", "what_if", "scenarios", "resend"):
            assert Browser().get(reverse(f"intake:{name}", args=[reference])).status_code == 404


def test_the_copy_of_ones_data_names_one_reference():
    client, made = with_result(ADDRESS)
    assert made.reference != client.reference
    copy = build_readable_copy(client)
    assert "assessment" not in copy
    page = signed_in(ADDRESS).get(FILE).content.decode()
    assert client.reference in page
    assert made.reference not in page.replace(f"/result/{made.reference}/", "").replace(
        f"scenarios/{made.reference}", ""
    )


# --- Staff find it ---------------------------------------------------------------


def search(browser, typed, language="en"):
    return browser.get("/staff/search/", {"q": typed}, headers={"accept-language": language})


@pytest.mark.parametrize("write", [str, str.lower, lambda it: it.replace("-", ""), lambda it: it[:7]])
def test_a_file_is_found_by_the_reference_of_each_of_its_results(admin_client, write):
    client, made = with_result(ADDRESS)
    with_result("other@example.org")
    for reference, by in ((made.reference, "reference of a result"), (client.reference, "reference")):
        [one] = search(admin_client, write(reference)).context["found"]
        assert one.client == client
        assert one.matched == [by]


def test_the_file_of_a_whole_reference_stands_before_a_name(admin_client):
    _client, made = with_result(ADDRESS)
    Assessment.objects.filter(pk=made.pk).update(reference="MARYMARYMARY")
    Client.objects.create(email="x@example.org", name="Marymarymary Lee")
    Client.objects.filter(email=ADDRESS).update(reference="MARY-MARY-MARY")
    assert search(admin_client, "marymarymary").context["found"][0].client.email == ADDRESS


def test_a_result_that_waits_in_a_draft_of_a_file_is_found_with_the_file(admin_client):
    Client.objects.create(email=ADDRESS, name="Amara")
    intake = begin(ADDRESS)
    first = hand_in(intake)
    # With another name: the link of the one does not confirm the other.
    second = hand_in(intake, contact=intake.answers["contact"] | {"name": "Amara Lee"})
    confirm_email.confirm_submission(second, None)
    assert fresh(first).client is None
    page = search(admin_client, first.reference)
    assert [one.client.email for one in page.context["found"]] == [ADDRESS]
    assert page.context["unclaimed"] == []


def test_an_assistant_finds_by_a_result_only_files_that_are_theirs(settings):
    settings.FILES_ASSIGNED_ONLY = True
    client, made = with_result(ADDRESS)
    nobodys, clerk = hand_in(begin("new@example.org")), member_of(Role.ASSISTANT, "clerk")
    browser = sign_in(clerk)
    for reference in (made.reference, nobodys.reference):
        page = search(browser, reference)
        assert (page.context["found"], page.context["unclaimed"]) == ([], [])
        assert "No file was found" in page.content.decode()
    Client.objects.filter(pk=client.pk).update(adviser=clerk)
    assert [one.client for one in search(browser, made.reference).context["found"]] == [client]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Results in nobody’s file"), ("fr", "Résultats qui ne sont dans aucun dossier")]
)
def test_a_result_that_nobody_claimed_is_found_without_name_or_address(admin_client, language, said):
    intake = begin("secret@example.org")
    first, second = hand_in(intake), add_sister(intake)
    hand_in(begin("other@example.org"))
    page = search(admin_client, first.reference, language)
    assert page.context["unclaimed"] == [second, first]
    text = page.content.decode().replace("&#x27;", "’").replace("'", "’")
    assert said in text
    assert reverse("admin:intake_assessment_change", args=[second.pk]) in text
    assert "secret" not in text
    assert "Amara" not in text


def test_who_may_not_read_results_is_told_of_none_that_nobody_claimed():
    made = hand_in(begin("new@example.org"))
    assert search(sign_in(member_with(VIEW_CLIENT, name="reader")), made.reference).context["unclaimed"] == []
