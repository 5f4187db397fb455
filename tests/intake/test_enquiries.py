"""Asking the firm: a question, with a result or without, and the wish to be called back."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from intake.clients import retention
from intake.clients.delete_file import delete_client
from intake.data_copy.data_export import export_file
from intake.enquiries.links import make_link
from intake.models import Assessment, Client, Enquiry, Intake, Letter
from intake.questionnaire.draft import COOKIE
from tests.draws.staff import list_waiting
from tests.hostile.desk import sign_in
from tests.intake.files import sign_draft, signed_in, with_result
from tests.letters import send_letters

pytestmark = pytest.mark.django_db
ASKED = {"name": "Kim Lee", "email": "kim@example.org", "text": "Is 450 enough? Buy at evil.example"}
CALL = {"name": "Kim Lee", "telephone": "+1 613 555 0100", "call_when": "morning", "text": "", "email": ""}


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.LEADS_TO = ["office@example.org"]


def ask(browser=None, path="/en/ask/", said=ASKED, **place):
    return (browser or Browser()).post(path, said, **place)


def make_nobodys_result():
    """A result without an address, and the browser it was made in."""
    client, made = with_result("old@example.org")
    Assessment.objects.update(client=None, contact={"email": "", "name": "", "language": "en", "alerts": False})
    Intake.objects.update(client=None)
    client.delete()
    browser = Browser()
    browser.cookies[COOKIE] = sign_draft(made.intake.token)
    return browser, made


def confirm(enquiry):
    return Browser().post(reverse("intake:confirm_enquiry", args=[make_link(enquiry)]), follow=True)


def test_a_question_waits_for_its_address_and_then_is_a_lead_with_its_source():
    assert ask(path="/en/ask/?source=Expo-2026").url == "/en/ask/sent/confirm/"
    enquiry = Enquiry.objects.get()
    assert (enquiry.kind, enquiry.source, enquiry.client) == ("question", "expo-2026", None)
    assert not Enquiry.objects.to_answer()
    (letter,) = send_letters()
    link = next(word for word in letter.body.split() if "/ask/confirm/" in word)
    path = link.removeprefix("http://localhost:8000")
    assert "press the button" in Browser().get(path).content.decode()
    assert Enquiry.objects.get().client is None, "looking confirms nothing"
    assert "is with us" in Browser().post(path, follow=True).content.decode()
    enquiry.refresh_from_db()
    assert (enquiry.client.email, enquiry.client.name, enquiry.client.alerts) == ("kim@example.org", "Kim Lee", False)
    assert list(Enquiry.objects.to_answer()) == [enquiry]


def test_no_word_that_was_typed_leaves_in_a_message_not_to_the_office_either():
    ask()
    confirm(Enquiry.objects.get())
    sent = send_letters()
    assert sorted(one.to[0] for one in sent) == ["office@example.org"], "the other is not due any more"
    ask(said=ASKED | {"email": "other@example.org"})
    for letter in [*sent, *send_letters()]:
        whole = letter.subject + letter.body + letter.alternatives[0].content
        assert "evil" not in whole
        assert "450" not in whole
        assert "Kim" not in whole


def test_a_result_goes_with_the_question_where_its_owner_says_so_and_gets_into_the_file():
    browser, made = make_nobodys_result()
    path = f"/en/ask/?result={made.reference}&source=result"
    assert made.reference in browser.get(path).content.decode()
    ask(browser, path, ASKED | {"with_result": "on"})
    enquiry = Enquiry.objects.get()
    assert (enquiry.kind, enquiry.assessment) == ("result", made)
    confirm(enquiry)
    made.refresh_from_db()
    client = Client.objects.get(email="kim@example.org")
    assert made.client == client
    assert client.facts == made.facts
    assert not client.alerts, "asking agrees to nothing"
    assert not client.consents.exists()


def test_without_the_box_no_result_goes_along():
    browser, made = make_nobodys_result()
    ask(browser, f"/en/ask/?result={made.reference}")
    assert Enquiry.objects.get().assessment is None


def test_anothers_result_can_not_be_sent_along():
    _browser, made = make_nobodys_result()
    path = f"/en/ask/?result={made.reference}"
    assert made.reference not in Browser().get(path).content.decode().replace(path[3:], "")
    ask(path=path, said=ASKED | {"with_result": "on"})
    assert Enquiry.objects.get().assessment is None


def test_a_result_that_waits_for_its_own_message_stays_with_it():
    browser, made = make_nobodys_result()
    Assessment.objects.update(contact={"email": "lee@example.org", "name": "", "language": "en", "alerts": True})
    ask(browser, f"/en/ask/?result={made.reference}", ASKED | {"with_result": "on"})
    confirm(Enquiry.objects.get())
    made.refresh_from_db()
    assert made.client is None
    assert Enquiry.objects.get().assessment == made


def test_who_is_signed_in_confirms_nothing_for_their_own_address_but_for_another():
    client, _made = with_result("kim@example.org")
    assert ask(signed_in("kim@example.org")).url == "/en/ask/sent/received/"
    assert Enquiry.objects.get().client == client
    assert ask(signed_in("kim@example.org"), said=ASKED | {"email": "x@example.org"}).url == "/en/ask/sent/confirm/"
    assert Enquiry.objects.filter(client=None).count() == 1


def test_a_call_needs_a_number_and_no_address_and_the_office_is_told_at_once():
    assert ask(path="/fr/ask/call-back/", said=CALL).url == "/fr/ask/sent/call/"
    enquiry = Enquiry.objects.get()
    assert (enquiry.kind, enquiry.language, enquiry.email, enquiry.client) == ("call", "fr", "", None)
    assert list(Enquiry.objects.to_answer()) == [enquiry]
    (told,) = send_letters()
    assert told.to == ["office@example.org"]
    assert "613" not in told.body
    assert f"/staff/intake/enquiry/{enquiry.pk}/" in told.body


@pytest.mark.parametrize("number", ["", "call me", "12", "613-555-0100<script>"])
def test_a_call_to_no_number_is_refused(number):
    page = Browser().post("/en/ask/call-back/", CALL | {"telephone": number}, follow=True).content.decode()
    assert "There is a problem" in page
    assert not Enquiry.objects.exists()


def test_a_flood_ends_at_the_limits_and_writes_to_nobody(settings):
    settings.ENQUIRIES_FROM_PLACE_A_DAY = 3
    answers = [ask(path="/en/ask/call-back/", said=CALL, REMOTE_ADDR=f"203.0.113.{number}") for number in range(5)]
    assert [answer.url.split("/")[-2] for answer in answers] == ["call"] * 3 + ["often"] * 2
    assert Browser().get("/en/ask/sent/often/").status_code == 429
    settings.ENQUIRIES_OF_SITE_A_DAY = 4
    assert "/call/" in ask(path="/en/ask/call-back/", said=CALL, REMOTE_ADDR="198.51.100.1").url
    assert "/often/" in ask(path="/en/ask/call-back/", said=CALL, REMOTE_ADDR="192.0.2.1").url
    assert Enquiry.objects.count() == 4


def test_one_address_is_not_written_to_without_end(settings):
    settings.LETTERS_TO_ADDRESS_A_DAY = 2
    for number in range(4):
        ask(REMOTE_ADDR=f"203.0.{number}.1")
    assert Letter.objects.filter(kind="confirm_enquiry").count() == Enquiry.objects.count() == 2


def test_staff_mark_what_they_answered_and_the_first_page_counts_the_rest(admin_user):
    ask(path="/en/ask/call-back/", said=CALL)
    label = "Questions and call requests from the site, to answer"
    assert list_waiting(admin_user)[label].number == 1
    chosen = {"action": "mark_answered", "_selected_action": [Enquiry.objects.get().pk]}
    sign_in(admin_user).post("/staff/intake/enquiry/", chosen)
    assert Enquiry.objects.get().answered_by == admin_user
    assert label not in list_waiting(admin_user)


def test_the_page_of_one_has_the_button_by_which_it_is_answered(admin_client, admin_user):
    ask(path="/en/ask/call-back/", said=CALL)
    one = Enquiry.objects.get()
    where = f"/staff/intake/enquiry/{one.pk}/change/"
    assert 'name="action" value="mark_answered"' in admin_client.get(where).content.decode()
    sent = {"action": "mark_answered", "_selected_action": [one.pk], "back": where}
    assert admin_client.post("/staff/intake/enquiry/", sent)["Location"] == where
    assert Enquiry.objects.get().answered_by == admin_user
    assert 'value="mark_answered"' not in admin_client.get(where).content.decode()


def test_a_question_leaves_with_the_file_and_is_in_its_copy():
    ask()
    confirm(Enquiry.objects.get())
    client = Client.objects.get()
    assert export_file(client)["enquiries"][0]["text"] == ASKED["text"]
    ask(REMOTE_ADDR="198.51.100.1")
    delete_client(client)
    assert not Enquiry.objects.exists(), "the one that was not confirmed neither"


def test_what_nobody_confirmed_is_kept_for_a_month_and_a_call_for_a_year():
    ask()
    ask(path="/en/ask/call-back/", said=CALL)
    now = timezone.now()
    for days, left in ((29, 2), (31, 1), (364, 1), (367, 0)):
        retention.find_old_enquiries(now + timedelta(days=days)).delete()
        assert Enquiry.objects.count() == left, days


@pytest.mark.parametrize("name", ["intake:ask", "intake:call_back", "intake:follow", "account_login"])
def test_who_typed_an_address_in_the_questions_is_not_asked_for_it_again_in_the_same_browser(name):
    (browser, made), path = make_nobodys_result(), reverse(name)
    assert 'value="old@example.org"' in browser.get(path).content.decode()
    assert "old@example.org" not in Browser().get(path).content.decode()
    # Once it is in a file, its cookie opens nothing without a sign-in.
    Intake.objects.filter(pk=made.intake_id).update(client=Client.objects.create(email="owner@example.org"))
    assert "old@example.org" not in browser.get(path).content.decode()


def test_after_a_question_about_a_result_a_link_leads_back_to_it_for_who_may_see_it():
    browser, made = make_nobodys_result()
    sent = ask(browser, f"/en/ask/?result={made.reference}")
    back = f'href="/en/result/{made.reference}/"'
    assert back in browser.get(sent.url).content.decode()
    assert back not in Browser().get(sent.url).content.decode()


def test_a_result_says_that_alerts_agreed_to_need_no_sign_in_to_begin():
    browser, made = make_nobodys_result()
    path, said = f"/en/result/{made.reference}/", "You sign in only to change or end them"
    Assessment.objects.update(contact={"email": "lee@example.org", "name": "", "language": "en", "alerts": True})
    assert said in browser.get(path).content.decode()
    Assessment.objects.update(contact={"email": "lee@example.org", "name": "", "language": "en", "alerts": False})
    assert said not in browser.get(path).content.decode()
