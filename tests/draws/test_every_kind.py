"""Every kind of message that is registered can be made, in both languages, and says something of its own."""

from datetime import date

import pytest
from django.utils import timezone, translation

from draws.corrections import apply
from draws.models import Feed, Notice, StaffReminder
from draws.outbox import registry
from draws.outbox.composer import Composer
from draws.outbox.kinds import ClientMessage, StaffMessage
from intake.common.mail import build_message
from tests.draws.factories import AlertFactory, ClientFactory, DrawFactory, PublishedDrawFactory, RuleNewsFactory

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 5)
PASSPORT = {"what": "passport", "whose": "own", "name": "IN", "ends": str(DAY)}


def owe(client, kind, facts, **days):
    now = timezone.now()
    return Notice.objects.create(client=client, kind=kind, key="x", facts=facts, due_at=now, created=now, **days)


def owe_correction(client):
    alert = AlertFactory(client=client, state="sent", crs=475)
    apply.correct(alert.draw, {"cutoff": 480}, reason="a typo", by=None, seen=0)
    return alert.correction_letters.get()


def note_passport():
    client = ClientFactory()
    facts = {"kind": "passport", "name": "IN", "whose": "own"}
    return StaffReminder.objects.create(client=client, kind="expiry", key="x", facts=facts, until=DAY)


# Kind -> a row that owes it to a client.
OWED = {
    "alert": lambda client: AlertFactory(client=client),
    "correction": owe_correction,
    "deadline": lambda client: owe(client, "deadline", {"lapses": [PASSPORT]}, until=DAY, invited_on=DAY),
    "expiry": lambda client: owe(client, "expiry", PASSPORT, until=DAY),
    "rules": lambda client: RuleNewsFactory(client=client),
}
# Kind of letter to staff -> the facts that it is made from.
FACTS = {
    "feed_health": lambda: {"feed": Feed.objects.get_or_create(address="https://example.org/feed")[0].pk, "well": True},
    "feed_news": lambda: {"draws": [DrawFactory().pk]},
    "run_report": lambda: {"draw": PublishedDrawFactory().pk},
    "staff_dates": lambda: {"rows": [note_passport().pk]},
}


def make_for_client(name, language):
    mail = Composer().compose(OWED[name](ClientFactory(name="Anna", language=language)))
    return mail.subject, mail.body, mail.alternatives[0].content


def make_for_staff(name, language):
    letter = registry.KINDS[name](FACTS[name]())
    with translation.override(language):
        mail = build_message(letter.template, "rcic@firm.example", language, letter.get_context())
    return mail.subject, mail.body, mail.alternatives[0].content


def list_names(base):
    return [kind.name for kind in registry.list_kinds(base)]


def test_each_registered_kind_is_made_here():
    assert list_names(ClientMessage) == sorted(OWED)
    assert list_names(StaffMessage) == sorted(FACTS)


@pytest.mark.parametrize(
    ("make", "name"),
    [(make_for_client, name) for name in OWED] + [(make_for_staff, name) for name in FACTS],
    ids=[*OWED, *FACTS],
)
def test_it_is_made_in_both_languages(make, name):
    english, french = make(name, "en"), make(name, "fr")
    for subject, body, html in (english, french):
        assert subject
        assert len(body) > len(subject)
        assert "<body" in html
        assert "⟦" not in subject + body + html
    assert all(ours != theirs for ours, theirs in zip(english, french, strict=True))
    assert '<html lang="en">' in english[2]
    assert '<html lang="fr">' in french[2]


def test_a_name_is_given_once():
    class Another(StaffMessage):
        name = "alert"

    with pytest.raises(ValueError, match="alert"):
        registry.register(Another)


@pytest.mark.parametrize("kind", registry.list_kinds(ClientMessage), ids=lambda kind: kind.name)
def test_a_kind_with_a_preference_is_not_owed_to_who_switched_it_off(kind):
    client = ClientFactory()
    row = OWED[kind.name](client)
    rows = type(row).objects.filter(pk=row.pk)
    assert rows.filter(registry.is_switched_on(type(row))).exists()
    type(client).objects.update(chosen_only=True, **({kind.preference: False} if kind.preference else {}))
    assert not rows.filter(registry.is_switched_on(type(row))).exists()
