"""Writing to chosen clients: the numbers, the number typed, the pause, the way back, and nobody twice."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone

from draws import tasks
from draws.correspondence import circulars, writing
from draws.correspondence.own_facts import OwnFacts
from draws.models import Circular, LeftOut, Mailing, MessageTemplate, WrittenMessage
from draws.outbox import worker
from draws.permissions import VIEW_CIRCULARS, WRITE_TO_MANY
from intake.consents import consent
from intake.consultations import booking
from intake.models import Client, FileView, Letter, Licence
from intake.permissions import CHANGE_CLIENT, VIEW_CLIENT
from tests.draws.factories import ClientFactory
from tests.draws.letters import TEXTS, make_version
from tests.draws.staff import read_number
from tests.draws.test_correspondence import OWN, make_consultation, score
from tests.hostile.desk import member_with, sign_in

pytestmark = pytest.mark.django_db
PAUSE = timedelta(minutes=10)


def choose(browser, *people):
    """Choose these clients in their list."""
    chosen = {"action": "write_to_chosen", "_selected_action": [person.pk for person in people]}
    return browser.post("/staff/intake/client/", chosen)


def begin(browser, *people, version=None):
    """A list with its template, as the desk makes it."""
    choose(browser, *people)
    circular = Circular.objects.first()
    version = version or make_version()
    browser.post(f"/staff/draws/circular/{circular.pk}/choose/", {"version": version.pk})
    circular.refresh_from_db()
    return circular


def show(browser, circular, query=""):
    return browser.get(f"/staff/draws/circular/{circular.pk}/change/{query}")


def send(browser, circular, **typed):
    """Type the number that the page asks for, and press its button; the page that follows."""
    page = show(browser, circular).content.decode()
    said = {"recipients": read_number(page)} if "will be written to" in page else {}
    return browser.post(f"/staff/draws/circular/{circular.pk}/send/", said | typed, follow=True).content.decode()


def press(browser, what, mailing, **typed):
    return browser.post(f"/staff/draws/mailing/{mailing.pk}/{what}/", typed, follow=True).content.decode()


def leave(after=timedelta()):
    """Whom the workers write to, so long from now."""
    mail.outbox.clear()
    with time_machine.travel(timezone.now() + after):
        worker.dispatch_owed(worker.send)
    return sorted(message.to[0] for message in mail.outbox)


def emails(*people):
    return sorted(person.email for person in people)


# --- The list and its numbers ---------------------------------------------------------------------------------------


def test_each_client_of_the_list_stands_in_one_group_with_the_first_reason(admin_client):
    told = ClientFactory(name="Told")
    people = {
        "left_out": ClientFactory(name="Left", undeliverable="550"),
        "no_address": ClientFactory(name="Caller", email="", telephone="+16135550100", alerts=False),
        "undeliverable": ClientFactory(name="Bounced", undeliverable="550", alerts=False),
        "not_agreed": ClientFactory(name="Silent", alerts=False, language="fr"),
        "no_text": ClientFactory(name="French", language="fr"),
    }
    ClientFactory(name="Not chosen")
    version = make_version(about="news", texts={"en": TEXTS["en"]})
    circular = begin(admin_client, told, *people.values(), version=version)
    posted = {"about": "circular", "pk": circular.pk, "who": people["left_out"].reference, "reason": "told in person"}
    admin_client.post("/staff/draws/mailing/leave-out/", posted)
    found = circulars.sort_clients(circular, version)
    assert dict(found.values_list("pk", "group")) == {
        told.pk: "told",
        **{person.pk: code for code, person in people.items()},
    }
    page = show(admin_client, circular)
    assert read_number(page.content.decode()) == 1
    assert {code: count for code, _label, count in page.context["groups"]} == {
        "told": 1,
        "had": 0,
        **dict.fromkeys(people, 1),
        "no_score": 0,
        "no_appointment": 0,
        "no_name": 0,
    }
    for code, person in people.items():
        assert person.name in show(admin_client, circular, f"?group={code}").content.decode()
    assert "Not chosen" not in page.content.decode()


def test_who_has_no_score_or_consultation_that_the_text_names_stands_beside_those_who_get_it(admin_client):
    told, bare, scored = ClientFactory(name="Told"), ClientFactory(name="Bare"), ClientFactory(name="Scored")
    french = ClientFactory(name="French", language="fr")
    for person in (told, scored):
        score(person)
    make_consultation(told)
    texts = {"en": OWN["en"], "fr": {"subject": "Bonjour", "body": "Rien de plus"}}
    version = make_version("Own", texts=texts)
    circular = begin(admin_client, told, bare, scored, french, version=version)
    groups = {told.pk: "told", bare.pk: "no_score", scored.pk: "no_appointment", french.pk: "told"}
    assert dict(circulars.sort_clients(circular, version).values_list("pk", "group")) == groups
    page = show(admin_client, circular)
    assert read_number(page.content.decode()) == 2
    assert "No score today" in page.content.decode()
    for person in Client.objects.all():
        obstacle = writing.find_obstacle(person, version, writing.find_own(person))
        assert (obstacle or "told") == groups[person.pk], "one client is judged as many are"
    send(admin_client, circular)
    assert leave(after=PAUSE) == emails(told, french)
    assert WrittenMessage.objects.get(client=told).body.endswith("; 471 points")


def test_who_has_no_name_is_named_in_the_preview_and_gets_nothing(admin_client):
    told, nobody = ClientFactory(name="Told"), ClientFactory(name="", email="nameless@example.org")
    texts = {"en": {"subject": "{name}: your file", "body": "Hello {name},"}}
    version = make_version("Named", texts=texts)
    circular = begin(admin_client, told, nobody, version=version)
    groups = dict(circulars.sort_clients(circular, version).values_list("pk", "group"))
    assert groups == {told.pk: "told", nobody.pk: "no_name"}
    assert "nameless@example.org" in show(admin_client, circular, "?group=no_name").content.decode()
    send(admin_client, circular)
    assert leave(after=PAUSE) == emails(told)


def test_of_a_list_that_waits_each_is_told_their_own_hour_of_the_moment(admin_client):
    told, gone = ClientFactory(name="Told"), ClientFactory(name="Gone")
    texts = {"en": {"subject": "Hour", "body": "{appointment}"}}
    circular = begin(admin_client, told, gone, version=make_version("Hour", texts=texts))
    make_consultation(told, 3)
    booked = make_consultation(gone, 4)
    send(admin_client, circular)
    assert WrittenMessage.objects.count() == 2
    booking.cancel(booked)
    Letter.objects.all().delete()
    assert leave(after=PAUSE) == emails(told)


@pytest.mark.one_database
def test_what_is_about_the_file_goes_to_who_agreed_to_nothing(admin_client):
    person = ClientFactory(alerts=False)
    circular = begin(admin_client, person)
    assert list(circulars.find_told(circular)) == [person]


@pytest.mark.one_database
def test_whom_the_page_names_is_on_record(admin_client):
    first, second = ClientFactory(), ClientFactory(undeliverable="550")
    circular = begin(admin_client, first, second)
    FileView.objects.all().delete()
    show(admin_client, circular)
    assert list(FileView.objects.values_list("client", "part")) == [(first.pk, "list")]


def test_who_may_not_write_to_many_has_no_such_action_and_can_not_post_it():
    clerk = sign_in(member_with(VIEW_CLIENT, CHANGE_CLIENT))
    person = ClientFactory()
    assert "write_to_chosen" not in clerk.get("/staff/intake/client/").content.decode()
    choose(clerk, person)
    assert not Circular.objects.exists()


@pytest.mark.one_database
def test_without_a_licence_nothing_is_chosen_or_sent(admin_client):
    circular = begin(admin_client, ClientFactory())
    unlicensed = sign_in(member_with(VIEW_CLIENT, VIEW_CIRCULARS, WRITE_TO_MANY))
    choose(unlicensed, ClientFactory())
    assert Circular.objects.count() == 1
    page = show(unlicensed, circular).content.decode()
    assert "Send to these clients" not in page
    for path, said in (("send", {"recipients": 1}), ("choose", {"version": circular.version_id})):
        assert unlicensed.post(f"/staff/draws/circular/{circular.pk}/{path}/", said).status_code == 403


def test_of_assigned_files_the_list_and_its_page_know_nothing_of_anothers(admin_client, settings):
    settings.FILES_ASSIGNED_ONLY = True
    user = member_with(VIEW_CLIENT, CHANGE_CLIENT, VIEW_CIRCULARS, WRITE_TO_MANY, name="rosa")
    Licence.objects.create(user=user, number="R000077")
    rosa, own, others = sign_in(user), ClientFactory(adviser=user), ClientFactory(name="Other")
    choose(rosa, own, others)
    mine = Circular.objects.get()
    assert list(circulars.find_chosen(mine)) == [own]
    of_all = begin(admin_client, own, others)
    assert show(rosa, of_all).status_code == 404
    for path in ("send", "choose"):
        assert rosa.post(f"/staff/draws/circular/{of_all.pk}/{path}/", {}).status_code == 404
    posted = {"about": "circular", "pk": of_all.pk, "entered": ""}
    assert rosa.post("/staff/draws/mailing/test/", posted).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_the_database_as_often_for_many(admin_client, django_assert_num_queries, many):
    circular = begin(admin_client, *ClientFactory.create_batch(many))
    show(admin_client, circular)
    with django_assert_num_queries(20):
        show(admin_client, circular)


# --- The number, the pause and the way back -------------------------------------------------------------------------


def test_without_the_right_number_nobody_is_written_to(admin_client):
    circular = begin(admin_client, *ClientFactory.create_batch(2))
    for wrong in ("", "3", "many"):
        send(admin_client, circular, recipients=wrong)
    assert not WrittenMessage.objects.exists()
    assert "2 clients are written to when the waiting time is over" in send(admin_client, circular)
    assert WrittenMessage.objects.count() == 2


def test_nothing_leaves_before_the_pause_is_over_and_then_everybody_gets_it_once_in_their_language(
    admin_client, admin_user
):
    english, french = ClientFactory(name="Ana"), ClientFactory(name="Léa", language="fr")
    circular = begin(admin_client, english, french)
    send(admin_client, circular)
    assert "The messages leave at" in show(admin_client, circular).content.decode()
    assert leave() == []
    tasks.sweep_urgent()
    assert leave(PAUSE - timedelta(seconds=5)) == []
    assert leave(PAUSE + timedelta(seconds=5)) == emails(english, french)
    words = {message.to[0]: message.body for message in mail.outbox}
    assert words[french.email].startswith("Bonjour Léa,")
    assert words[english.email].startswith("Hello Ana,")
    assert leave(PAUSE * 2) == []
    row = WrittenMessage.objects.get(client=french)
    assert (row.circular, row.by, row.own_words) == (circular, admin_user, False)
    assert "Sent: 2" in show(admin_client, circular).content.decode()
    assert "will be written to" not in show(admin_client, circular).content.decode()


def test_pressed_twice_nobody_gets_it_twice(admin_client):
    circular = begin(admin_client, *ClientFactory.create_batch(2))
    send(admin_client, circular)
    send(admin_client, circular, recipients=2)
    assert "Nobody on the list would get it" in send(admin_client, circular, recipients=0)
    assert len(leave(PAUSE * 2)) == 2
    assert WrittenMessage.objects.count() == 2


def test_two_who_confirm_at_once_owe_each_client_one_message(admin_client, admin_user):
    people = ClientFactory.create_batch(2)
    circular = begin(admin_client, *people)
    version, due_at = circular.version, timezone.now()
    rows = [circulars.build_row(circular, version, person, admin_user, due_at, OwnFacts()) for person in people]
    circulars.owe(circular, version, admin_user, due_at)
    WrittenMessage.objects.bulk_create(rows, ignore_conflicts=True)
    assert WrittenMessage.objects.count() == 2


def test_taken_back_in_the_pause_nothing_leaves_and_confirmed_again_everybody_gets_it(admin_client):
    people = ClientFactory.create_batch(2)
    circular = begin(admin_client, *people)
    send(admin_client, circular)
    assert "what has not been sent yet will not be sent" in press(admin_client, "take-back", Mailing.objects.get())
    assert leave(PAUSE * 2) == []
    send(admin_client, circular)
    assert leave(PAUSE * 2) == emails(*people)


def test_taken_back_while_it_leaves_who_has_it_or_may_have_it_does_not_get_it_again(admin_client):
    had, cut_off, waiting = people = ClientFactory.create_batch(3)
    circular = begin(admin_client, *people)
    send(admin_client, circular)
    WrittenMessage.objects.filter(client=had).update(state="sent")
    WrittenMessage.objects.filter(client=cut_off).update(unanswered=1)
    press(admin_client, "take-back", Mailing.objects.get())
    assert leave(PAUSE * 2) == []
    assert read_number(show(admin_client, circular).content.decode()) == 1
    send(admin_client, circular)
    assert leave(PAUSE * 2) == [waiting.email]


@pytest.mark.parametrize(
    "then",
    [
        pytest.param({"state": "pending", "problem": "451 later"}, id="put off"),
        pytest.param({"state": "sending", "unanswered": 1}, id="its worker died"),
        pytest.param({"state": "failed"}, id="failed and tried again"),
    ],
)
def test_what_a_worker_had_in_hand_when_it_was_taken_back_does_not_leave_later(admin_client, then):
    circular = begin(admin_client, ClientFactory())
    send(admin_client, circular)
    WrittenMessage.objects.update(state="failed" if then["state"] == "failed" else "sending")
    press(admin_client, "take-back", Mailing.objects.get())
    now = timezone.now()
    WrittenMessage.objects.update(due_at=now, lease_until=now, **then)
    worker.try_again(WrittenMessage.objects.all())
    assert leave(timedelta(minutes=1)) == []
    assert WrittenMessage.objects.get().state == "suppressed"


def test_who_withdraws_in_the_pause_gets_no_news(admin_client):
    stays, goes = ClientFactory.create_batch(2)
    circular = begin(admin_client, stays, goes, version=make_version(about="news"))
    send(admin_client, circular)
    consent.withdraw(goes, language="en", source="test")
    assert leave(PAUSE * 2) == [stays.email]


def test_a_message_whose_worker_died_leaves_after_all_with_the_same_number(admin_client):
    circular = begin(admin_client, ClientFactory())
    send(admin_client, circular)
    WrittenMessage.objects.update(state="sending", due_at=timezone.now(), lease_until=timezone.now(), unanswered=1)
    assert len(leave(timedelta(seconds=1))) == 1
    assert WrittenMessage.objects.get().state == "sent"


def test_words_that_were_changed_meanwhile_are_not_sent(admin_client):
    circular = begin(admin_client, ClientFactory())
    make_version(texts={"en": TEXTS["en"] | {"subject": "Another"}})
    assert "The template has changed since" in send(admin_client, circular)
    MessageTemplate.objects.update(retired=True)
    assert "The template has changed since" in send(admin_client, circular)
    assert not WrittenMessage.objects.exists()


def test_the_template_stays_once_something_is_confirmed(admin_client):
    circular = begin(admin_client, ClientFactory())
    send(admin_client, circular)
    other = make_version("Other")
    admin_client.post(f"/staff/draws/circular/{circular.pk}/choose/", {"version": other.pk})
    assert Circular.objects.get().version != other


# --- A second person, the test, what is kept -------------------------------------------------------------------------


def test_where_the_firm_asks_for_it_a_second_person_approves(admin_client, admin_user, settings):
    settings.MAIL_SECOND_PERSON = True
    boss = User.objects.create_superuser("second")
    Licence.objects.create(user=boss, number="R000009")
    second, person = sign_in(boss), ClientFactory()
    circular, other = begin(admin_client, person), begin(admin_client, ClientFactory())
    assert "Nothing happens before another person has approved it" in send(admin_client, circular)
    assert "Nothing happens before another person has approved it" in send(admin_client, other)
    assert not WrittenMessage.objects.exists()
    mailing = circular.mailings.get()
    assert "Another person must approve" in press(admin_client, "approve", mailing, recipients=1)
    assert "Approved" in press(second, "approve", mailing, recipients=1)
    assert leave(PAUSE * 2) == [person.email]
    assert WrittenMessage.objects.get().by == admin_user


def test_a_test_goes_to_who_writes_in_every_language(admin_client, admin_user):
    admin_user.email = "boss@firm.example"
    admin_user.save()
    circular = begin(admin_client, ClientFactory())
    admin_client.post("/staff/draws/mailing/test/", {"about": "circular", "pk": circular.pk, "entered": ""})
    assert set(Letter.objects.values_list("to", "language")) == {("boss@firm.example", code) for code in ("en", "fr")}
    mail.outbox.clear()
    worker.send_urgent()
    assert {message.subject for message in mail.outbox} == {"File TEST", "Dossier TEST"}
    assert not WrittenMessage.objects.exists()


def test_a_list_that_nobody_confirmed_is_kept_for_a_day(admin_client):
    sent, forgotten = begin(admin_client, ClientFactory()), begin(admin_client, ClientFactory())
    send(admin_client, sent)
    LeftOut.objects.create(circular=forgotten, client=Client.objects.first(), reason="x", by=sent.by)
    tasks.delete_unused_texts()
    assert Circular.objects.count() == 2
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        tasks.delete_unused_texts()
    assert list(Circular.objects.all()) == [sent]


def test_the_record_of_mass_mails_names_it(admin_client):
    circular = begin(admin_client, ClientFactory())
    send(admin_client, circular)
    page = admin_client.get("/staff/draws/mailing/").content.decode()
    assert "Message to chosen clients Passport (1)" in page
    assert "Passport (1)" in admin_client.get("/staff/draws/circular/").content.decode()
