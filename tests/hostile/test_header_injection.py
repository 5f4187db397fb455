"""No form that ends in a message lets anybody add a header, a recipient or a message of their own."""

from datetime import UTC
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from draws.models import Draw
from draws.outbox.composer import Composer
from intake.consultations.bookable_hours import FORM
from intake.consultations.free_hours import list_free
from intake.models import Assessment, Client, Consultation, Enquiry, Intake, Letter
from tests.draws.factories import ClientFactory
from tests.draws.test_every_kind import EVERY, OWED, make_row
from tests.intake.advisers import make_calendar
from tests.intake.answers import SINGLE
from tests.intake.files import signed_in
from tests.letters import send_letters

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
BREAKS = {
    "CRLF": "\r\n",
    "LF": "\n",
    "CR": "\r",
    "vertical tab": "\v",
    "next line": "\x85",
    "line separator": "\u2028",
    "folded": "\r\n ",
    "percent": "%0d%0a",
}
VICTIM = "victim@evil.example"
# Without an address, which no form takes in a name; and with one, as an earlier version may have saved it.
TYPED = "X-Evil: yes{0}Subject: Buy now{0}{0}Buy now"
SAVED = "Bcc: victim@evil.example{0}Reply-To: victim@evil.example{0}Subject: Buy now{0}{0}Buy now"
# What a message of ours has, and nothing else.
HEADERS = {
    *("From", "To", "Subject", "Date", "Message-ID", "Reply-To", "X-Request-ID", "MIME-Version"),
    *("Content-Type", "Content-Transfer-Encoding", "Content-Language", "Auto-Submitted", "X-Auto-Response-Suppress"),
    *("List-Unsubscribe", "List-Unsubscribe-Post"),
}


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.LEADS_TO = ["office@example.org"]
    settings.FIRM = settings.FIRM | {"email": "office@firm.example"}


def inject(words: str, line_end: str, added: str = SAVED) -> str:
    """Words that go on with headers."""
    return f"{words}{line_end}{added.format(line_end)}"


def list_wrong(message, to: str) -> list[str]:
    """What of a message, as it leaves, is not ours."""
    read = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    wrong = [name for name in read if name not in HEADERS or len(read.get_all(name)) > 1]
    wrong += [f"{name}: {value}" for name, value in read.items() if "Buy" in str(value) and name != "Subject"]
    wrong += [name for name in ("To", "Reply-To", "From") if VICTIM in str(read[name])]
    return wrong if read["To"] == to and message.recipients() == [to] else [*wrong, str(message.recipients())]


def submit(browser, name, email):
    contact = {"name": name, "email": email, "language": "en", "alerts": "on"}
    intake = Intake.objects.create(answers=SINGLE | {"contact": contact})
    browser(intake).post("/en/intake/check/")


def book(name, email):
    calendar = make_calendar()
    at = list_free(calendar, timezone.now())[0].astimezone(UTC).strftime(FORM)
    said = {"name": name, "email": email, "telephone": "+1 613 555 0100", "way": "telephone", "text": name}
    Browser().post(reverse("intake:book_hour", args=[calendar.pk, at]), said)


def post_everywhere(browser_of, name: str, email: str) -> None:
    """Every form of strangers and of clients that ends in a message, with this name and this address."""
    submit(browser_of, name, email)
    Browser().post("/en/ask/", {"name": name, "email": email, "text": name})
    called = {"name": name, "telephone": "+1 613 555 0100", "call_when": "morning", "text": name, "email": email}
    Browser().post("/en/ask/call-back/", called)
    book(name, email)
    Browser().post("/en/sign-in/", {"email": email})
    Client.objects.get_or_create(email="owner@example.org")
    signed_in("owner@example.org").post(reverse("my_file:address"), {"email": email})


@pytest.mark.parametrize("line_end", BREAKS.values(), ids=BREAKS)
def test_no_name_and_no_question_adds_a_header_or_a_recipient(browser_of, broker, line_end, count):
    post_everywhere(browser_of, inject("Kim", line_end, TYPED), "kim@example.org")
    sent = send_letters()
    Letter.objects.update(state="pending", due_at=timezone.now())
    for rows in (Enquiry, Consultation, Client):
        rows.objects.update(name=inject("Kim", line_end))
    Assessment.objects.update(contact={"name": inject("Kim", line_end), "email": "kim@example.org", "language": "en"})
    sent += send_letters()
    assert {"/confirm/" in one.body for one in sent} == {True, False}
    assert len(sent) > 8
    count(inputs=len(sent))
    assert [list_wrong(one, one.to[0]) for one in sent if list_wrong(one, one.to[0])] == []
    assert {address for one in sent for address in one.recipients()} <= {
        *("kim@example.org", "office@example.org", "owner@example.org", "rosa@firm.example"),
    }


@pytest.mark.parametrize("line_end", BREAKS.values(), ids=BREAKS)
def test_an_address_with_more_behind_it_is_written_to_by_no_form(browser_of, broker, line_end, count):
    post_everywhere(browser_of, "Kim", inject("kim@example.org", line_end))
    post_everywhere(browser_of, "Kim", f"kim@example.org{line_end},{VICTIM}")
    send_letters()
    count(inputs=12)
    assert [one.recipients() for one in mail.outbox if VICTIM in str(one.recipients())] == []
    assert not Letter.objects.filter(to__contains="evil").exists()


@pytest.mark.parametrize("name", EVERY)
def test_no_kind_of_message_takes_a_header_out_of_a_row(name):
    if name in OWED:
        row = OWED[name](ClientFactory(name="Anna", email="a@example.org"))
        Client.objects.filter(pk=row.client.pk).update(name=inject("Kim", "\r\n"))
        row.client.refresh_from_db()
    else:
        row = make_row(name, "en")
        for rows in (Client, Enquiry, Consultation, Draw):
            rows.objects.update(name=inject("Kim", "\r\n"))
        facts = getattr(row, "facts", {})
        facts |= {key: inject(value, "\r\n") for key, value in facts.items() if key in ("browser", "system")}
    made = Composer().compose(row)
    assert list_wrong(made, made.to[0]) == []
