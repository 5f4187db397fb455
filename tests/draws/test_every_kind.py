"""Every kind of message that is registered can be made, in both languages, and says something of its own."""

import inspect
import re
from datetime import date, timedelta
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest
from django.conf import settings as site
from django.contrib.auth.models import User
from django.core import mail as outbox
from django.urls import resolve
from django.utils import timezone, translation

from draws.corrections import apply
from draws.correspondence.messages import Written
from draws.models import Alert, CorrectionLetter, FollowerNews, Notice, StaffReminder
from draws.outbox import ledgers, worker
from draws.outbox.composer import Composer
from draws.outbox.kinds import ClientMessage, StaffMessage
from draws.reminders.messages import Reminder
from intake.account.messages import CodeMessage
from intake.clients.messages import NewLead
from intake.enquiries.messages import NewEnquiry
from intake.message_kinds.kinds import LetterMessage, Message
from intake.message_kinds.registry import KINDS, list_kinds, register
from intake.models import (
    AddressChange,
    AdviserCalendar,
    Assessment,
    Client,
    Consultation,
    DatedItem,
    Enquiry,
    Follower,
    Intake,
    Letter,
)
from tests.draws.factories import AlertFactory, ClientFactory, DrawFactory, PublishedDrawFactory, RuleNewsFactory
from tests.draws.letters import write
from tests.intake.advisers import make_booked, make_calendar

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
DAY = date(2027, 1, 5)


def owe(client, kind, facts, **days):
    now = timezone.now()
    return Notice.objects.create(client=client, kind=kind, key="x", facts=facts, due_at=now, created=now, **days)


def owe_correction(client):
    alert = AlertFactory(client=client, state="sent", crs=475)
    apply.correct(alert.draw, {"cutoff": 480}, reason="a typo", by=None, seen=0)
    return alert.correction_letters.get()


def remind_of_passport(client, kind):
    """A reminder that a passport ends, which stands in the file: it is looked up once more when the letter is made."""
    last = timezone.localdate() + timedelta(days=30)
    DatedItem.objects.create(client=client, kind="passport", name="IN", expires_on=last)
    ends = {"what": "passport", "whose": "own", "name": "IN", "ends": str(last + timedelta(days=1))}
    if kind == "expiry":
        return owe(client, kind, ends, until=last)
    return owe(client, kind, {"lapses": [ends]}, until=last + timedelta(days=10), invited_on=timezone.localdate())


def note_passport():
    client = ClientFactory()
    facts = {"kind": "passport", "name": "IN", "whose": "own"}
    return StaffReminder.objects.create(client=client, kind="expiry", key="x", facts=facts, until=DAY)


# Kind -> a row that owes it to a client.
OWED = {
    "alert": lambda client: AlertFactory(client=client),
    "correction": owe_correction,
    "deadline": lambda client: remind_of_passport(client, "deadline"),
    "expiry": lambda client: remind_of_passport(client, "expiry"),
    "written": write,
    "rules": lambda client: RuleNewsFactory(client=client),
}
FEED = {"address": "https://example.org/feed", "failing_since": "", "failures": 0, "problem": "", "unreadable": ""}
# Kind of letter -> the facts in its row; a code stands in `secret`.
FACTS = {
    "address_changed": lambda: {"change": make_change().pk},
    "address_code": dict,
    "address_taken": dict,
    "answers_to_check": dict,
    "confirmation": lambda: {"assessment": make_assessment().pk, "intake": ""},
    "booking": lambda: {"consultation": make_consultation().reference, "what": "moved", "sequence": 0},
    "confirm_booking": lambda: {"consultation": make_consultation("held").reference},
    "confirm_following": lambda: {"follower": make_follower("en").reference},
    "confirm_enquiry": lambda: {"enquiry": make_enquiry().reference},
    "feed_health": lambda: FEED | {"well": True},
    "feed_news": lambda: {"news": {DrawFactory().pk: "new"}},
    "file_ends": dict,
    "limit_reached": lambda: {"settings": ["LETTERS_TO_ADDRESS_A_DAY"]},
    "server_refused": lambda: {"number": 3, "replies": ["554 5.7.1"]},
    "process_silent": lambda: {"part": "beat", "node": "beat@here", "at": "2026-11-28T12:00:00+00:00"},
    "new_enquiry": lambda: {"enquiry": make_enquiry().reference},
    "new_booking": lambda: {"consultation": make_consultation().reference, "what": "booked", "sequence": 0},
    "new_lead": dict,
    "new_device": lambda: {"browser": "Firefox", "system": "Windows", "at": f"{DAY}T12:00:00+00:00", "staff": False},
    "run_report": lambda: {"draw": PublishedDrawFactory().pk},
    "sign_in_code": dict,
    "test_of_mass_mail": lambda: {
        "about": "draw",
        "draw": DrawFactory().pk,
        "change": None,
        "entered": {},
        "user": User.objects.create_user(f"boss{User.objects.count()}", email="a@example.org").pk,
        "number": 0,
    },
    "test_of_retry": lambda: {
        "ledger": "alert",
        "row": AlertFactory(state="failed").pk,
        "user": User.objects.create_superuser(f"boss{User.objects.count()}").pk,
    },
    "test_of_written": lambda: {"subject": "A subject", "body": "A text", "service": True},
    "staff_dates": lambda: {"rows": [note_passport().pk]},
}
# What is about the file of the address.
OF_A_FILE = {
    "answers_to_check": lambda client: {"intake": str(make_taken_down(client).pk)},
    "file_ends": lambda client: {"used": client.updated.isoformat()},
    "new_lead": lambda client: {},
}
EVERY = [*OWED, *FACTS, "round_news"]


def make_taken_down(client):
    """Answers that staff took down."""
    return Intake.objects.create(client=client, by_staff=True, submitted_at=timezone.now())


def make_change():
    return AddressChange.objects.create(client=ClientFactory(name="Anna"), was="a@example.org", now="b@example.org")


def make_consultation(state="confirmed"):
    made = make_booked(make_calendar(), None, Consultation.objects.count())
    made.state = state
    made.save()
    return made


def make_follower(language):
    number = Follower.objects.count()
    return Follower.objects.create(email=f"f{number}@example.org", language=language, confirmed_at=timezone.now())


def make_follower_news(language):
    now = timezone.now()
    return FollowerNews.objects.create(
        follower=make_follower(language), draw=PublishedDrawFactory(), due_at=now, created=now
    )


def make_enquiry():
    return Enquiry.objects.create(kind="question", email="a@example.org", language="en", text="Is 450 enough?")


def make_assessment():
    contact = {"name": "Anna", "email": "a@example.org", "language": "en", "alerts": True}
    return Assessment.objects.create(contact=contact, facts={}, result={}, crs=400, on=DAY, edition=DAY)


def make_letter(name, language):
    now = timezone.now()
    secret = "428113" if issubclass(KINDS[name], CodeMessage) else ""
    facts = FACTS[name]()
    row = Letter(kind=name, to="a@example.org", language=language, facts=facts, secret=secret, due_at=now, created=now)
    if name in OF_A_FILE:
        row.client = ClientFactory(name="Anna", email="a@example.org")
        row.facts = OF_A_FILE[name](row.client)
    row.save()
    return row


def make_row(name, language):
    """What owes a message of this kind."""
    if name == "round_news":
        return make_follower_news(language)
    return OWED[name](ClientFactory(name="Anna", language=language)) if name in OWED else make_letter(name, language)


def make(name, language):
    """A message of this kind, as it leaves."""
    row = make_row(name, language)
    mail = Composer().compose(row)
    Client.objects.filter(email="a@example.org").delete()
    return mail


def test_each_registered_kind_is_made_here():
    assert [kind.name for kind in list_kinds(ClientMessage)] == sorted(OWED)
    assert [kind.name for kind in list_kinds(LetterMessage)] == sorted([*FACTS, "round_news"])


def says_who_is_due(kind):
    """Whether the class, or one that it shares with its like, finds the rows that are due."""
    found = inspect.getattr_static(kind, "find_due", None)
    return isinstance(found, classmethod) and found is not vars(Reminder)["find_due"]


def says_what_switches_it_off(kind):
    """Whether it names a field of `Client`, a setting or that there is none, or has a condition of its own."""
    if kind is Written:
        return True  # by no field: its ledger asks for consent where it is no part of the service
    if issubclass(kind, ClientMessage) and kind.preference:
        return hasattr(Client, kind.preference)
    if "switched_off_by" in dir(kind):
        return not kind.switched_off_by or hasattr(site, kind.switched_off_by)
    inherited = {inspect.getattr_static(base, "is_switched_on") for base in (Message, ClientMessage)}
    return inspect.getattr_static(kind, "is_switched_on") not in inherited


def list_unsaid(kind):
    """What a class does not say of what every kind of message has to."""
    said = {
        "find_due": says_who_is_due(kind),
        "get_context": kind.get_context is not Message.get_context,
        "label": hasattr(kind, "label"),
        "ledger": hasattr(kind, "ledger"),
        "switch": says_what_switches_it_off(kind),
        "template": hasattr(kind, "template"),
    }
    return [name for name, is_there in said.items() if not is_there]


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_each_kind_says_who_is_due_it_its_words_and_what_switches_it_off(kind):
    assert list_unsaid(kind) == []


def test_a_kind_that_says_less_is_found():
    class Bare(LetterMessage):
        name = "bare"

    class ToStaff(StaffMessage):
        label, template = "To staff", "draws/email/bare"

    class Unasked(Reminder):
        label, template = "Unasked", "draws/email/bare"

    class OfNoSetting(CodeMessage):
        label, template, switched_off_by = "Of no setting", "draws/email/bare", "NO_SUCH_SETTING"

    assert list_unsaid(Bare) == ["find_due", "get_context", "label", "switch", "template"]
    assert list_unsaid(ToStaff) == ["find_due", "get_context"]
    assert list_unsaid(Unasked) == ["find_due", "get_context"]
    assert list_unsaid(OfNoSetting) == ["switch"]


def test_a_letter_is_owed_to_nobody_where_the_setting_that_it_names_is_empty(settings):
    due = {
        NewLead: lambda: NewLead.find_due(ClientFactory.build(), Assessment()),
        NewEnquiry: lambda: NewEnquiry.find_due(make_enquiry()),
    }
    assert set(due) == {kind for kind in list_kinds(LetterMessage) if getattr(kind, "switched_off_by", "")}
    for kind, find in due.items():
        setattr(settings, kind.switched_off_by, ["office@firm.example", "rcic@firm.example"])
        assert [row.to for row in find()] == ["office@firm.example", "rcic@firm.example"]
        setattr(settings, kind.switched_off_by, [])
        assert list(find()) == []


@pytest.mark.parametrize("name", EVERY)
def test_it_is_made_in_both_languages(name):
    english, french = make(name, "en"), make(name, "fr")
    for mail in (english, french):
        html = mail.alternatives[0].content
        assert mail.subject
        assert len(mail.body) > len(mail.subject)
        assert "<body" in html
        assert "⟦" not in mail.subject + mail.body + html
    assert (english.subject, english.body) != (french.subject, french.body)
    assert english.body != french.body
    assert '<html lang="en">' in english.alternatives[0].content
    assert '<html lang="fr">' in french.alternatives[0].content


@pytest.mark.parametrize("name", EVERY)
def test_it_is_answered_to_the_firm_and_numbered_in_its_domain(name, settings):
    settings.FIRM = settings.FIRM | {"email": "office@firm.example"}
    settings.DEFAULT_FROM_EMAIL = "The firm <alerts@firm.example>"
    mail = message_from_bytes(make(name, "en").message().as_bytes(), policy=policy.default)
    assert mail["Reply-To"] == "office@firm.example"
    assert mail["Message-ID"].endswith("@firm.example>")
    assert len(mail.get_all("Message-ID")) == 1


# Kinds that every client may get; an invitation's deadline is told to clients who were invited, and so have an account.
TO_ANYBODY = [name for name in OWED if name not in {"deadline", "written"}]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", TO_ANYBODY)
def test_nobody_without_a_profile_is_sent_to_look_in_an_account(name, language):
    client = ClientFactory(name="Anna", language=language, profile_submitted_at=None)
    mail = Composer().compose(OWED[name](client))
    for text in (mail.body, mail.alternatives[0].content):
        assert not re.search("IRCC account|compte d’IRCC|message there", text)


def test_a_correction_says_the_steps_of_who_was_in_the_pool_and_what_ends_meanwhile():
    client = ClientFactory(profile_submitted_at=timezone.now() - timedelta(days=40))
    held_on = owe_correction(client).correction.draw.held_on
    Alert.objects.update(in_pool="yes")
    CorrectionLetter.objects.update(says="after_all", basis="above")
    DatedItem.objects.create(client=client, kind="passport", expires_on=held_on + timedelta(days=20))
    mail = Composer().compose(CorrectionLetter.objects.to_send().get())
    assert "YOU MAY HAVE BEEN INVITED TO APPLY" in mail.body
    assert "Sign in to your IRCC account" in mail.body
    assert '<p class="urgent"' in mail.alternatives[0].content
    assert "Ask us about this round" in mail.body


def test_a_correction_of_an_error_begins_with_it_and_promises_no_days():
    client = ClientFactory(profile_submitted_at=timezone.now() - timedelta(days=40))
    row = owe_correction(client)
    Alert.objects.update(in_pool="yes")
    mail = Composer().compose(CorrectionLetter.objects.to_send().get())
    assert row.says == "error"
    assert "OUR EARLIER MESSAGE WAS WRONG" in mail.body
    assert "days to apply" not in mail.body


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, "You have not told us of an Express Entry profile"),
        (40, "Look in your IRCC account"),
        (400, "has left the pool"),
    ],
)
def test_news_of_rules_speak_to_the_profile_that_is_there(days, words):
    submitted = days and timezone.now() - timedelta(days=days)
    mail = Composer().compose(RuleNewsFactory(client=ClientFactory(profile_submitted_at=submitted)))
    assert words in mail.body
    assert words in mail.alternatives[0].content


@pytest.mark.parametrize("name", FACTS)
def test_a_row_that_says_nothing_any_more_keeps_no_secret(name):
    row = make_letter(name, "en")
    worker.send([row.pk], "letter")
    row.refresh_from_db()
    assert (row.state, row.secret) == ("sent", "")


# What is kept of letters, and of these what leads in by its address alone.
KEPT = {
    "address_changed", "address_taken", "answers_to_check", "booking", "confirm_booking", "confirm_enquiry",
    "confirmation", "file_ends", "new_device",
}  # fmt: skip
LEADING_IN = {"booking", "confirm_booking", "confirm_enquiry", "confirmation"}
GAPS = {"en": "[link]", "fr": "[lien]"}
URL = re.compile(r"https?://\S+")


def leave(name, language):
    """A letter about a client that left, its row, and the addresses that it named."""
    row = make_letter(name, language)
    row.client = row.client or ClientFactory(email="b@example.org")
    row.save()
    worker.send([row.pk], "letter")
    row.refresh_from_db()
    (left,) = outbox.outbox
    return left, row, URL.findall(f"{left.subject} {left.body}")


def find_values(url):
    """What the path of one of our pages says besides which page it is: whose it is to be."""
    return list(resolve(urlsplit(url).path).captured_kwargs.values())


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", FACTS)
def test_what_is_kept_of_a_letter_opens_nothing(name, language):
    left, row, urls = leave(name, language)
    assert (row.state, bool(row.digest)) == ("sent", name in KEPT)
    if name not in KEPT:
        assert (row.subject, row.body) == ("", "")
        return
    words = f"{row.subject}\n{row.body}"
    with translation.override(language):
        found = {url: find_values(url) for url in urls if url.startswith(f"{site.SITE_URL}/")}
    ways_in = {url: values for url, values in found.items() if values}
    assert bool(ways_in) == (name in LEADING_IN)
    assert words.count(GAPS[language]) == len(ways_in)
    for url, values in ways_in.items():
        assert not any(text in words for text in (url, *values))
    assert not re.search(r"\w:\w+:[\w-]{20,}", words), "what Django signs looks so"
    assert row.subject == left.subject
    assert row.body.partition("\n")[0] == left.body.partition("\n")[0]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_link_of_a_room_is_a_way_in_too(language):
    made = make_consultation()
    AdviserCalendar.objects.update(video_link="https://video.example/j/93?pwd=aQ7xY2")
    Consultation.objects.update(way="video")
    facts = {"consultation": made.reference, "what": "reminder", "sequence": 0}
    now = timezone.now()
    row = Letter.objects.create(
        kind="booking", to="a@example.org", language=language, facts=facts, due_at=now, created=now
    )
    worker.send([row.pk], "letter")
    row.refresh_from_db()
    assert "aQ7xY2" in outbox.outbox[0].body
    assert "video.example" not in row.body
    assert row.body.count(GAPS[language]) == 2


def test_a_row_with_a_secret_keeps_nothing_whatever_its_kind_says(monkeypatch):
    monkeypatch.setattr(CodeMessage, "keeps_words", True)
    _left, row, _urls = leave("sign_in_code", "en")
    assert (row.state, row.subject, row.body, row.digest) == ("sent", "", "", "")


def test_a_name_is_given_once():
    class Another(StaffMessage):
        name = "alert"

    with pytest.raises(ValueError, match="alert"):
        register(Another)


def list_switched() -> list:
    """The kinds that a client switches off; what staff write asks for consent, or is about the client's own file."""
    return [kind for kind in list_kinds(ClientMessage) if kind.name != "written"]


@pytest.mark.parametrize("kind", list_switched(), ids=lambda kind: kind.name)
def test_a_kind_with_a_preference_is_not_owed_to_who_switched_it_off(kind):
    client = ClientFactory()
    row = OWED[kind.name](client)
    rows = type(row).objects.filter(pk=row.pk)
    assert rows.filter(ledgers.is_switched_on(type(row))).exists()
    type(client).objects.update(chosen_only=True, **({kind.preference: False} if kind.preference else {}))
    assert not rows.filter(ledgers.is_switched_on(type(row))).exists()
