"""An address is confirmed by its owner before anything of a client changes or is shown."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from intake.account import confirm_email, confirmations
from intake.consents import consent
from intake.models import Assessment, Client, Consent, Enquiry, Intake, Letter, Standing
from tests.intake.answers import SINGLE
from tests.intake.files import FILE, signed_in
from tests.letters import send_letters

pytestmark = pytest.mark.django_db
TYPED, ADDRESS = "Amara@Example.org", "amara@example.org"


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def submitted(browser_of, email=TYPED, *, alerts=True, **other):
    """A submission with an address."""
    contact = {"name": "Amara", "email": email, "language": "en"} | ({"alerts": "on"} if alerts else {})
    intake = Intake.objects.create(answers=SINGLE | {"contact": contact} | other)
    browser_of(intake).post("/en/intake/check/")
    return Assessment.objects.get(intake=intake)


def link_of(assessment):
    """The path of the link in the message."""
    sent = next(sent for sent in reversed([*mail.outbox, *send_letters()]) if is_of(sent, assessment))
    return next(word for word in sent.body.split() if "/confirm/" in word).partition("//")[2].partition("/")[2]


def is_of(sent, assessment):
    """Whether a message confirms this submission."""
    links = [word for word in sent.body.split() if "/confirm/" in word]
    return any(confirm_email.read_link(link.rstrip("/").rpartition("/")[2]) == assessment for link in links)


def test_a_submission_sends_one_message_to_its_address(browser_of, settings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as later:
        made = submitted(browser_of)
    assert len(later) == 2, "the letter, and the PDF that is begun"
    (sent,) = send_letters()
    assert sent.to == [ADDRESS]
    assert sent.alternatives
    assert made.reference not in sent.body
    assert str(made.crs) not in sent.body


@pytest.mark.parametrize(
    ("language", "kinds"),
    [
        ("en", ("invitations that fit", "new rules", "documents")),
        ("fr", ("d’invitations qui correspond", "nouvelles règles", "documents")),
    ],
)
def test_the_message_and_its_pages_name_every_kind_that_was_agreed_to(client, browser_of, language, kinds):
    made = submitted(browser_of)
    made.contact |= {"language": language}
    made.save()
    Letter.objects.update(language=language)
    path = link_of(made).partition("/")[2]
    texts = [mail.outbox[-1].body if mail.outbox else "", client.get(f"/{language}/{path}").content.decode()]
    client.post(f"/{language}/{path}")
    texts.append(client.get(f"/{language}/{path}").content.decode())
    for text in texts:
        said = " ".join(text.split())
        assert [kind for kind in kinds if kind not in said] == [], said


def test_whoever_signs_in_elsewhere_before_confirming_hears_where_the_answers_are(browser_of):
    made = submitted(browser_of)
    send_letters()
    mine, stranger = signed_in(ADDRESS), signed_in("b@example.org")
    shown = " ".join(mine.get(FILE).content.decode().split())
    assert "Answers were given with this address and are not in your file yet" in shown
    assert "There are no answers in your file yet." not in shown
    assert made.reference not in shown
    assert "Des réponses ont été données avec cette adresse" in mine.get("/fr/my-file/").content.decode()
    other = stranger.get(FILE).content.decode()
    assert "Answers were given" not in other
    assert "There are no answers in your file yet." in other
    stranger.post(f"{FILE}confirmation/")
    assert Letter.objects.filter(kind="confirmation").count() == 1


def test_the_message_is_sent_again_to_the_address_that_is_signed_in_and_within_its_limits(browser_of, client):
    made = submitted(browser_of)
    mine = signed_in(ADDRESS)
    said = [mine.post(f"{FILE}confirmation/", follow=True).content.decode() for _ in range(3)]
    told = ["We are sending the message again" in page for page in said]
    assert told == [True, True, False]
    assert "We limit how many messages go to one address" in said[2]
    assert set(Letter.objects.filter(kind="confirmation").values_list("to", flat=True)) == {ADDRESS}
    client.post("/" + link_of(made))
    assert "Answers were given" not in mine.get(FILE).content.decode()
    before = Letter.objects.count()
    mine.post(f"{FILE}confirmation/")
    assert Letter.objects.count() == before, "there is nothing left to confirm"


def test_without_an_address_no_message(browser_of, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as later:
        submitted(browser_of, email="", alerts=False)
    assert len(later) == 1, "the PDF that is begun"


def test_looking_at_the_link_changes_nothing(client, browser_of):
    link = "/" + link_of(submitted(browser_of))
    page = client.get(link)
    assert page.status_code == 200
    assert "Confirm your e-mail address" in page.content.decode()
    assert f"the reference {Assessment.objects.get().reference} yours" in page.content.decode()
    assert Client.objects.count() == 0


def test_the_button_makes_the_client_with_facts_consent_and_standings(client, browser_of):
    made = submitted(browser_of)
    client.post("/" + link_of(made), REMOTE_ADDR="192.0.2.7")
    found = Client.objects.get()
    assert (found.email, found.name, found.language, found.alerts) == (ADDRESS, "Amara", "en", True)
    assert found.facts == made.facts
    assert Intake.objects.get().client == found
    assert Assessment.objects.get().client == found
    today = timezone.localdate()
    assert set(found.standings.on(today).values_list("crs", flat=True)) == {made.crs}
    proof = Consent.objects.get()
    assert proof.given
    assert proof.ip == "192.0.2.7"
    assert "withdraw my consent at any time" in proof.wording
    assert made.reference in proof.source


def test_the_button_pressed_twice_is_pressed_once(client, browser_of):
    link = "/" + link_of(submitted(browser_of))
    client.post(link)
    client.post(link)
    assert (Client.objects.count(), Consent.objects.count()) == (1, 1)


def test_without_the_box_there_is_a_client_and_no_consent(client, browser_of):
    client.post("/" + link_of(submitted(browser_of, alerts=False)))
    assert Client.objects.get().alerts is False
    assert Consent.objects.count() == 0


def test_an_existing_client_is_found_however_the_address_is_written_and_untouched_before(client, browser_of):
    old = Client.objects.create(email="amara@example.org", name="A. Diallo", facts={"kept": 1})
    made = submitted(browser_of)
    result = browser_of(made.intake).get(f"/en/result/{made.reference}/").content.decode()
    assert "Diallo" not in result
    old.refresh_from_db()
    assert (old.facts, old.name) == ({"kept": 1}, "A. Diallo")
    client.post("/" + link_of(made))
    old.refresh_from_db()
    assert old.facts == made.facts
    assert Client.objects.count() == 1


def test_a_known_and_an_unknown_address_look_the_same(browser_of):
    Client.objects.create(email="known@example.org")
    pages = []
    for address in ("known@example.org", "other@example.org"):
        made = submitted(browser_of, email=address, alerts=False)
        page = browser_of(made.intake).get(f"/en/result/{made.reference}/").content.decode()
        csrf = page.split('csrfmiddlewaretoken" value="')[1][:64]
        pages.append(page.replace(csrf, "").replace(address, "").replace(made.reference, ""))
    assert pages[0] == pages[1]


def test_the_link_is_bound_to_what_was_submitted(client, browser_of):
    """The answers may change after the message went out; the link still speaks of its own submission."""
    made = submitted(browser_of)
    link = "/" + link_of(made)
    made.intake.answers["contact"]["email"] = "victim@example.org"
    made.intake.save()
    client.post(link)
    assert Client.objects.get().email == ADDRESS


def test_an_older_submission_confirmed_later_does_not_undo_a_newer(client, browser_of):
    old = submitted(browser_of)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        newer = link_of(submitted(browser_of, sibling={"sibling_in_canada": "yes"}))
    client.post("/" + newer)
    client.post("/" + link_of(old))
    assert Client.objects.get().facts["sibling_in_canada"] is True


@pytest.mark.parametrize("change", [lambda link: link[:-3] + "xx/", lambda link: "/en/confirm/x:y:z/"])
def test_a_link_that_is_not_ours_opens_nothing(client, browser_of, change):
    link = change("/" + link_of(submitted(browser_of)))
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410
    assert Client.objects.count() == 0


def test_an_old_link_is_not_valid_any_more(client, browser_of):
    link = "/" + link_of(submitted(browser_of))
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert client.post(link).status_code == 410
    assert Client.objects.count() == 0


def test_an_address_gets_a_few_messages_an_hour_and_no_more(browser_of):
    for sister in range(5):
        submitted(browser_of, sibling={"sibling_in_canada": "yes" if sister else "no"})
    assert len(send_letters()) == confirmations.MESSAGES_AN_HOUR
    submitted(browser_of, email="else@example.org")
    assert len(send_letters()) == 1


def test_the_result_opens_without_a_broker(browser_of, broker, settings, transactional_db):
    broker.kill()
    made = submitted(browser_of)
    assert browser_of(made.intake).get(f"/en/result/{made.reference}/").status_code == 200


def test_confirming_again_without_the_box_withdraws_nothing(client, browser_of):
    client.post("/" + link_of(submitted(browser_of)))
    client.post("/" + link_of(submitted(browser_of, alerts=False, sibling={"sibling_in_canada": "yes"})))
    assert Client.objects.get().alerts is True


def test_consent_withdrawn_is_effective_at_once_and_stays_on_record(db):
    person = Client.objects.create(email="a@example.org")
    consent.give(person, wording="words", language="en", source="test")
    assert person.alerts is True
    consent.withdraw(person, language="en", source="link in alert")
    assert Client.objects.get().alerts is False
    assert list(person.consents.values_list("given", flat=True)) == [False, True]


def test_an_older_proof_entered_later_does_not_subscribe_again(db):
    person = Client.objects.create(email="a@example.org")
    consent.withdraw(person, language="en", source="link in alert")
    earlier = timezone.now() - timedelta(days=30)
    consent.give(person, wording="", language="en", source="signed form", at=earlier)
    assert Client.objects.get().alerts is False
    assert Standing.objects.count() == 0


# --- The office hears of a lead --------------------------------------------------


@pytest.fixture
def _office(settings):
    settings.LEADS_TO = ["office@example.org"]


def to_office(sent):
    """The letters to the office."""
    return [one for one in sent if one.to == ["office@example.org"]]


@pytest.mark.usefixtures("_office")
def test_the_office_is_told_once_of_a_new_lead_and_by_no_word_that_was_typed(client, browser_of):
    made = submitted(browser_of)
    assert not to_office(send_letters()), "nobody confirmed it yet"
    link = "/" + confirm_link(made)
    client.post(link)
    client.post(link)
    (letter,) = to_office(send_letters())
    whole = letter.subject + letter.body + letter.alternatives[0].content
    assert f"/staff/intake/client/{Client.objects.get().pk}/change/" in letter.body
    assert not [word for word in ("Amara", ADDRESS, str(made.crs)) if word in whole]


@pytest.mark.usefixtures("_office")
def test_the_office_is_told_of_no_lead_that_somebody_took_on_or_that_asked_it_already(client, browser_of):
    client.post("/" + confirm_link(submitted(browser_of)))
    lead = Client.objects.get()
    Enquiry.objects.create(client=lead, email=lead.email, language="en")
    assert not to_office(send_letters())
    Enquiry.objects.all().delete()
    Letter.objects.update(state="pending", sent_at=None)
    Client.objects.update(adviser=User.objects.create_user("rosa", is_staff=True))
    assert not to_office(send_letters())
    Client.objects.update(adviser=None)
    Letter.objects.update(state="pending", sent_at=None)
    assert to_office(send_letters())


def test_without_an_address_of_the_office_nothing_is_owed_of_a_lead(client, browser_of):
    client.post("/" + confirm_link(submitted(browser_of)))
    assert not Letter.objects.filter(kind="new_lead").exists()


def confirm_link(made):
    """The path of the link that confirms a submission."""
    return reverse("intake:confirm", args=[confirm_email.make_link(made)]).lstrip("/")


# Two results of one draft


def change_and_submit(browser_of, made, **answers):
    """The same draft with other answers, submitted anew."""
    intake = made.intake
    intake.answers = intake.answers | answers
    intake.save()
    browser_of(intake).post("/en/intake/check/")
    return intake.assessments.first()


LARGER = {"family-size": {"family_size": "4"}}


def test_two_results_of_some_minutes_are_confirmed_by_one_message(browser_of, client):
    first = submitted(browser_of)
    path = link_of(first)
    second = change_and_submit(browser_of, first, **LARGER)
    assert second.facts != first.facts
    assert Letter.objects.filter(kind="confirmation").count() == 1
    assert confirmations.find_state(second) == "sent", "its page says that a message was sent"
    client.post("/" + path)
    person = Client.objects.get()
    assert set(person.assessments.all()) == {first, second}
    assert person.facts == second.facts
    assert person.reference == first.reference
    assert person.intakes.count() == 1


def test_the_link_of_the_second_confirms_the_first_and_neither_twice(browser_of):
    first = submitted(browser_of)
    second = change_and_submit(browser_of, first, **LARGER)
    for made in (second, first, second):
        confirm_email.confirm_submission(made, None)
    person = Client.objects.get()
    assert (person.assessments.count(), person.facts) == (2, second.facts)


@pytest.mark.parametrize(
    "other",
    [
        {"email": "other@example.org"},
        {"name": "Bea"},
        {"language": "fr"},
        {"alerts": ""},
    ],
)
def test_another_address_name_language_or_wish_is_asked_for_by_a_message_of_its_own(browser_of, other):
    first = submitted(browser_of)
    contact = first.intake.answers["contact"] | other
    second = change_and_submit(browser_of, first, **LARGER, contact=contact)
    assert Letter.objects.filter(kind="confirmation").count() == 2
    confirm_email.confirm_submission(first, None)
    second.refresh_from_db()
    assert second.client is None, "nobody pressed the button for it"


def test_what_a_strange_browser_typed_is_not_confirmed_with_ones_own(browser_of):
    mine, strange = submitted(browser_of), submitted(browser_of, **LARGER)
    assert Letter.objects.filter(kind="confirmation").count() == 2
    confirm_email.confirm_submission(mine, None)
    strange.refresh_from_db()
    assert strange.client is None
    assert Client.objects.get().facts == mine.facts


@pytest.mark.parametrize("state", ["failed", "suppressed"])
def test_a_message_that_did_not_leave_confirms_no_second_result(browser_of, state):
    first = submitted(browser_of)
    Letter.objects.update(state=state, sent_at=None)
    change_and_submit(browser_of, first, **LARGER)
    assert Letter.objects.filter(kind="confirmation").count() == 2


def test_after_some_minutes_a_second_result_has_its_own_message_and_one_may_always_ask(browser_of):
    first = submitted(browser_of)
    with time_machine.travel(timezone.now() + confirmations.AT_HAND + timedelta(minutes=1)):
        second = change_and_submit(browser_of, first, **LARGER)
    assert Letter.objects.filter(kind="confirmation").count() == 2
    assert confirmations.owe_confirmation(second), "whoever asks for it again gets it at once"
