"""Templates of the firm's, and the messages that staff write from them to one client."""

from datetime import timedelta
from email import message_from_bytes, policy
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from draws.correspondence import writing
from draws.correspondence.own_facts import OwnFacts
from draws.correspondence.template_places import PLACES, check_places, fill_in
from draws.correspondence.writing import Words
from draws.models import MessageTemplate, SentText, TemplateVersion, WrittenMessage
from draws.outbox import archive, worker
from draws.permissions import VIEW_TEMPLATES, WRITE_TO_CLIENT
from intake.clients import delete_file
from intake.consents import consent
from intake.consultations import booking, times
from intake.consultations.free_hours import list_free
from intake.models import Assessment, Client, Consultation, FileView, Letter
from intake.permissions import VIEW_CLIENT
from tests.draws.factories import ClientFactory, StandingFactory
from tests.draws.letters import TEXTS, make_version, write
from tests.hostile.desk import member_with, sign_in
from tests.hostile.test_header_injection import BREAKS, VICTIM, inject, list_wrong
from tests.intake.advisers import make_booked, make_calendar
from tests.letters import send_letters

pytestmark = pytest.mark.django_db
CALLER = {"email": "", "telephone": "+16135550100", "alerts": False}
ADD = "/staff/draws/messagetemplate/add/"
FORM = {
    "name": "Passport",
    "about": "service",
    **{f"{part}_{language}": text for language, parts in TEXTS.items() for part, text in parts.items()},
}


def save_template(browser, path=ADD, **changes):
    return browser.post(path, FORM | changes, follow=True).content.decode()


def open_page(browser, client, version):
    return browser.get(f"/staff/draws/writtenmessage/to/{client.pk}/{version.pk}/")


def post(browser, client, version, button="send", **changes):
    """Press a button of the page of a message, with the words that stand there or others."""
    form = open_page(browser, client, version).context["form"]
    return press(browser, client, version, form, button, **changes)


def press(browser, client, version, form, button="send", **changes):
    """Press a button of a page that was opened before."""
    said = {name: form[name].value() for name in form.fields} | changes
    where = f"/staff/draws/writtenmessage/to/{client.pk}/{version.pk}/"
    return browser.post(where, said | {button: "1"}, follow=True).content.decode()


def leave():
    """What the workers send now."""
    mail.outbox.clear()
    worker.dispatch_owed(worker.send)
    return list(mail.outbox)


def read(message):
    """A message as it leaves: its headers and lines."""
    return message_from_bytes(message.message().as_bytes(linesep="\r\n"), policy=policy.default)


# --- Templates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    ["{nmae}", "{}", "{name.__class__}", "{0}", "{NAME}", "{client.facts}", "{ name }", "{name!r}"],
)
def test_a_place_that_there_is_not_is_named_and_nothing_is_saved(admin_client, wrong):
    page = save_template(admin_client, body_fr=f"Bonjour {wrong},")
    assert f"There is no place “{wrong}”" in page
    assert "{name}, {adviser}, {reference}, {link}" in page
    assert not MessageTemplate.objects.exists()


@pytest.mark.parametrize("wrong", ["Hello {name", "Hello name}", "{{name}}", "}{"])
def test_a_brace_without_its_other_is_refused(wrong):
    with pytest.raises(ValidationError):
        check_places(wrong)


@pytest.mark.one_database
def test_a_language_has_subject_and_text_or_neither_and_one_language_is_enough(admin_client):
    assert "Enter both a subject and a text" in save_template(admin_client, subject_fr="")
    assert "at least one language" in save_template(
        admin_client, **{name: "" for name in FORM if name.endswith(("_en", "_fr"))}
    )
    save_template(admin_client, subject_fr="", body_fr="")
    assert list(TemplateVersion.objects.get().texts) == ["en"]


def test_a_saved_change_is_another_version_and_the_older_one_stays(admin_client, admin_user):
    save_template(admin_client)
    path = f"/staff/draws/messagetemplate/{MessageTemplate.objects.get().pk}/change/"
    save_template(admin_client, path)
    assert TemplateVersion.objects.count() == 1, "the same words are no other version"
    save_template(admin_client, path, subject_en="About {reference}")
    save_template(admin_client, path, subject_en="About {reference}", about="news")
    page = admin_client.get(path).content.decode()
    assert list(TemplateVersion.objects.values_list("number", "about", "texts__en__subject", "by")) == [
        (3, "news", "About {reference}", admin_user.pk),
        (2, "service", "About {reference}", admin_user.pk),
        (1, "service", "File {reference}", admin_user.pk),
    ]
    assert "Version 1," in page
    assert "Version 3," in page


@pytest.mark.one_database
def test_the_preview_shows_every_language_with_an_invented_client(admin_client):
    save_template(admin_client)
    path = f"/staff/draws/messagetemplate/{MessageTemplate.objects.get().pk}/change/"
    page = admin_client.get(path).content.decode()
    assert "The message in English: “File K7QD-2MXW-9RTB”" in page
    assert "The message in French: “Dossier K7QD-2MXW-9RTB”" in page
    assert "Bonjour Amina Diallo," in page


@pytest.mark.one_database
def test_who_may_not_write_templates_reads_them():
    version = make_version()
    browser = sign_in(member_with(VIEW_CLIENT, WRITE_TO_CLIENT, name="none"))
    assert browser.get("/staff/draws/messagetemplate/").status_code == 403
    reader = sign_in(member_with(VIEW_TEMPLATES, name="reader"))
    page = reader.get(f"/staff/draws/messagetemplate/{version.template.pk}/change/").content.decode()
    assert "Dossier K7QD-2MXW-9RTB" in page
    assert "<textarea" not in page


def test_no_template_is_deleted(admin_client):
    version = make_version()
    where = f"/staff/draws/messagetemplate/{version.template.pk}/delete/"
    assert admin_client.post(where, {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [version.template.pk], "post": "yes"}
    admin_client.post("/staff/draws/messagetemplate/", chosen)
    assert MessageTemplate.objects.exists()


# --- What stands in the places --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "filled"),
    [
        pytest.param({"name": "Ana"}, "Hello Ana, from The firm", id="a name"),
        pytest.param({"name": ""}, "Hello, from The firm", id="no name"),
        pytest.param({"name": "{link} {adviser}"}, "Hello {link} {adviser}, from The firm", id="a name of places"),
        pytest.param({"name": "Ana\r\nBcc: x"}, "Hello Ana Bcc: x, from The firm", id="a name on two lines"),
    ],
)
def test_the_places_are_filled_in_once_and_on_one_line(settings, fields, filled):
    settings.FIRM = settings.FIRM | {"name": "The firm"}
    assert fill_in("Hello {name}, from {adviser}", ClientFactory.build(**fields), "en", OwnFacts()) == filled


def test_the_adviser_is_named_where_there_is_one(django_user_model):
    rosa = django_user_model.objects.create_user("rosa", first_name="Rosa", last_name="Diaz")
    assert fill_in("{adviser}", ClientFactory(adviser=rosa), "en", OwnFacts()) == "Rosa Diaz"


def make_consultation(client, days=3, **fields):
    adviser = User.objects.get_or_create(username="rosa", is_staff=True)[0]
    at = timezone.now().replace(hour=15, minute=0, second=0, microsecond=0) + timedelta(days=days)
    said = {"minutes": 30, "way": "video", "state": "confirmed", "language": client.language, "starts_at": at} | fields
    return Consultation.objects.create(adviser=adviser, client=client, **said)


def score(client, crs=471):
    """The score of today, as the standings have it once they are written."""
    today = timezone.localdate()
    for stream in ("cec", "general"):
        StandingFactory(client=client, crs=crs, stream=stream)
    Client.objects.filter(pk=client.pk).update(stood_until=today + timedelta(days=700))


OWN = {
    "en": {"subject": "Your hour", "body": "{appointment}; {score} points"},
    "fr": {"subject": "Note", "body": "{score} points"},
}


def test_the_score_and_the_next_consultation_are_said_in_the_clients_language_and_zone(admin_client):
    person = ClientFactory(language="fr")
    score(person)
    make_consultation(person, -3)
    make_consultation(person, 5)
    make_consultation(person, 2, state="cancelled")
    at = make_consultation(person, 3, zone="Asia/Manila").starts_at
    found = writing.find_own(person)
    with translation.override("fr"):
        hour = times.describe(at, "Asia/Manila")
    assert "Manila" in hour
    assert fill_in("{score} le {appointment}", person, "fr", found) == f"471 le {hour}"


def test_without_a_zone_of_the_clients_the_hour_is_the_offices(settings):
    person = ClientFactory()
    at = make_consultation(person).starts_at
    assert fill_in("{appointment}", person, "en", writing.find_own(person)) == times.describe(at, settings.TIME_ZONE)


@pytest.mark.parametrize(
    ("has", "reason"),
    [
        pytest.param((), "no_score", id="neither"),
        pytest.param(("score",), "no_appointment", id="a score alone"),
        pytest.param(("consultation",), "no_score", id="a consultation alone"),
        pytest.param(("score", "consultation"), "", id="both"),
    ],
)
def test_who_has_nothing_for_a_place_of_the_text_gets_nothing_and_the_page_says_why(admin_client, has, reason):
    person, version = ClientFactory(), make_version("Own", texts=OWN)
    if "score" in has:
        score(person)
    if "consultation" in has:
        make_consultation(person)
    assert writing.find_obstacle(person, version, writing.find_own(person)) == reason
    page = admin_client.get(f"/staff/draws/writtenmessage/to/{person.pk}/").content.decode()
    assert all((str(writing.REASONS[code]) in page) == (code == reason) for code in writing.NEEDED.values())


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        pytest.param("Hello {name},\n\nyour passport.", False, id="a greeting"),
        pytest.param("Bonjour {name} !", False, id="a greeting with a space before its sign"),
        pytest.param("Yours\n{name}", False, id="a line of its own"),
        pytest.param("Ottawa, May 5\n\nGood morning, dear {name}!", True, id="a greeting with a sign within"),
        pytest.param("Ottawa, May 5\n\nGood morning dear {name}!", False, id="a greeting further down"),
        pytest.param("This file belongs to {name}.", True, id="before a full stop"),
        pytest.param("We met {name}, and your file is open.", True, id="before a comma within a sentence"),
        pytest.param("Please call us about the file of {name},\nand soon.", True, id="before a comma at the end"),
        pytest.param("The file is open for {name}", True, id="at the end of a line"),
        pytest.param("{name}, your passport.", True, id="at the beginning"),
        pytest.param("The file of {name} is open.", True, id="within a sentence"),
        pytest.param("Hello {name},\n\nthe file of {name} is open.", True, id="a greeting and a sentence"),
    ],
)
def test_who_has_no_name_gets_nothing_that_can_not_do_without(admin_client, text, needed):
    texts = {"en": {"subject": "File {reference}", "body": text}}
    version, ana, nobody = make_version("Own", texts=texts), ClientFactory(name="Ana"), ClientFactory(name="")
    assert writing.find_obstacle(ana, version, OwnFacts()) == ""
    assert writing.find_obstacle(nobody, version, OwnFacts()) == ("no_name" if needed else "")
    page = admin_client.get(f"/staff/draws/writtenmessage/to/{nobody.pk}/").content.decode()
    assert (str(writing.REASONS["no_name"]) in page) == needed


def test_the_places_that_are_never_empty_are_filled_in_for_a_bare_file(settings, django_user_model):
    settings.FIRM = settings.FIRM | {"name": "The firm"}
    nameless = django_user_model.objects.create_user("nameless")
    bare, theirs = ClientFactory(name=""), ClientFactory(name="", adviser=nameless)
    assert fill_in("{adviser}", bare, "en", OwnFacts()) == "The firm"
    assert fill_in("{adviser}", theirs, "en", OwnFacts()) == "The firm", "an account without a name"
    assert fill_in("{reference}", bare, "en", OwnFacts()) == bare.reference
    assert fill_in("{link}", bare, "en", OwnFacts()).startswith(settings.SITE_URL)
    # A place that is added is either always filled, or its clients are refused.
    assert set(PLACES) == {"adviser", "reference", "link", *writing.NEEDED}


def test_a_score_that_is_being_worked_out_anew_is_not_said():
    person = ClientFactory()
    score(person)
    Client.objects.update(stood_until=None)
    version = make_version("Own", texts=OWN)
    assert writing.find_obstacle(person, version, writing.find_own(person)) == "no_score"


def test_the_preview_has_an_invented_score_and_hour(admin_client):
    save_template(admin_client, body_en="{score} on {appointment}")
    path = f"/staff/draws/messagetemplate/{MessageTemplate.objects.get().pk}/change/"
    assert "482 on " in admin_client.get(path).content.decode()


# --- One message to one client --------------------------------------------------------------------------------------


def test_a_message_is_filled_in_in_the_clients_language_owed_once_and_stands_in_the_history(admin_client, admin_user):
    rosa = User.objects.create_user(
        "rosa", email="rosa@firm.example", first_name="Rosa", last_name="Diaz", is_staff=True
    )
    person, version = ClientFactory(name="Ana", language="fr", adviser=rosa, alerts=False), make_version()
    key = str(uuid4())
    assert "Bonjour Ana," in open_page(admin_client, person, version).content.decode()
    post(admin_client, person, version, key=key)
    assert "was sent already" in post(admin_client, person, version, key=key)
    row = WrittenMessage.objects.get()
    assert (row.by, row.version, row.own_words, row.service) == (admin_user, version, False, True)
    (sent,) = leave()
    assert sent.to == [person.email]
    assert sent.subject == f"Dossier {person.reference}"
    assert sent.body.startswith("Bonjour Ana,\n\nVotre passeport : http")
    assert "parce qu" in sent.body
    assert read(sent)["Reply-To"] == "rosa@firm.example"
    assert read(sent)["Content-Language"] == "fr"
    page = admin_client.get(f"/staff/intake/client/{person.pk}/history/?kind=message").content.decode()
    for told in ("Bonjour Ana", "Template: Passport, version 1", "Sent", f"Dossier {person.reference}"):
        assert told in page, told
    assert leave() == []


def test_a_licensed_person_changes_the_words_of_one_message_and_they_are_kept_as_sent(admin_client):
    person, version = ClientFactory(name="Ana"), make_version()
    post(admin_client, person, version, subject="Your  passport", body="Dear Ana,\r\n\r\nplease bring it.  \r\n")
    row = WrittenMessage.objects.get()
    assert (row.subject, row.body, row.own_words) == ("Your passport", "Dear Ana,\n\nplease bring it.", True)
    (sent,) = leave()
    row.refresh_from_db()
    said = archive.read_sent(row)
    assert said.proven
    assert (said.subject, said.body) == ("Your passport", sent.body)
    assert sent.body.startswith("Dear Ana,\n\nplease bring it.\n")
    assert TemplateVersion.objects.count() == 1


def test_without_a_licence_the_words_are_the_templates_whatever_is_posted():
    clerk = sign_in(member_with(VIEW_CLIENT, WRITE_TO_CLIENT))
    person, version = ClientFactory(name="Ana"), make_version()
    assert "only somebody who holds a licence can change them" in open_page(clerk, person, version).content.decode()
    post(clerk, person, version, subject="You will be invited", body="I advise you to give up your job.")
    row = WrittenMessage.objects.get()
    assert (row.subject, row.own_words) == (f"File {person.reference}", False)
    assert "give up" not in row.body


@pytest.mark.parametrize(
    ("fields", "about", "why"),
    [
        pytest.param(CALLER, "service", "No e-mail address", id="a caller"),
        pytest.param({"undeliverable": "550 no such user"}, "service", "address does not work", id="bounced"),
        pytest.param({"alerts": False}, "news", "Did not agree to e-mails", id="news without consent"),
        pytest.param({"language": "fr"}, "service", "No text in their language", id="no French"),
    ],
)
def test_what_can_not_be_sent_is_named_with_the_reason(admin_client, fields, about, why):
    person = ClientFactory(**fields)
    version = make_version(about=about, texts={"en": TEXTS["en"]})
    assert why in admin_client.get(f"/staff/draws/writtenmessage/to/{person.pk}/").content.decode()
    where = f"/staff/draws/writtenmessage/to/{person.pk}/{version.pk}/"
    said = {"key": str(uuid4()), "subject": "x", "body": "y", "send": "1"}
    assert why in admin_client.post(where, said, follow=True).content.decode()
    assert not WrittenMessage.objects.exists()


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        pytest.param(lambda: make_version(about="news"), "The template has changed since", id="another version"),
        pytest.param(lambda: MessageTemplate.objects.update(retired=True), "no longer offered", id="retired"),
        pytest.param(lambda: Client.objects.update(undeliverable="550"), "address does not work", id="bounced"),
        pytest.param(lambda: Client.objects.update(language="fr"), "language has changed since", id="language"),
    ],
)
def test_what_was_written_stands_there_again_where_it_can_not_go_any_more(admin_client, admin_user, meanwhile, why):
    person, version = ClientFactory(), make_version()
    admin_user.email = "boss@firm.example"
    admin_user.save()
    where = f"/staff/draws/writtenmessage/to/{person.pk}/{version.pk}/"
    said = {"key": str(uuid4()), "language": "en", "subject": "Your passport", "body": "An hour of words."}
    meanwhile()
    for button in ("send", "test"):
        page = admin_client.post(where, said | {button: "1"}).content.decode()
        assert why in page
        assert "An hour of words." in page
    assert not WrittenMessage.objects.exists()
    assert not Letter.objects.exists()


def test_without_a_licence_there_are_no_words_to_keep_and_one_chooses_again():
    clerk, person, version = sign_in(member_with(VIEW_CLIENT, WRITE_TO_CLIENT)), ClientFactory(), make_version()
    where = f"/staff/draws/writtenmessage/to/{person.pk}/"
    Client.objects.update(language="fr")
    said = {"key": str(uuid4()), "language": "en", "send": "1"}
    assert clerk.post(f"{where}{version.pk}/", said).headers["Location"] == where
    assert not WrittenMessage.objects.exists()


def test_news_that_are_owed_do_not_leave_after_a_withdrawal_and_what_is_about_the_file_does():
    person = ClientFactory()
    news = write(person, make_version("News", about="news"), "news")
    service = write(person, make_version(), "service")
    consent.withdraw(person, language="en", source="test")
    assert [one.subject for one in leave()] == [service.subject]
    news.refresh_from_db()
    assert news.state == "suppressed"


def test_an_address_that_does_not_work_gets_nothing():
    row = write(ClientFactory(undeliverable="550 no such user"))
    assert leave() == []
    row.refresh_from_db()
    assert row.state == "suppressed"


def test_a_retired_template_and_an_older_version_are_not_offered(admin_client):
    person, old = ClientFactory(), make_version()
    newer = make_version(texts={"en": TEXTS["en"] | {"subject": "Newer"}})
    assert list(TemplateVersion.objects.offered()) == [newer]
    assert open_page(admin_client, person, old).status_code == 404
    MessageTemplate.objects.update(retired=True)
    assert open_page(admin_client, person, newer).status_code == 404
    assert (
        "There is no template yet" in admin_client.get(f"/staff/draws/writtenmessage/to/{person.pk}/").content.decode()
    )


def test_the_key_keeps_a_message_from_being_owed_twice():
    person, version = ClientFactory(), make_version()
    rows = [writing.build_row(person, version, version.by, "one", OwnFacts()) for _ in range(2)]
    assert [writing.owe(row) for row in rows] == [True, False]
    assert WrittenMessage.objects.count() == 1


def test_a_look_at_the_page_is_on_record_and_anothers_file_is_not_found(admin_client, settings):
    person, version = ClientFactory(), make_version()
    open_page(admin_client, person, version)
    assert list(FileView.objects.values_list("client", "part")) == [(person.pk, "file")]
    settings.FILES_ASSIGNED_ONLY = True
    clerk = sign_in(member_with(VIEW_CLIENT, WRITE_TO_CLIENT))
    for path in ("", f"{version.pk}/"):
        assert clerk.get(f"/staff/draws/writtenmessage/to/{person.pk}/{path}").status_code == 404


# --- The test to oneself --------------------------------------------------------------------------------------------


def test_a_test_goes_to_who_writes_and_nothing_to_the_client(admin_client, admin_user):
    person, version = ClientFactory(name="Ana"), make_version()
    admin_user.email = ""
    admin_user.save()
    assert "Your account has no e-mail address" in post(admin_client, person, version, "test")
    admin_user.email = "boss@firm.example"
    admin_user.save()
    assert "A test is on its way to boss@firm.example" in post(admin_client, person, version, "test", body="Dear Ana")
    assert not WrittenMessage.objects.exists()
    (sent,) = send_letters()
    assert (sent.to, sent.subject) == (["boss@firm.example"], f"File {person.reference}")
    assert sent.body.startswith("Dear Ana\n")
    assert person.reference not in sent.body.partition("without signing in")[2]
    delete_file.delete_client(person)
    assert not Letter.objects.exists()


# --- Where an answer goes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "goes_to"),
    [
        pytest.param({"email": "Rosa@Firm.example"}, "rosa@firm.example", id="the adviser"),
        pytest.param({"email": "rosa@bücher.example"}, "rosa@xn--bcher-kva.example", id="of a foreign domain"),
        pytest.param({"email": ""}, "office@firm.example", id="without an address"),
        pytest.param({"email": "rosa@firm.example", "is_active": False}, "office@firm.example", id="who left"),
        pytest.param({"email": "rosa@firm.example", "is_staff": False}, "office@firm.example", id="who is no staff"),
        pytest.param({"email": f"rosa@firm.example\r\nBcc: {VICTIM}"}, "office@firm.example", id="two lines"),
        pytest.param({"email": f"rosa@firm.example, {VICTIM}"}, "office@firm.example", id="two addresses"),
        pytest.param(None, "office@firm.example", id="nobody"),
    ],
)
def test_an_answer_goes_to_the_adviser_or_to_the_office(settings, fields, goes_to):
    settings.FIRM = settings.FIRM | {"email": "office@firm.example"}
    rosa = User.objects.create(username="rosa", **{"is_staff": True} | fields) if fields else None
    write(ClientFactory(adviser=rosa))
    (sent,) = leave()
    assert read(sent).get_all("Reply-To") == [goes_to]


# --- What is put into a message -------------------------------------------------------------------------------------


@pytest.mark.parametrize("line_end", BREAKS.values(), ids=BREAKS)
def test_no_subject_text_or_name_adds_a_header_or_a_recipient(admin_client, settings, line_end, count):
    settings.FIRM = settings.FIRM | {"email": "office@firm.example"}
    person, version = ClientFactory(), make_version()
    Client.objects.update(name=inject("Kim", line_end))
    post(admin_client, person, version)
    post(admin_client, person, version, subject=inject("Hello", line_end), body=inject("Hello", line_end))
    write(person, version, "raw", subject=inject("Hello", line_end), body=inject("Hello", line_end))
    sent = leave()
    count(inputs=len(sent))
    assert len(sent) == 3
    assert [list_wrong(one, person.email) for one in sent if list_wrong(one, person.email)] == []


def test_paragraphs_lines_and_links_are_kept_and_html_is_only_text():
    write(ClientFactory(), body="One\nline <script>alert(1)</script>\n\nTwo https://example.org/a?b=1&c=2 ⟦adviser⟧")
    (sent,) = leave()
    html = read(sent).get_body(("html",)).get_content()
    assert "<script>" not in html
    assert "One<br>" in html
    assert '<a href="https://example.org/a?b=1&amp;c=2">' in html
    assert html.count("<p style=") >= 2
    text = read(sent).get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert text.startswith("One\nline <script>alert(1)</script>\n\nTwo https://example.org/a?b=1&c=2 ⟦adviser⟧\n")


@pytest.mark.parametrize("words", ["é" * 700, "word " * 900, "<&>" * 400])
def test_no_line_is_longer_than_mail_may_have_and_the_words_arrive(words):
    write(ClientFactory(), body=words.strip())
    (sent,) = leave()
    assert max(map(len, sent.message().as_bytes(linesep="\r\n").split(b"\r\n"))) <= 998
    assert words.strip() in read(sent).get_body(("plain",)).get_content()


def test_of_a_deleted_file_no_word_stays():
    person = ClientFactory(name="Ana")
    write(person, body="a secret of Ana")
    leave()
    assert SentText.objects.exists()
    delete_file.delete_client(person)
    assert not WrittenMessage.objects.exists()
    assert [text for text in SentText.objects.all() if "secret" in text.body or "Ana" in text.subject] == []


# --- What changes while a message waits -----------------------------------------------------------------------------


HOUR = {"en": {"subject": "Your hour", "body": "See you on {appointment}."}}


def make_waiting(**words):
    """A message that names a consultation and waits, with the calendar and the consultation."""
    calendar, person = make_calendar(), ClientFactory()
    booked = make_booked(calendar, person)
    row = write(person, make_version("Hour", texts=HOUR), **words)
    # What tells of the booking itself is another message.
    Letter.objects.all().delete()
    return calendar, booked, row


def say(consultation):
    with translation.override("en"):
        return times.describe(consultation.starts_at, consultation.zone)


def find_left(row):
    """What left to the row's client, of the messages of staff alone."""
    row_sent = [one for one in leave() if one.subject == row.subject]
    row.refresh_from_db()
    return row_sent


def test_a_consultation_that_is_moved_stands_in_a_waiting_message_with_its_new_hour(admin_client):
    calendar, booked, row = make_waiting()
    assert say(booked) in row.body
    booking.move(booked, calendar, list_free(calendar, timezone.now(), booked)[-1])
    moved = Consultation.objects.get()
    (sent,) = find_left(row)
    assert say(moved) in sent.body
    assert say(booked) not in sent.body
    assert say(moved) in row.body, "the file's history says what left"
    assert archive.read_sent(row).proven


def test_a_message_that_names_a_consultation_does_not_leave_once_it_is_cancelled(admin_client):
    _calendar, booked, row = make_waiting()
    booking.cancel(booked)
    assert find_left(row) == []
    assert (row.state, row.problem) == ("suppressed", str(writing.REASONS["no_appointment"]))
    page = admin_client.get(f"/staff/intake/client/{row.client_id}/history/?kind=message").content.decode()
    assert "No consultation is coming" in page


@pytest.mark.parametrize("act", ["move", "cancel"])
def test_own_words_with_an_hour_that_is_no_more_do_not_leave(act):
    calendar, booked, row = make_waiting()
    WrittenMessage.objects.update(own_words=True, body=f"Dear Ana, {say(booked)} it is.")
    row.refresh_from_db()
    if act == "move":
        booking.move(booked, calendar, list_free(calendar, timezone.now(), booked)[-1])
    else:
        booking.cancel(booked)
    assert find_left(row) == []
    assert "write to the client again" in row.problem


def move(calendar, booked):
    booking.move(booked, calendar, list_free(calendar, timezone.now(), booked)[-1])
    return Consultation.objects.get(pk=booked.pk)


def open_hour():
    """A consultation, the template that names one, and the file's client."""
    calendar, person = make_calendar(), ClientFactory(name="Ana")
    return calendar, make_booked(calendar, person), make_version("Hour", texts=HOUR), person


def test_words_that_nobody_edited_are_the_templates_though_the_page_was_opened_before_the_move(admin_client):
    calendar, booked, version, person = open_hour()
    form = open_page(admin_client, person, version).context["form"]
    assert say(booked) in form["body"].value()
    moved = move(calendar, booked)
    press(admin_client, person, version, form)
    row = WrittenMessage.objects.get()
    assert (row.own_words, row.body) == (False, f"See you on {say(moved)}.")
    (sent,) = find_left(row)
    assert say(moved) in sent.body


def test_edited_words_with_an_hour_that_was_moved_since_the_page_was_opened_are_not_owed(admin_client):
    calendar, booked, version, person = open_hour()
    form = open_page(admin_client, person, version).context["form"]
    moved = move(calendar, booked)
    page = press(admin_client, person, version, form, body=f"Dear Ana,\r\n\r\n{say(booked)} it is.")
    assert "has since been moved, cancelled or held" in page
    assert f"{say(booked)} it is." in page, "what was written is not lost"
    assert not WrittenMessage.objects.exists()
    press(admin_client, person, version, form, body=f"Dear Ana,\r\n\r\n{say(moved)} it is.")
    assert WrittenMessage.objects.get().own_words


def test_who_may_not_change_words_sends_the_templates_whatever_the_page_is_said_to_have_begun_with():
    clerk = sign_in(member_with(VIEW_CLIENT, WRITE_TO_CLIENT))
    person, version = ClientFactory(name="Ana"), make_version()
    post(clerk, person, version, began="0" * 64)
    assert not WrittenMessage.objects.get().own_words


def test_own_words_that_name_a_consultation_which_stands_leave_though_another_comes_first():
    _calendar, booked, row = make_waiting()
    writing.word_anew(row, Words(row.subject, f"{say(booked)} it is."), row.words)
    row.save()
    earlier = make_consultation(row.client, starts_at=booked.starts_at - timedelta(hours=1))
    assert writing.find_own(row.client).appointment == earlier
    (sent,) = find_left(row)
    assert say(booked) in sent.body


def test_what_may_have_arrived_is_not_said_in_other_words(django_user_model):
    rosa = django_user_model.objects.create_user("rosa", first_name="Rosa", last_name="Diaz", is_staff=True)
    row = write(ClientFactory(name="Ana"))
    WrittenMessage.objects.update(unanswered=1)
    Client.objects.update(name="Anna", adviser=rosa)
    (sent,) = find_left(row)
    assert sent.body.startswith("Hello Ana,"), "a mail program keeps the first of one number"
    assert row.body.startswith("Hello Ana,")
    assert archive.read_sent(row).proven


def test_what_may_have_arrived_does_not_leave_again_with_an_hour_that_is_no_more():
    calendar, booked, row = make_waiting()
    WrittenMessage.objects.update(unanswered=1)
    move(calendar, booked)
    assert find_left(row) == []
    assert (row.state, row.unanswered) == ("suppressed", 1)
    assert say(booked) in row.body, "what the client may have"


def test_the_reason_is_said_in_the_language_of_who_reads_it(admin_client):
    _calendar, booked, row = make_waiting()
    booking.cancel(booked)
    with translation.override("fr"):
        assert find_left(row) == []
    assert row.problem == "No consultation is coming, which the text names"
    admin_client.cookies["django_language"] = "fr"
    page = admin_client.get(f"/staff/intake/client/{row.client_id}/history/?kind=message").content.decode()
    with translation.override("fr"):
        said = str(writing.REASONS["no_appointment"])
    assert said != row.problem
    assert said in page
    assert row.problem not in page


def test_own_words_without_the_hour_leave_as_they_were_written():
    _calendar, booked, row = make_waiting(body="I am ill, and will write to you again.")
    booking.cancel(booked)
    (sent,) = find_left(row)
    assert "I am ill" in sent.body


def test_a_score_a_name_and_an_adviser_are_those_of_the_moment_of_sending(django_user_model):
    rosa = django_user_model.objects.create_user("rosa", first_name="Rosa", last_name="Diaz", is_staff=True)
    person = ClientFactory(name="Ana")
    score(person)
    texts = {"en": {"subject": "News", "body": "Hello {name},\n\n{score} points.\n\n{adviser}"}}
    row = write(person, make_version("News", texts=texts))
    person.standings.update(crs=480)
    Client.objects.update(name="Anna", adviser=rosa)
    (sent,) = find_left(row)
    assert row.body == "Hello Anna,\n\n480 points.\n\nRosa Diaz"
    assert "480 points" in sent.body


def test_a_score_that_is_gone_or_that_own_words_say_is_not_told_any_more():
    person = ClientFactory()
    # A result of another day has another score, and says nothing of what the message said.
    Assessment.objects.create(
        client=person, facts={}, result={}, crs=476, on=timezone.localdate(), edition=timezone.localdate()
    )
    score(person)
    version = make_version("Own", texts={"en": OWN["fr"]})
    plain, own = write(person, version, "plain"), write(person, version, "own", body="You have 471 points.")
    write(person, version, "other", body="The cut-off was 476, that of 1471 is of another list.")
    person.standings.update(crs=480)
    assert [one.body[:10] for one in leave()] == ["480 points", "The cut-of"]
    own.refresh_from_db()
    assert (own.state, "score in it has changed" in own.problem) == ("suppressed", True)
    assert plain.client == person
    Client.objects.update(stood_until=None)
    late = write(person, version, "late", body="")
    WrittenMessage.objects.filter(pk=late.pk).update(own_words=False)
    assert leave() == []
    late.refresh_from_db()
    assert late.problem == str(writing.REASONS["no_score"])
