"""The staff's tool for what is sent: pause, go on, try again; only by those who may."""

import re
import smtplib
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.utils import timezone, translation
from django.utils.translation import gettext

from draws.mailings import lifecycle
from draws.mailings.mass_mails import plan_retry
from draws.mailings.samples import find_failed
from draws.models import Alert, Mailing, Notice, Pause, RuleChange
from draws.outbox import ledgers, throttle, worker
from draws.outbox.composer import compose_letter
from draws.permissions import VIEW_ALERT, VIEW_MAILING
from draws.publishing.publisher import PublicationRefused
from draws.rule_changes.messages import RuleNews, build_key
from intake.account.messages import AddressChanged, NewDevice, SignInCode
from intake.models import Client, FileView, Letter, Licence
from intake.permissions import VIEW_EVERY_CLIENT
from tests.draws.factories import AlertFactory, ClientFactory, RuleNewsFactory
from tests.draws.letters import write
from tests.draws.test_comparing import OFFERED
from tests.draws.test_every_kind import make_follower_news
from tests.hostile.desk import member_with, sign_in
from tests.letters import owe_one

pytestmark = pytest.mark.django_db
PAUSES = "/staff/draws/pause/"
EDITION = date(2025, 3, 25)


@pytest.fixture
def viewer(client):
    """A member of staff who may look at all of it and do nothing."""
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user)
    return client


def test_the_button_pauses_and_lets_go_on(admin_client, admin_user, broker, django_capture_on_commit_callbacks):
    alert = AlertFactory()
    assert "Pause all sending" in admin_client.get(PAUSES).content.decode()
    page = admin_client.post(f"{PAUSES}stop/", follow=True).content.decode()
    assert "Let messages leave again" in page
    worker.send([alert.pk])
    alert.refresh_from_db()
    assert alert.state == "pending"
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(f"{PAUSES}go-on/")
    assert broker.queued() == 1, "the sweep is called at once"
    assert Pause.objects.filter(began_by=admin_user, ended_by=admin_user).count() == 1
    worker.send([alert.pk])
    alert.refresh_from_db()
    assert alert.state == "sent"


@pytest.mark.parametrize("act", ["stop", "go-on"])
def test_who_may_only_look_can_not_pause(viewer, act):
    assert "Pause all sending" not in viewer.get(PAUSES).content.decode()
    assert viewer.post(f"{PAUSES}{act}/").status_code == 403
    assert not throttle.is_paused()


def test_looking_never_pauses(admin_client):
    assert admin_client.get(f"{PAUSES}stop/").status_code == 405


def translate(text, language):
    with translation.override(language):
        return gettext(text)


def again(client, *alerts):
    return client.post(
        "/staff/draws/alert/",
        {"action": "retry_failed", "_selected_action": [alert.pk for alert in alerts]},
        follow=True,
    )


def test_what_failed_is_tried_again_and_what_was_sent_is_not(admin_client, broker):
    failed, sent = AlertFactory(state="failed", attempts=10, problem="550 no"), AlertFactory(state="sent")
    assert "1 message is tried again." in again(admin_client, failed, sent).content.decode()
    worker.send([failed.pk, sent.pk])
    failed.refresh_from_db(), sent.refresh_from_db()
    assert (failed.state, failed.attempts, sent.attempts) == ("sent", 1, 0)


def ask_again(client, alerts, **typed):
    """What the button of the list answers; with `typed`, the page that asks for the number."""
    chosen = {"action": "retry_failed", "_selected_action": [alert.pk for alert in alerts]}
    return client.post("/staff/draws/alert/", chosen | typed, follow=True).content.decode()


def states():
    return set(Alert.objects.values_list("state", flat=True))


@pytest.fixture
def many(settings):
    """More failed messages than are tried again at once, and one that was sent."""
    settings.MAIL_RETRY_AT_ONCE = 2
    sent = AlertFactory(state="sent")
    return [*AlertFactory.create_batch(3, draw=sent.draw, state="failed", attempts=10), sent]


def test_many_that_failed_are_tried_again_only_with_their_number_and_after_the_pause(admin_client, many):
    asked = ask_again(admin_client, many)
    assert "3 failed messages will be tried again." in asked
    assert "Type the number of messages that would be tried again." in asked, "several may be to one person"
    assert "The number of messages is now 3" in ask_again(admin_client, many, confirm="1", recipients="4")
    assert states() == {"failed", "sent"}
    page = ask_again(admin_client, many, confirm="1", recipients="3")
    assert "The messages leave at" in page
    mailing = Mailing.objects.get()
    assert (mailing.about, mailing.recipients, str(mailing)) == ("retry", 3, "Failed messages, tried again")
    assert "Mailings of which nothing has left yet" in admin_client.get("/staff/").content.decode()
    owed = Alert.objects.filter(state="pending")
    assert set(owed.values_list("attempts", "due_at")) == {(0, mailing.not_before)}
    worker.dispatch_owed(worker.send)
    assert owed.count() == 3
    with time_machine.travel(mailing.not_before + timedelta(seconds=1)):
        worker.dispatch_owed(worker.send)
    assert states() == {"sent"}


def test_many_that_are_tried_again_are_taken_back_and_have_failed_as_before(admin_client, many):
    ask_again(admin_client, many, confirm="1", recipients="3")
    mailing = Mailing.objects.get()
    assert "Take it back" in admin_client.get(f"/staff/draws/mailing/{mailing.pk}/change/").content.decode()
    page = admin_client.post(f"/staff/draws/mailing/{mailing.pk}/take-back/", follow=True).content.decode()
    assert "what has not been sent yet will not be sent" in page
    assert Alert.objects.filter(state="failed").count() == 3
    with time_machine.travel(mailing.not_before + timedelta(hours=1)):
        worker.dispatch_owed(worker.send)
    assert Alert.objects.filter(state="failed").count() == 3
    assert "3 failed messages will be tried again." in ask_again(admin_client, many)


def test_the_whole_list_is_tried_again_by_the_same_page(admin_client, many):
    page = ask_again(admin_client, many[:1], select_across="1")
    assert "3 failed messages will be tried again." in page
    assert 'name="select_across" value="1"' in page
    ask_again(admin_client, many[:1], select_across="1", confirm="1", recipients="3")
    assert states() == {"pending", "sent"}


def test_many_that_failed_wait_for_a_second_person_where_the_firm_asks_for_one(admin_client, many, settings):
    settings.MAIL_SECOND_PERSON = True
    assert "Waits for a second person" in ask_again(admin_client, many, confirm="1", recipients="3")
    assert "waits for a second person already" in ask_again(admin_client, many, confirm="1", recipients="3")
    assert states() == {"failed", "sent"}
    second, mailing = User.objects.create_superuser("second"), Mailing.objects.get()
    # One of them was tried again by itself meanwhile.
    worker.try_again(Alert.objects.filter(pk=many[0].pk))
    with pytest.raises(PublicationRefused):
        lifecycle.approve(mailing.pk, second, recipients=3)
    lifecycle.approve(mailing.pk, second, recipients=2)
    mailing.refresh_from_db()
    assert Alert.objects.filter(state="pending", due_at=mailing.not_before).count() == 2


class TakenBackMeanwhile(worker.MailConnection):
    """A connection over which a message leaves, or is put off, while staff take its retry back."""

    def __init__(self, take_back, answer):
        super().__init__()
        self.take_back, self.answer = take_back, answer

    def send(self, message):
        self.take_back()
        if self.answer:
            raise self.answer
        super().send(message)


@pytest.mark.parametrize("answer", [None, smtplib.SMTPDataError(451, b"later")], ids=["taken", "put off"])
def test_what_a_worker_had_in_hand_when_a_retry_was_taken_back_arrives_then_or_not_at_all(admin_client, many, answer):
    ask_again(admin_client, many, confirm="1", recipients="3")
    mailing, held = Mailing.objects.get(), Alert.objects.filter(pk=many[0].pk)

    def take_back():
        admin_client.post(f"/staff/draws/mailing/{mailing.pk}/take-back/")
        assert worker.try_again(held.all()) == 0, "it may arrive any moment"

    with time_machine.travel(mailing.not_before + timedelta(seconds=1)):
        worker.SendingBatch(Alert, TakenBackMeanwhile(take_back, answer)).take(
            Alert.objects.to_send().get(pk=many[0].pk)
        )
    with time_machine.travel(mailing.not_before + timedelta(hours=1)):
        worker.dispatch_owed(worker.send)
        row = held.get()
        assert (row.state, row.unanswered, row.lease_until) == ("failed" if answer else "sent", 0, None)
        assert row.problem.startswith("451" if answer else "")
        assert Alert.objects.filter(state="failed").count() == (3 if answer else 2)
        assert worker.try_again(held.all()) == (1 if answer else 0), "a person may still send it again"


def test_what_a_dead_worker_had_in_hand_does_not_leave_once_its_retry_was_taken_back(admin_client, many):
    ask_again(admin_client, many, confirm="1", recipients="3")
    mailing = Mailing.objects.get()
    held = Alert.objects.filter(pk=many[0].pk)
    held.update(state="sending", attempts=1, unanswered=1, lease_until=timezone.now() + timedelta(minutes=5))
    admin_client.post(f"/staff/draws/mailing/{mailing.pk}/take-back/")
    with time_machine.travel(mailing.not_before + timedelta(hours=1)):
        worker.dispatch_owed(worker.send)
        assert held.get().state == "failed"
        assert worker.try_again(held.all()) == 1, "a person may still send it again"


# --- What would leave once more --------------------------------------------------------------------------------------


def make_failed(language, **fields):
    return AlertFactory(client=ClientFactory(language=language, name="Ana Souza"), state="failed", **fields)


def test_the_page_of_a_retry_shows_the_messages_in_both_languages_without_the_ways_in(admin_client, settings):
    settings.MAIL_RETRY_AT_ONCE = 2
    older, *others = [make_failed("en", crs=481), make_failed("en", crs=482), make_failed("fr", crs=483)]
    Alert.objects.update(draw=older.draw)
    page = ask_again(admin_client, [older, *others])
    for shown in ("The message in English", "The message in French", "Bonjour Ana Souza", "day was 482"):
        assert shown in page, shown
    assert "day was 481" not in page, "the newest of those that are alike"
    texts = re.findall(r'<pre class="sample-text".*?</pre>', page, re.DOTALL)
    assert len(texts) == 2
    for text in texts:
        assert not re.search(r"\w:\w+:[\w-]{20,}", text)
    assert "[link]" in "".join(texts)
    assert "[lien]" in "".join(texts)
    seen = FileView.objects.filter(part=FileView.ViewedPart.MESSAGE).values_list("client", flat=True)
    assert set(seen) == {one.client_id for one in others}


def read_test(row):
    """A test of a failed message as it leaves: its subject, and its text in both forms."""
    mail = compose_letter(ledgers.make_message(row))
    return str(mail.subject), str(mail.body), mail.alternatives[0].content


def test_a_test_of_each_that_differs_goes_to_who_asks_for_it_and_to_nobody_else(admin_client, admin_user, settings):
    settings.MAIL_RETRY_AT_ONCE = 1
    rows = [make_failed("en", crs=482), make_failed("fr", crs=483)]
    Alert.objects.update(draw=rows[0].draw)
    assert 'name="test" value="Send a test to me"' in ask_again(admin_client, rows)
    page = ask_again(admin_client, rows, test="1")
    assert "2 tests are on their way to admin@example.com." in page
    assert "2 failed messages will be tried again." in page, "it is still to be confirmed"
    assert states() == {"failed"}
    assert not Mailing.objects.exists()
    tests = list(Letter.objects.order_by("language"))
    assert [(row.kind, row.to, row.language) for row in tests] == [
        ("test_of_retry", admin_user.email, "en"),
        ("test_of_retry", admin_user.email, "fr"),
    ]
    assert "Souza" not in "".join(str(row.facts) for row in tests), "the words are made when it leaves"
    for row, words, gap in zip(tests, ("day was 482", "Bonjour Ana Souza"), ("[link]", "[lien]"), strict=True):
        _subject, *texts = read_test(row)
        for text in texts:
            assert words in text
            assert gap in text
            assert not re.search(r"\w:\w+:[\w-]{20,}", text), "no link that opens anything"
    views = FileView.objects.filter(part=FileView.ViewedPart.MESSAGE, staff=admin_user)
    assert set(views.values_list("client", flat=True)) == {row.client_id for row in rows}


def test_a_test_of_what_was_sent_meanwhile_is_not_due(admin_client, settings):
    settings.MAIL_RETRY_AT_ONCE = 1
    rows = [make_failed("en"), make_failed("fr")]
    ask_again(admin_client, rows, test="1")
    Alert.objects.filter(pk=rows[0].pk).update(state="sent")
    due = {row.language: ledgers.make_message(row).is_due() for row in Letter.objects.all()}
    assert due == {"en": False, "fr": True}
    User.objects.update(is_superuser=False)
    assert not any(ledgers.make_message(row).is_due() for row in Letter.objects.all()), "they may not read it any more"


def test_who_has_no_address_gets_no_test_and_is_told(admin_client, admin_user, many):
    User.objects.update(email="")
    assert "Your account has no e-mail address." in ask_again(admin_client, many, test="1")
    assert not Letter.objects.exists()


def test_where_none_would_leave_there_is_no_test(admin_client, settings):
    settings.MAIL_RETRY_AT_ONCE = 1
    for number in range(2):
        owe_one(SignInCode, f"{number}@example.org", language="en", secret="428113")
    Letter.objects.update(state="failed", secret="")
    chosen = {"action": "retry_failed", "_selected_action": list(Letter.objects.values_list("pk", flat=True))}
    page = admin_client.post("/staff/intake/letter/", chosen | {"test": "1"}).content.decode()
    assert "None of these messages would leave now" in page
    assert 'name="test"' not in page
    assert not Letter.objects.filter(kind="test_of_retry").exists()


def test_the_second_person_has_a_test_too_and_who_may_not_publish_has_none(admin_client, many, settings, viewer):
    settings.MAIL_SECOND_PERSON = True
    ask_again(admin_client, many, confirm="1", recipients="3")
    mailing = Mailing.objects.get()
    asked = {"about": "retry", "pk": mailing.pk, "entered": ""}
    assert viewer.post("/staff/draws/mailing/test/", asked).status_code == 403
    page = admin_client.get(f"/staff/draws/mailing/{mailing.pk}/change/").content.decode()
    assert f'<input type="hidden" name="pk" value="{mailing.pk}">' in page
    answer = admin_client.post("/staff/draws/mailing/test/", asked, follow=True)
    assert "1 test is on its way" in answer.content.decode()
    assert Letter.objects.get().kind == "test_of_retry"
    assert FileView.objects.filter(part=FileView.ViewedPart.MESSAGE).exists()
    Mailing.objects.update(taken_back_at=timezone.now())
    assert admin_client.post("/staff/draws/mailing/test/", asked).status_code == 404


def test_the_second_person_reads_them_too(admin_client, many, settings):
    settings.MAIL_SECOND_PERSON = True
    ask_again(admin_client, many, confirm="1", recipients="3")
    mailing = Mailing.objects.get()
    person = User.objects.create_superuser("second")
    Licence.objects.create(user=person, number="R555555")
    second = sign_in(person)
    page = second.get(f"/staff/draws/mailing/{mailing.pk}/change/").content.decode()
    assert "The message in English" in page
    second.post(f"/staff/draws/mailing/{mailing.pk}/approve/", {"recipients": "3"})
    page = second.get(f"/staff/draws/mailing/{mailing.pk}/change/").content.decode()
    assert "The messages leave at" in page
    assert "The message in English" not in page


def test_of_files_and_ledgers_that_are_not_theirs_nobody_reads_a_message_there(settings):
    settings.FILES_ASSIGNED_ONLY = True
    mine, others = make_failed("en"), make_failed("fr")
    user = member_with(VIEW_ALERT, VIEW_MAILING, name="clerk")
    Client.objects.filter(pk=mine.client_id).update(adviser=user)
    mass_mail = plan_retry(Alert.objects.all())
    assert [row.pk for row in find_failed(mass_mail, user)] == [mine.pk]
    assert find_failed(mass_mail, member_with(VIEW_MAILING, VIEW_EVERY_CLIENT, name="bare")) == []
    assert {row.pk for row in find_failed(mass_mail, User.objects.create_superuser("all"))} == {mine.pk, others.pk}


LETTERS = {
    "writtenmessage": lambda: [write(ClientFactory(), key=key) for key in ("a", "b")],
    "notice": lambda: [RuleNewsFactory(), RuleNewsFactory()],
    "letter": lambda: [make_kept_letter(number) for number in range(2)],
    "followernews": lambda: [make_follower_news("en"), make_follower_news("fr")],
}


def make_kept_letter(number):
    facts = {"browser": "Firefox", "system": "Windows", "at": timezone.now().isoformat(), "staff": False}
    return owe_one(NewDevice, f"{number}@example.org", language="en", facts=facts, client=ClientFactory())


@pytest.mark.parametrize("ledger", LETTERS)
def test_every_ledger_shows_what_would_leave(admin_client, settings, ledger):
    settings.MAIL_RETRY_AT_ONCE = 1
    rows = LETTERS[ledger]()
    type(rows[0]).objects.update(state="failed")
    app = "intake" if ledger == "letter" else "draws"
    chosen = {"action": "retry_failed", "_selected_action": [row.pk for row in rows]}
    page = admin_client.post(f"/staff/{app}/{ledger}/", chosen, follow=True).content.decode()
    assert "2 failed messages will be tried again." in page
    assert "The message in English" in page


def test_a_letter_that_is_not_due_any_more_is_not_shown(admin_client, settings):
    settings.MAIL_RETRY_AT_ONCE = 1
    for number in range(2):
        owe_one(SignInCode, f"{number}@example.org", language="en", secret="428113")
    Letter.objects.update(state="failed", secret="")
    chosen = {"action": "retry_failed", "_selected_action": list(Letter.objects.values_list("pk", flat=True))}
    page = admin_client.post("/staff/intake/letter/", chosen, follow=True).content.decode()
    assert "2 failed messages will be tried again." in page
    assert "The message in" not in page


def fail_with_one_that_has_no_words():
    """Two failed letters, of which one is about a move that nobody knows of any more."""
    known = make_kept_letter(1)
    lost = owe_one(AddressChanged, "old@example.org", language="en", facts={"change": 0}, client=ClientFactory())
    Letter.objects.update(state="failed")
    return [known, lost]


def test_a_message_that_cannot_be_put_into_words_hides_none_of_the_others(admin_client, settings, caplog):
    settings.MAIL_RETRY_AT_ONCE, settings.MAIL_SECOND_PERSON = 1, True
    chosen = {"action": "retry_failed", "_selected_action": [row.pk for row in fail_with_one_that_has_no_words()]}
    asked = admin_client.post("/staff/intake/letter/", chosen, follow=True).content.decode()
    admin_client.post("/staff/intake/letter/", chosen | {"confirm": "1", "recipients": "2"}, follow=True)
    waiting = admin_client.get(f"/staff/draws/mailing/{Mailing.objects.get().pk}/change/").content.decode()
    for page in (asked, waiting):
        assert "The message in English: “" in page
        assert "A message in English that will not be sent" in page
        assert "be written: the reason is in the site" in page
    assert "put into words: DoesNotExist" in caplog.text
    assert "old@example.org" not in caplog.text


def fail_news_of_rules():
    """News of a change that wait and say what is not so any more; of two clients, and one of them has applied since."""
    change = RuleChange.objects.create(edition=EDITION, on=date(2025, 4, 1), released_at=timezone.now())
    facts = {
        "edition": str(EDITION),
        "on": "2025-04-01",
        "before": 1,
        "after": 2,
        "factors": [],
        "gained": [],
        "lost": [],
    }
    people = ClientFactory(facts=OFFERED), ClientFactory(facts=OFFERED, stage="submitted", language="fr")
    key = build_key(change)
    return [RuleNewsFactory(client=one, key=key, state="failed", facts=facts) for one in people]


def test_a_sample_of_a_retry_is_brought_up_to_date_and_nothing_of_it_is_kept(admin_client, settings):
    settings.MAIL_RETRY_AT_ONCE = 1
    rows = fail_news_of_rules()
    chosen = {"action": "retry_failed", "_selected_action": [row.pk for row in rows]}
    page = admin_client.post("/staff/draws/notice/", chosen, follow=True).content.decode()
    after = work_out_now(rows[0]).after
    assert str(after) in " ".join(re.findall(r'<pre class="sample-text".*?</pre>', page, re.DOTALL))
    assert "has been invited or has applied since" in page
    assert set(Notice.objects.values_list("facts__after", flat=True)) == {2}


def work_out_now(row):
    return RuleNews(row).find_effect(RuleChange.objects.get())


def test_what_a_worker_still_has_in_hand_is_neither_counted_nor_tried_again(admin_client, many):
    """It may arrive any moment: the number that is typed is of what is tried again."""
    held = Alert.objects.filter(state="failed")[:1]
    Alert.objects.filter(pk__in=list(held.values_list("pk", flat=True))).update(
        lease_until=timezone.now() + timedelta(minutes=5)
    )
    every = plan_retry(Alert.objects.all())
    assert (every.count_recipients(), len(every.mailing.entered["rows"])) == (2, 2)
    assert "2 messages are tried again." in ask_again(admin_client, many)


# --- Why a message has not left --------------------------------------------------------------------------------------

REASON = "What the reminder is about has changed since."


@pytest.fixture
def french(admin_client):
    admin_client.defaults["HTTP_ACCEPT_LANGUAGE"] = "fr"
    return admin_client


@pytest.mark.parametrize("ledger", ["draws/notice", "draws/alert", "draws/writtenmessage", "intake/letter"])
def test_lists_and_pages_say_in_the_readers_language_why_a_message_has_not_left(french, ledger):
    make = {"draws/alert": AlertFactory, **{f"draws/{name}": lambda name=name: LETTERS[name]()[0] for name in LETTERS}}
    row = make[ledger]() if ledger in make else make_kept_letter(1)
    type(row).objects.update(state="suppressed", problem=REASON)
    in_french = translate(REASON, "fr")
    assert in_french != REASON
    for page in (f"/staff/{ledger}/", f"/staff/{ledger}/{row.pk}/change/"):
        text = french.get(page).content.decode()
        assert in_french in text, page
        assert REASON not in text, page
    type(row).objects.update(state="failed", problem="550 no such user")
    assert "550 no such user" in french.get(f"/staff/{ledger}/").content.decode()


def test_a_list_that_was_kept_with_the_older_column_still_has_it(admin_client):
    AlertFactory(state="failed", problem="550 no such user")
    assert "550 no such user" in admin_client.get("/staff/draws/alert/?columns=draw_number.problem").content.decode()
    assert "550 no such user" not in admin_client.get("/staff/draws/alert/?columns=draw_number").content.decode()


def test_where_nothing_failed_nothing_is_confirmed(admin_client, many):
    failed = Alert.objects.filter(state="failed")
    mass_mail = plan_retry(failed.all())
    failed.update(state="sent")
    with pytest.raises(PublicationRefused):
        lifecycle.confirm(mass_mail, User.objects.get(username="admin"))


def test_who_may_not_publish_can_not_send_again(viewer):
    failed = AlertFactory(state="failed")
    again(viewer, failed)
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_staff_say_that_an_address_works_again(admin_client):
    person = ClientFactory(undeliverable="550 no such user")
    listed = admin_client.get("/staff/intake/client/?undeliverable__isempty=0").content.decode()
    assert person.reference in listed
    admin_client.post("/staff/intake/client/", {"action": "address_works", "_selected_action": [person.pk]})
    person.refresh_from_db()
    assert person.undeliverable == ""
