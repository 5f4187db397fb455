"""What fails for good is what a server said for good of the address or the message; all else is owed."""

import smtplib

import pytest
from anymail.exceptions import AnymailRecipientsRefused, AnymailRequestsAPIError
from django.core import mail

from draws import tasks
from draws.models import Alert
from draws.outbox import worker
from draws.outbox.refusals import RefusalCause, find_about, is_permanent, is_unknown_address, read_refusals
from intake.account.messages import SignInCode
from intake.message_kinds.letters import owe
from intake.models import Letter
from tests.draws.factories import AlertFactory
from tests.draws.test_sending import send, server  # noqa: F401

ADDRESS = "kim@example.org"
# What real servers say about us: lists of blocked servers, relaying, our login, our sender, the way, the protocol.
ABOUT_US = [
    "554 5.7.1 Service unavailable; client host blocked using zen.example",
    "554 5.7.1 Relay access denied",
    "550 5.7.0 Authentication required",
    "550 5.7.26 unauthenticated mail is not accepted",
    "530 5.7.0 Must issue a STARTTLS command first",
    "535 5.7.8 Authentication credentials invalid",
    "550 5.1.0 sender denied",
    "553 5.1.7 bad sender's address",
    "550 5.1.8 sender's domain has no MX",
    "552 5.2.2 mailbox full",
    "554 5.3.0 mail system error",
    "550 5.4.1 access denied",
    "550 5.5.0 bad session",
    "503 5.5.1 bad sequence of commands",
    "503 bad sequence of commands",
    "530 authentication required",
    "554 no SMTP service here",
    "555 parameters not recognized",
    "552 exceeded storage allocation",
    "450 mailbox busy",
    "450 5.1.1 a code of two minds",
]
AT_RCPT = [
    "550 5.1.1 no such user",
    "550 5.1.6 has moved",
    "550 5.2.1 disabled",
    "550 5.6.0 bad content",
    "550 no such user",
    "551 user not local",
    "553 mailbox name not allowed",
    "556 takes no mail",
]
AT_DATA = ["554 5.6.0 bad content", "552 5.3.4 too big", "552 5.2.3 too long", "550 5.1.1 no such user"]
BARE_AT_DATA = ["550 no", "551 no", "552 no", "553 no", "554 spam"]


@pytest.mark.django_db
def test_what_is_about_us_waits_and_leaves_when_it_is_mended(server):  # noqa: F811
    at_rcpt, at_data = (AlertFactory.create_batch(len(ABOUT_US)) for _ in range(2))
    bare = AlertFactory.create_batch(len(BARE_AT_DATA))
    server.rcpt = {alert.client.email: reply for alert, reply in zip(at_rcpt, ABOUT_US, strict=True)}
    server.data = {
        alert.client.email: reply for alert, reply in zip([*at_data, *bare], ABOUT_US + BARE_AT_DATA, strict=True)
    }
    every = [*at_rcpt, *at_data, *bare]
    send(*every)
    assert {alert.problem for alert in every if alert.state != "pending"} == set()
    assert [alert.problem for alert in at_rcpt] == ABOUT_US
    assert {alert.client.undeliverable for alert in every} == {""}
    server.rcpt, server.data = {}, {}
    Alert.objects.update(due_at=every[0].created)
    send(*every)
    assert {(alert.state, alert.attempts) for alert in every} == {("sent", 2)}


@pytest.mark.django_db
def test_what_is_about_the_address_or_the_message_has_failed(server):  # noqa: F811
    at_rcpt, at_data = AlertFactory.create_batch(len(AT_RCPT)), AlertFactory.create_batch(len(AT_DATA))
    server.rcpt = {alert.client.email: reply for alert, reply in zip(at_rcpt, AT_RCPT, strict=True)}
    server.data = {alert.client.email: reply for alert, reply in zip(at_data, AT_DATA, strict=True)}
    send(*at_rcpt, *at_data)
    assert [(alert.state, alert.problem) for alert in (*at_rcpt, *at_data)] == [
        ("failed", reply) for reply in AT_RCPT + AT_DATA
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("reply", ["530 5.7.0 log in", "550 5.1.8 who are you", "503 wait", "552 5.3.4 too big"])
def test_a_sender_that_is_refused_loses_nothing(server, reply):  # noqa: F811
    server.sender = reply
    first, second = AlertFactory.create_batch(2)
    send(first, second)
    assert [(alert.state, alert.problem) for alert in (first, second)] == [("pending", reply)] * 2


@pytest.mark.django_db
@pytest.mark.parametrize(("reply", "state"), [("554 5.7.1 blocked", "pending"), ("550 5.1.1 no such user", "failed")])
def test_a_code_is_decided_by_the_same_table(server, reply, state):  # noqa: F811
    server.rcpt[ADDRESS] = reply
    (letter,) = owe(SignInCode.find_due(ADDRESS, "111111", language="en", place=""))
    worker.send([letter.pk], "letter")
    assert Letter.objects.values_list("state", "problem").get() == (state, reply)


@pytest.mark.django_db
def test_staff_are_told_once_a_day_when_ours_is_refused_more_than_a_few_times(settings):
    settings.STAFF_ALERTS_TO = ["office@example.org"]
    words = "554 5.7.1 <kim@example.org>: host blocked"
    AlertFactory.create_batch(2, problem=words)
    AlertFactory(problem="552 5.2.2 full")
    AlertFactory(problem=words, state="failed")
    tasks.report_limits()
    assert not Letter.objects.exists()
    AlertFactory(problem="535 wrong password")
    for _time in range(2):
        tasks.report_limits()
    letter = Letter.objects.get()
    assert letter.facts == {"number": 3, "replies": ["535", "554 5.7.1"]}
    worker.send([letter.pk], "letter")
    (told,) = mail.outbox
    assert (told.to, told.subject) == (["office@example.org"], "Mail servers refuse ours")
    assert "3 messages wait" in told.body
    assert "What they answer: 535, 554 5.7.1" in told.body
    assert "kim@" not in told.message().as_string()


def refuse(code, words):
    """A reply to RCPT as smtplib hands it on."""
    return smtplib.SMTPRecipientsRefused({ADDRESS: (code, words.encode())})


def test_of_all_enhanced_codes_those_of_the_table_alone_are_for_good():
    codes = [f"5.{subject}.{detail}" for subject in range(8) for detail in range(31)]
    permanent = {code for code in codes if is_permanent(refuse(550, f"{code} words"))}
    assert permanent == set(read_refusals().enhanced)
    assert permanent == {code for code in codes if is_permanent(smtplib.SMTPDataError(554, f"{code} words".encode()))}
    unknown = {code for code in codes if is_unknown_address(refuse(550, f"{code} words"))}
    assert unknown == {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"}


def test_of_all_bare_replies_those_of_the_table_alone_are_for_good():
    replies = range(400, 600)
    assert {code for code in replies if is_permanent(refuse(code, "no"))} == {550, 551, 553, 556}
    assert {code for code in replies if is_permanent(smtplib.SMTPDataError(code, b"no"))} == set()
    assert {code for code in replies if is_unknown_address(refuse(code, "no"))} == set()


def test_a_reply_of_several_lines_is_read_by_its_first():
    assert is_unknown_address(refuse(550, "5.1.1 no such user\n5.1.1 write to the office"))
    assert not is_permanent(refuse(550, "5.7.1 blocked, see 5.1.1\n5.7.1 more"))


@pytest.mark.parametrize(
    ("problem", "about"),
    [
        (AnymailRecipientsRefused(), RefusalCause.ADDRESS),
        (AnymailRequestsAPIError(), RefusalCause.US),
        (smtplib.SMTPAuthenticationError(535, b"5.7.8 password"), RefusalCause.US),
        (smtplib.SMTPSenderRefused(550, b"5.1.1 not you", "us@example.org"), RefusalCause.US),
        (smtplib.SMTPRecipientsRefused({}), RefusalCause.US),
        (smtplib.SMTPServerDisconnected("gone"), RefusalCause.US),
        (TimeoutError("slow"), RefusalCause.US),
        (ValueError("a bad certificate"), RefusalCause.US),
    ],
)
def test_no_other_problem_is_for_good_but_a_providers_refusal_of_the_address(problem, about):
    assert find_about(problem) is about
