"""The site is nobody's mailer: a stranger chooses neither what is written to an address nor how much."""

import json
from datetime import timedelta

import pytest
from anymail.signals import AnymailTrackingEvent
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from draws import tasks
from draws.outbox import bounces, worker
from intake.clients.import_lines import LineError
from intake.clients.importing import read_line
from intake.common.names import normalize_name
from intake.message_kinds import limits
from intake.message_kinds.kinds import LetterMessage
from intake.message_kinds.registry import list_kinds
from intake.models import Assessment, Client, Intake, Letter
from intake.questionnaire.steps.contact import Contact
from tests.intake.answers import SINGLE
from tests.intake.files import signed_in
from tests.intake.saving import save
from tests.letters import send_letters

SPAM = "Buy now"
LEADING = ["Kim kim@evil.example", "Kim www.evil.example", "Kim https://evil.example/x", "evil.COM"]
LEADING = [*LEADING, "Kim\uff20evil", "a/b", "Kim evil\u200b.example"]
# Of one letter alone, in every way that a mail program still makes a link of.
LEADING = [
    *LEADING,
    "x.com",
    "Kim, see T.CO now",
    "t.me",
    "x-y.com",
    "X.co.uk",
    "Kim (q.info)",
    "x\uff0ecom",
    "x\u3002com",
]
LEADING = [*LEADING, "x.c\u200dom", "z.\u0440\u0444", "7.app", "K.Ng"]
# Real ones, of many languages and ways of writing.
NAMES = """J. R. Smith; J.R.R. Tolkien; J.Smith; M.El-Amin; St. John; Mary-Ann O'Neil; Seán Ó Briain; D’Arcy McGee
Dr. Singh; A. P. J. Abdul Kalam; M.S. Dhoni; K.R.Narayanan; José Ma. Aznar; Nguyễn Văn An; Lê Thị Hồng; Li Na
Chukwuemeka Okafor; Adébáyọ̀ Ọlá; Ng, Kim; Kim Jr.; Martin Luther King, Jr.; Sammy Davis Jr; Anna-Lena Öberg; Þóra Björk
Łukasz Żak; Ján Ďurica; Zoë Müller; Ahmet Çağlar; İrem Şahin; Иван Петрович; Олена Ґудзь; Γιώργος Παπάς; דוד בן גוריון
محمد الأحمد; نرگس‌نیا; राम कुमार; ஏ. ஆர். ரகுமான்; 山田 太郎; 李小龙; 김민준; สมชาย ใจดี; O. J.; Ph.D. Kim; Teuku"""
NAMES = [name for line in NAMES.splitlines() for name in line.split("; ")]
ODD = [
    pytest.param("Kim\r\nBcc: all", "Kim Bcc: all", id="line break"),
    pytest.param("Kim\u2028Lee", "Kim Lee", id="line separator"),
    pytest.param("Kim\u202eeeL", "KimeeL", id="right-to-left override"),
    pytest.param("\u2066Kim\u2069", "Kim", id="isolate"),
    pytest.param("K\x07im\ud800", "Kim", id="control character and lone surrogate"),
    pytest.param("  Jos\u0065\u0301   Sm\u00adith ", "Jos\u00e9 Smith", id="accent, soft hyphen, spaces"),
    pytest.param(
        "\u0646\u0631\u06af\u0633\u200c\u0646", "\u0646\u0631\u06af\u0633\u200c\u0646", id="joiner of Persian"
    ),
    pytest.param("J. St. John-O'Neil, Jr.", "J. St. John-O'Neil, Jr.", id="full stops"),
]


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


# --- What is written ------------------------------------------------------------


@pytest.mark.parametrize(("typed", "kept"), ODD)
def test_a_name_is_one_line_of_what_can_be_seen(typed, kept):
    assert normalize_name(typed) == kept


def test_no_real_name_is_refused():
    assert len(NAMES) >= 40
    assert [normalize_name(name) for name in NAMES] == NAMES


@pytest.mark.django_db
@pytest.mark.parametrize("typed", LEADING)
def test_no_address_is_a_name_at_any_door(typed):
    with pytest.raises(ValidationError):
        normalize_name(typed)
    assert "name" in Contact({"name": typed, "language": "en"}).errors
    profile = {"date_of_birth": "1990-01-01", "marital_status": "never_married"}
    with pytest.raises(LineError, match="name: An address"):
        read_line(
            json.dumps({"email": "kim@example.org", "name": typed, "profile": profile}).encode(), timezone.localdate()
        )
    with pytest.raises(ValidationError):
        Client(email="kim@example.org", name=typed).full_clean()


@pytest.mark.django_db
def test_staff_enter_names_by_the_same_rule():
    browser, client = Browser(), Client.objects.create(email="kim@example.org", name="Kim")
    browser.force_login(User.objects.create_superuser("boss"), backend="django.contrib.auth.backends.ModelBackend")
    save(browser, client, name="Kim\u202e\nLee")
    assert Client.objects.get().name == "Kim Lee"
    save(browser, client, name="Kim www.evil.example")
    assert Client.objects.get().name == "Kim Lee"


def submit(browser_of, email, name="Kim", **place):
    """Answers with an address and a name, submitted in a browser of their own."""
    contact = {"name": name, "email": email, "language": "en", "alerts": "on"}
    browser = browser_of(Intake.objects.create(answers=SINGLE | {"contact": contact}))
    assert browser.post("/en/intake/check/", **place).status_code == 302
    return browser, Assessment.objects.first()


@pytest.mark.django_db
def test_before_an_address_is_confirmed_nothing_that_was_typed_is_sent_to_it(browser_of):
    submit(browser_of, "stranger@example.org", name=SPAM)
    (letter,) = send_letters()
    assert letter.to == ["stranger@example.org"]
    assert "/en/confirm/" in letter.body
    assert SPAM not in letter.message().as_string()
    assert "Buy" not in letter.subject + letter.body + letter.alternatives[0].content


def test_every_kind_that_anybody_can_ask_for_is_limited_and_has_a_word_of_ours_alone():
    asked = {kind.name for kind in list_kinds(LetterMessage) if kind.asked_by_anybody}
    assert asked == {
        "confirm_booking",
        "confirm_enquiry",
        "confirm_following",
        "confirmation",
        "sign_in_code",
        "address_code",
        "address_taken",
    }


# --- How much -------------------------------------------------------------------


def test_a_place_is_a_network_and_its_address_is_kept_nowhere():
    assert (
        limits.name_place("203.0.113.9")
        == limits.name_place("203.0.113.200")
        == limits.name_place("::ffff:203.0.113.7")
    )
    assert limits.name_place("203.0.113.9") != limits.name_place("203.0.114.9")
    assert limits.name_place("2001:db8:0:1::1") == limits.name_place("2001:db8:0:2::1")
    assert "203" not in limits.name_place("203.0.113.9")
    assert limits.name_place(None) == ""


@pytest.mark.django_db
def test_one_place_writes_to_no_more_strangers_than_the_setting_says(browser_of, settings):
    settings.LETTERS_FROM_PLACE_AN_HOUR = 3
    for number in range(6):
        browser, made = submit(browser_of, f"stranger{number}@example.org", REMOTE_ADDR=f"203.0.113.{number}")
    assert len(send_letters()) == 3
    assert (
        "we are sending no message to it now"
        in browser.get(reverse("intake:result", args=[made.reference])).content.decode()
    )
    said = browser.post(reverse("intake:resend", args=[made.reference]), REMOTE_ADDR="203.0.113.9", follow=True)
    assert "No further message for now" in said.content.decode()
    submit(browser_of, "friend@example.org", REMOTE_ADDR="198.51.100.7")
    assert [letter.to for letter in send_letters()] == [["friend@example.org"]]


@pytest.mark.django_db
@pytest.mark.parametrize(("setting", "other"), [("LETTERS_TO_ADDRESS_A_DAY", True), ("LETTERS_OF_SITE_A_DAY", False)])
def test_codes_obey_the_limits_of_an_address_and_of_the_site_and_say_so(broker, settings, setting, other):
    setattr(settings, setting, 2)
    answers = [Browser().post("/en/sign-in/", {"email": "kim@example.org"}, follow=True) for _ in range(2)]
    send_letters()
    # A code that a newer one replaced before it left has used up nothing.
    assert Letter.objects.filter(state="suppressed").count() == 1
    answers.append(Browser().post("/en/sign-in/", {"email": "kim@example.org"}, follow=True))
    assert not any("Several messages were asked for already" in answer.content.decode() for answer in answers)
    send_letters()
    last = [
        Browser().post("/en/sign-in/", {"email": one}, follow=True) for one in ("kim@example.org", "new@example.org")
    ]
    said = ["Several messages were asked for already" in answer.content.decode() for answer in last]
    assert said == [True, not other]


@pytest.mark.django_db
def test_what_is_refused_to_a_signed_in_person_uses_up_no_try_of_theirs(broker, settings):
    settings.LETTERS_TO_ADDRESS_A_DAY = 1
    Client.objects.create(email="kim@example.org")
    browser = signed_in("kim@example.org")
    submitted = [browser.post(reverse("my_file:address"), {"email": "new@example.org"}) for _ in range(8)]
    assert submitted[0]["Location"].endswith("/code/")
    assert browser.post(reverse("my_file:address"), {"email": "other@example.org"})["Location"].endswith("/code/")


@pytest.mark.django_db
def test_what_the_server_refused_for_good_uses_up_no_limit(browser_of, settings):
    settings.LETTERS_FROM_PLACE_AN_HOUR = 1
    submit(browser_of, "one@example.org")
    Letter.objects.update(state="failed")
    submit(browser_of, "two@example.org")
    assert Letter.objects.filter(state="pending").count() == 1


@pytest.mark.django_db
def test_what_came_back_after_it_left_uses_up_its_limit(browser_of, settings):
    settings.LETTERS_FROM_PLACE_AN_HOUR = 1
    submit(browser_of, "one@example.org")
    send_letters()
    event = AnymailTrackingEvent(event_type="bounced", recipient="one@example.org", timestamp=timezone.now())
    bounces.receive(None, event, "mailgun")
    assert Letter.objects.get().state == "failed"
    submit(browser_of, "two@example.org")
    assert Letter.objects.filter(state="pending").count() == 0


@pytest.mark.django_db
def test_after_the_span_it_goes_on(browser_of, settings):
    settings.LETTERS_FROM_PLACE_AN_HOUR = 1
    submit(browser_of, "one@example.org")
    Letter.objects.update(created=timezone.now() - timedelta(minutes=61))
    submit(browser_of, "two@example.org")
    assert Letter.objects.count() == 2


@pytest.mark.django_db
def test_staff_are_told_once_a_day_and_see_it_on_their_first_page(browser_of, settings, admin_client):
    settings.LETTERS_FROM_PLACE_AN_HOUR, settings.STAFF_ALERTS_TO = 2, ["office@example.org"]
    tasks.report_limits()
    assert "Limits of codes" not in admin_client.get("/staff/").content.decode()
    for number in range(2):
        submit(browser_of, f"stranger{number}@example.org")
    for _time in range(3):
        tasks.report_limits()
    worker.send(list(Letter.objects.filter(kind="limit_reached").values_list("pk", flat=True)), "letter")
    (told,) = [one for one in mail.outbox if one.to == ["office@example.org"]]
    assert "LETTERS_FROM_PLACE_AN_HOUR (2)" in told.body
    assert "Limits of codes" in admin_client.get("/staff/").content.decode()
