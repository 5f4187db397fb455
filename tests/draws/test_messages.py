"""What an alert says, in its text and in its HTML."""

import re
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.utils import parseaddr
from html import unescape

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone

from draws.corrections import apply
from draws.outbox.composer import Composer
from draws.outbox.unsubscribe_links import build_link
from tests.draws.factories import AlertFactory, ClientFactory, PublishedDrawFactory, StandingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
FACTS = {
    "number": "438",
    "name": "Trades Occupations, 2026-Version 3",
    "stream": "trades",
    "held_on": date(2026, 10, 1),
    "cutoff": 476,
    "size": 3000,
    "tie_break": datetime(2026, 7, 3, 21, 35, 13, tzinfo=UTC),
}
MUST_SAY = (
    "438",
    "Trade occupations",
    "Trades Occupations, 2026-Version 3",
    "Oct. 1, 2026",
    "476",
    "3,000",
    "July 3, 2026, 21:35:13 UTC (Coordinated Universal Time)",
    "Your score on that day was 480.",
    "It is above the cut-off of 476.",
    "Only people who had one in the pool that day could be invited: if yours was there with the same facts",
    "Submit an Express Entry profile to IRCC: only people in the pool can be invited.",
    "If you have submitted one, tell us its day in My file",
    "not advice",
    "Example Immigration Consultancy",
    "12 Made-up Street, Ottawa",
    "You get this message because you agreed to alerts about rounds.",
)


@pytest.fixture(autouse=True)
def firm(settings):
    settings.FIRM = settings.FIRM | {"address": "12 Made-up Street, Ottawa"}


def letter(**facts):
    draw = facts.pop("draw", None) or PublishedDrawFactory(**FACTS)
    return Composer().compose(AlertFactory(draw=draw, **facts))


def words(html):
    """What a person reads of an HTML message."""
    body = html[html.index("<body") :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def both(mail):
    return " ".join(mail.body.split()), words(mail.alternatives[0].content)


@pytest.mark.parametrize("said", MUST_SAY)
def test_text_and_html_say_the_same(said):
    text, html = both(letter())
    assert said in text
    assert said in html


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        ("above", "It is above the cut-off of 476."),
        ("at_cutoff", "no tie-break was published"),
        ("tie_met", "your profile was submitted before the tie-break"),
        ("tie_unknown", "We do not know when yours was submitted."),
    ],
)
def test_it_says_why(basis, said):
    text, html = both(letter(basis=basis))
    assert said in text
    assert said in html


@pytest.mark.parametrize(
    ("in_pool", "begins", "subject", "step"),
    [
        ("yes", "You may have been invited to apply", "you may have been invited", "Sign in to your IRCC account."),
        (
            "unknown",
            "You could have been invited in this round",
            "you could have been invited",
            "Submit an Express Entry profile",
        ),
        (
            "later",
            "You could have been invited in this round",
            "you could have been invited",
            "See that your profile in IRCC",
        ),
        (
            "lapsed",
            "You could have been invited in this round",
            "you could have been invited",
            "Submit a new Express Entry profile",
        ),
    ],
)
def test_it_begins_with_what_is_true_of_the_reader(in_pool, begins, subject, step):
    mail = letter(in_pool=in_pool)
    text, html = both(mail)
    assert text.startswith(f"Hello, {begins.upper()} On Oct. 1, 2026 IRCC held round 438")
    assert f"Hello, {begins} On Oct. 1, 2026 IRCC held round 438" in html
    assert subject in mail.subject
    for said in (text, html):
        assert step in said
        assert ("Sign in to your IRCC account" in said) == (in_pool == "yes")


def holder_of_a_test(taken_on):
    """A client whose language test is two years old on the anniversary of `taken_on`."""
    test = {"test": "ielts_general", "taken_on": taken_on, "listening": 8, "reading": 7, "writing": 7, "speaking": 7}
    facts = {"date_of_birth": "1996-05-01", "marital_status": "never_married", "language_tests": [test]}
    return ClientFactory(facts=facts)


def test_who_was_in_the_pool_reads_what_ends_within_the_days_to_apply():
    client = holder_of_a_test("2024-10-23")
    client.dated_items.create(kind="passport", name="IN", expires_on=date(2026, 11, 14))
    text, html = both(letter(client=client, in_pool="yes"))
    for said in (text, html):
        assert "This ends within the 60 days that an invitation gives you:" in said
        assert "IELTS General Training: no longer valid on Oct. 23, 2026, day 22 of 60; Your passport" in said
        assert "no longer valid on Nov. 15, 2026, day 45 of 60" in said


def test_who_has_told_of_no_profile_reads_what_would_end_if_they_were_invited():
    mail = letter(client=holder_of_a_test("2024-10-23"), in_pool="unknown")
    for said in both(mail):
        assert "If you were invited, this ends within the 60 days that you have to apply:" in said
        assert "IELTS General Training: no longer valid on Oct. 23, 2026, day 22 of 60" in said
    red = re.search(r'<p class="urgent"[^>]*>(.*?)</p>', mail.alternatives[0].content, re.DOTALL)
    assert "day 22 of 60" in red[1]


@pytest.mark.parametrize("in_pool", ["yes", "unknown"])
def test_a_correction_says_what_ends_as_the_alert_did(in_pool):
    submitted = datetime(2026, 9, 1, 12, tzinfo=UTC) if in_pool == "yes" else None
    client = holder_of_a_test("2024-10-23")
    client.profile_submitted_at = submitted
    client.save()
    StandingFactory(client=client, stream="trades", crs=480, since=date(2026, 9, 1))
    alert = AlertFactory(draw=PublishedDrawFactory(**FACTS), client=client, in_pool=in_pool, state="sent")
    apply.correct(alert.draw, {"cutoff": 475}, reason="a typo", by=None, seen=0)
    for said in both(Composer().compose(alert.correction_letters.get())):
        assert "day 22 of 60" in said
        assert ("If you were invited, this ends within" in said) == (in_pool == "unknown")


@pytest.mark.parametrize(
    ("taken_on", "in_pool"),
    [("2024-10-23", "later"), ("2024-10-23", "lapsed"), ("2025-10-23", "yes"), ("2025-10-23", "unknown")],
)
def test_without_a_possible_invitation_or_an_end_nothing_is_said_of_ends(taken_on, in_pool):
    text, html = both(letter(client=holder_of_a_test(taken_on), in_pool=in_pool))
    assert "ends within" not in text + html


def test_what_ends_is_said_in_one_line_of_mail_however_much_it_is():
    client = holder_of_a_test("2024-10-23")
    for kind in ("passport", "medical", "police", "work_permit", "study_permit"):
        client.dated_items.create(kind=kind, name="IN", expires_on=date(2026, 11, 14))
    mail = letter(client=client, in_pool="yes")
    assert "; 3 more things in your file" in mail.body
    assert mail.ready


def test_the_adviser_is_named():
    adviser = User.objects.create(username="x1", first_name="Ana", last_name="Roy")
    text, html = both(letter(client=ClientFactory(adviser=adviser)))
    for said in (text, html):
        assert "Ask Ana Roy about this round" in said
        assert "Ana Roy looks after your file and answers your questions." in said
    assert "Ask us about this round" in letter(draw=PublishedDrawFactory(**FACTS | {"number": "439"})).body


def test_unknown_submission_time_makes_the_promise_conditional():
    text, _ = both(letter(basis="tie_unknown"))
    assert "You have not told us of an Express Entry profile." in text
    assert "and was submitted before the tie-break, you would have been." in text


def test_without_a_tie_break_it_says_so():
    text, html = both(letter(draw=PublishedDrawFactory(**FACTS | {"tie_break": None})))
    assert "Tie-break: none published" in text
    assert "Tie-break None published" in html


def test_rules_reported_but_not_known_are_said():
    before, _ = both(letter())
    after, html = both(letter(draw=PublishedDrawFactory(**FACTS | {"number": "450", "held_on": date(2026, 11, 5)})))
    assert "Nov. 3, 2026" not in before
    assert "Nov. 3, 2026" in after
    assert "Nov. 3, 2026" in html


def test_names_are_written_as_they_are_and_never_as_markup():
    mail = letter(client=ClientFactory(name="Zoë <b>O'Hara</b> ⟦crs⟧"))
    assert "Hello Zoë <b>O'Hara</b> ⟦crs⟧," in mail.body
    assert "Hello Zoë &lt;b&gt;O&#x27;Hara&lt;/b&gt; ⟦crs⟧," in mail.alternatives[0].content


def test_without_a_name_it_greets_all_the_same():
    assert letter().body.startswith("Hello,\n")


def test_in_french_numbers_and_days_are_written_in_french():
    text, html = both(letter(client=ClientFactory(language="fr")))
    for said in ("3 000", "3 juillet 2026, 21 h 35 min 13 s UTC (temps universel coordonné)"):
        assert said in text
        assert said in html


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_leads_to_the_round_and_to_the_persons_file(language):
    mail = letter(client=ClientFactory(language=language))
    for page in ("draws/438/", "my-file/"):
        assert f"http://localhost:8000/{language}/{page}\n" in mail.body
        assert f'href="http://localhost:8000/{language}/{page}"' in mail.alternatives[0].content


def test_the_sender_is_the_firm():
    assert letter().from_email == "Example Immigration Consultancy <alerts@example.org>"


@pytest.mark.parametrize("name", ["Côté, Lévesque et associés", "Cabinet d’immigration " * 5 + "Été"])
def test_a_sender_that_is_not_ascii_is_encoded(settings, name):
    settings.DEFAULT_FROM_EMAIL = str(Address(name, addr_spec="alerts@example.org"))
    data = Composer().compose(AlertFactory(draw=PublishedDrawFactory(**FACTS))).message().as_bytes(linesep="\r\n")
    said, sender = parseaddr(message_from_bytes(data)["From"].replace("\r\n", ""))
    assert (str(make_header(decode_header(said))), sender) == (name, "alerts@example.org")
    assert b"\n" not in data.replace(b"\r\n", b"")


@pytest.fixture
def _one_second():
    """A signed link says the second in which it was made."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.mark.usefixtures("_one_second")
def test_the_headers():
    alert = AlertFactory(draw=PublishedDrawFactory(**FACTS), client__language="fr")
    mail = message_from_bytes(Composer().compose(alert).message().as_bytes(), policy=policy.default)
    link = build_link(alert.client)
    assert re.fullmatch(r"http://localhost:8000/fr/alerts/[\w.:-]+/", link)
    assert "".join(mail["List-Unsubscribe"].split()) == f"<{link}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["To"] == alert.client.email
    assert mail["Content-Language"] == "fr"
    assert "438" in mail["Subject"]


@pytest.mark.usefixtures("_one_second")
def test_the_unsubscribe_link_stands_in_text_and_html():
    alert = AlertFactory()
    mail = Composer().compose(alert)
    assert build_link(alert.client) in mail.body
    assert f'href="{build_link(alert.client)}"' in mail.alternatives[0].content


def test_the_message_id_is_the_same_for_every_attempt_and_no_other_alert():
    alert, other = AlertFactory(), AlertFactory()
    first, again, another = (Composer().compose(one).extra_headers["Message-ID"] for one in (alert, alert, other))
    assert first == again
    assert first != another


def test_nobody_reads_anothers_words():
    batch, draw = Composer(), PublishedDrawFactory(**FACTS)
    anna = AlertFactory(draw=draw, client__name="Anna", crs=481)
    ben = AlertFactory(draw=draw, client__name="Ben", crs=482)
    first, second = batch.compose(anna), batch.compose(ben)
    assert len(batch.patterns) == 1
    for content in (second.body, second.alternatives[0].content):
        assert "Ben" in content
        assert "482" in content
        assert "Anna" not in content
        assert "481" not in content
        assert build_link(anna.client) not in content
    assert second.to == [ben.client.email]
    assert "Anna" in first.body


def test_styles_stand_in_the_elements_but_those_for_some_screens():
    html = letter().alternatives[0].content
    assert re.findall(r"<style>\s*(@media [^{]*) {", html) == ["@media (max-width: 480px)"]
    assert "@media (prefers-color-scheme: dark)" in html
    assert ".letter { max-width" not in html
    assert '<th scope="row" style=' in html


def test_it_speaks_the_clients_language():
    batch, draw = Composer(), PublishedDrawFactory(**FACTS)
    french = batch.compose(AlertFactory(draw=draw, client__language="fr"))
    assert "1 octobre 2026" in french.body.replace("1er", "1")
    assert "3\u00a0000" in french.body
    assert '<html lang="fr">' in french.alternatives[0].content


@pytest.mark.parametrize(
    ("in_pool", "said"),
    [
        ("yes", "was in the pool that day. If it had the same facts, you would have been invited."),
        ("later", "entered the pool only after this round. If it had been in the pool that day"),
        ("lapsed", "had left the pool before this round"),
        ("unknown", "You have not told us of an Express Entry profile. Only people who had one"),
    ],
)
def test_who_was_not_in_the_pool_reads_what_would_have_been(in_pool, said):
    mail = letter(in_pool=in_pool)
    assert said in mail.body
    assert said in words(mail.alternatives[0][0])
