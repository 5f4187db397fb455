"""Callers without an e-mail address have a file too: found by a number, owed nothing, told by telephone."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from draws.models import Notice
from draws.outbox import worker
from draws.reminders.messages import DeadlineReminder
from intake.assessments.submission import build_assessment
from intake.clients import delete_file, duplicates, importing
from intake.clients.contact import take_contact
from intake.clients.messages import FileEnds
from intake.common.faults import describe_packed
from intake.consents import consent, implied
from intake.consultations import booking
from intake.data_copy.data_export import export_file
from intake.enquiries.receive import put_in_file
from intake.message_kinds.letters import owe
from intake.models import (
    AddressChange,
    Client,
    Consent,
    ConsentProof,
    Consultation,
    Enquiry,
    Follower,
    ImportRow,
    Intake,
    Letter,
    Todo,
)
from intake.permissions import ADD_CLIENT, CHANGE_CLIENT, IMPORT_CLIENTS, VIEW_CLIENT, VIEW_ENQUIRIES
from intake.staff.data_entry import telephone_pages
from intake.staff.data_entry.messages import AnswersToCheck
from intake.tasks import apply_retention
from tests.draws.factories import AlertFactory
from tests.hostile.desk import member_with, sign_in
from tests.intake.advisers import make_booked, make_calendar
from tests.intake.answers import SINGLE, TODAY, flow
from tests.intake.files import signed_in
from tests.intake.saving import save, where
from tests.intake.test_clients_from_a_file import LIST as IMPORTS
from tests.intake.test_clients_from_a_file import bring, make_csv, take_back, work

pytestmark = pytest.mark.django_db
CALL, LIST = "/staff/intake/client/telephone/", "/staff/intake/client/"
NUMBER, TYPED = "+16135550100", "(613) 555-0100"
NEW = "ana@example.org"


@pytest.fixture
def ana():
    return Client.objects.create(name="Ana Souza", telephone=NUMBER)


def answers_of(client):
    return reverse("admin:intake_client_answers", args=[client.pk])


# --- What the database holds -------------------------------------------------------


def test_many_files_have_no_address_and_none_is_found_by_it(ana):
    Client.objects.create(name="Bo", telephone="+16135550199")
    assert not Client.objects.by_email("").exists()
    assert not Client.objects.by_number("").exists()
    assert not Client.objects.with_number("").exists()
    assert Client.objects.by_number(NUMBER).get() == ana


@pytest.mark.parametrize(
    ("second", "refused"),
    [
        pytest.param({"telephone": NUMBER}, True, id="both without an address"),
        pytest.param({"telephone": NUMBER, "email": "bo@example.org"}, False, id="one has an address"),
        pytest.param({"other_telephone": NUMBER}, False, id="as the other telephone"),
        pytest.param({}, True, id="nobody can be reached"),
        pytest.param({"postal_address": "1 Main Street"}, False, id="by letter alone"),
        pytest.param({"telephone": "+16135550199", "alerts": True}, True, id="e-mails to nobody"),
    ],
)
def test_the_database_keeps_a_number_to_one_file_and_everybody_within_reach(ana, second, refused):
    try:
        with transaction.atomic():
            Client.objects.create(name="Bo", **second)
    except IntegrityError:
        assert refused
    else:
        assert not refused


# --- On the telephone --------------------------------------------------------------


def test_a_caller_without_an_address_has_a_file_and_a_score(admin_client):
    answer = admin_client.post(CALL, {"name": "Ana Souza", "telephone": TYPED})
    ana = Client.objects.get()
    assert (ana.email, ana.name, ana.telephone) == ("", "Ana Souza", NUMBER)
    assert answer["Location"] == answers_of(ana)
    Intake.objects.create(client=ana, by_staff=True, answers=SINGLE)
    page = admin_client.get(answers_of(ana)).content.decode()
    assert "no e-mail address" in page
    shown = [part.split('"')[0] for part in page.split('name="page" value="')[1:]]
    data = {"page": shown, "score": "1", "source": "telephone"}
    for path in shown:
        data |= {f"{path.replace('/', '-')}-{name}": said for name, said in (SINGLE.get(path) or {}).items()}
    admin_client.post(answers_of(ana), data)
    made = ana.assessments.get()
    assert (made.contact["email"], made.contact["alerts"]) == ("", False)
    ana.refresh_from_db()
    assert ana.facts == made.facts
    assert ana.standings.exists()
    page = admin_client.get(answers_of(ana)).content.decode()
    assert "read the answers back on the telephone" in page
    assert "Ask the client by e-mail" not in page
    admin_client.post(f"{answers_of(ana)}ask/")
    assert not Letter.objects.filter(client=ana).exists()
    assert not Consent.objects.exists()


def test_the_next_call_from_the_number_goes_on_with_the_file(admin_client, ana):
    for name in ("Ana Souza", "ANA  SOUZA"):
        assert admin_client.post(CALL, {"name": name, "telephone": TYPED})["Location"] == answers_of(ana)
    assert Client.objects.count() == 1


def test_under_another_name_a_number_opens_nothing_until_staff_say_whose_it_is(admin_client, ana):
    page = admin_client.post(CALL, {"name": "Bo Souza", "telephone": TYPED}).content.decode()
    assert "Files with this number" in page
    assert f'<a href="{answers_of(ana)}">{ana.reference} Ana Souza</a>' in page
    assert Client.objects.count() == 1
    for _twice in range(2):
        admin_client.post(CALL, {"name": "Bo Souza", "telephone": TYPED, "another": "on"})
    bo = Client.objects.exclude(pk=ana.pk).get()
    assert (bo.name, bo.telephone, bo.other_telephone) == ("Bo Souza", "", NUMBER)


def test_a_file_with_an_address_and_this_number_is_named_first(admin_client):
    known = Client.objects.create(email=NEW, name="Ana", other_telephone=NUMBER)
    page = admin_client.post(CALL, {"name": "Ana", "telephone": TYPED}).content.decode()
    assert known.reference in page
    admin_client.post(CALL, {"name": "Bo", "telephone": TYPED, "another": "on"})
    assert Client.objects.by_number(NUMBER).get().name == "Bo"


def test_who_has_only_a_postal_address_is_found_by_it_and_the_name(admin_client):
    said = {"name": "Ana", "postal_address": "1 Main Street"}
    for _twice in range(2):
        admin_client.post(CALL, said)
    admin_client.post(CALL, said | {"name": "Bo"})
    assert sorted(Client.objects.values_list("name", "postal_address")) == [
        ("Ana", "1 Main Street"),
        ("Bo", "1 Main Street"),
    ]


def test_what_is_said_beside_an_address_goes_into_the_file_where_it_has_nothing(admin_client):
    admin_client.post(CALL, {"email": NEW, "name": "Ana", "telephone": TYPED})
    admin_client.post(CALL, {"email": NEW, "name": "Bo", "postal_address": "1 Main Street"})
    kept = Client.objects.get()
    assert (kept.name, kept.telephone, kept.postal_address) == ("Ana", NUMBER, "1 Main Street")


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"name": ""}, "a telephone number or postal address"),
        ({"name": "Ana"}, "a telephone number or postal address"),
        ({"telephone": TYPED}, "Enter the name"),
        ({"name": "Ana", "telephone": "call me"}, "Enter a telephone number with its area or country code"),
    ],
)
def test_who_can_not_be_reached_or_named_has_no_file(admin_client, said, complaint):
    assert complaint in admin_client.post(CALL, said).content.decode()
    assert not Client.objects.exists()


def test_who_may_not_add_a_file_goes_on_with_one_and_begins_none(ana):
    clerk = sign_in(member_with(VIEW_CLIENT, CHANGE_CLIENT))
    assert clerk.post(CALL, {"name": "Ana Souza", "telephone": TYPED})["Location"] == answers_of(ana)
    page = clerk.post(CALL, {"name": "Bo", "telephone": "613 555 0199"}).content.decode()
    assert "your account may not add one" in page
    assert Client.objects.count() == 1


def test_a_number_in_anothers_hands_opens_nothing_and_names_nobody(ana, settings):
    settings.FILES_ASSIGNED_ONLY = True
    clerk = member_with(VIEW_CLIENT, CHANGE_CLIENT, ADD_CLIENT)
    page = sign_in(clerk).post(CALL, {"name": "Ana Souza", "telephone": TYPED}).content.decode()
    assert "assigned to somebody else" in page
    assert ana.reference not in page
    sign_in(clerk).post(CALL, {"name": "Bo", "telephone": "613 555 0199"})
    assert Client.objects.exclude(pk=ana.pk).get().adviser == clerk


@pytest.mark.parametrize("kept", ["telephone", "other_telephone"])
def test_nobody_takes_over_a_file_by_saying_that_its_number_is_another_persons_too(kept, settings):
    settings.FILES_ASSIGNED_ONLY = True
    rosa, clerk = make_calendar().adviser, member_with(VIEW_CLIENT, CHANGE_CLIENT, ADD_CLIENT)
    ana = Client.objects.create(name="Ana Souza", adviser=rosa, **{kept: NUMBER})
    said = {"name": "Ana Souza", "telephone": TYPED, "postal_address": "1 Main Street", "another": "on"}
    page = sign_in(clerk).post(CALL, said).content.decode()
    assert "assigned to somebody else" in page
    assert ana.reference not in page
    ana.refresh_from_db()
    assert (ana.adviser, ana.postal_address, Client.objects.count()) == (rosa, "", 1)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"telephone": NUMBER, "name": "Bo"}, {"telephone": TYPED, "name": "Bo", "another": "on"}),
        ({"email": NEW}, {"email": NEW}),
    ],
)
def test_a_file_that_somebody_else_begins_at_the_same_moment_stays_theirs(known, said, settings, monkeypatch):
    settings.FILES_ASSIGNED_ONLY = True
    rosa, clerk = make_calendar().adviser, member_with(VIEW_CLIENT, CHANGE_CLIENT, ADD_CLIENT)
    begin = telephone_pages.TelephonePages.begin

    def begin_second(self, *args):
        Client.objects.create(adviser=rosa, **known)
        return begin(self, *args)

    monkeypatch.setattr(telephone_pages.TelephonePages, "begin", begin_second)
    assert "assigned to somebody else" in sign_in(clerk).post(CALL, said).content.decode()
    assert Client.objects.get().adviser == rosa
    assert not LogEntry.objects.exists()


def test_what_a_caller_says_goes_into_the_file_where_it_has_nothing(admin_client, ana):
    nameless = Client.objects.create(other_telephone="+16135550199")
    admin_client.post(CALL, {"name": "Ana Souza", "telephone": TYPED, "postal_address": "1 Main Street"})
    admin_client.post(CALL, {"name": "Bo", "telephone": "613 555 0199"})
    for file in (ana, nameless):
        file.refresh_from_db()
    assert (ana.postal_address, nameless.name) == ("1 Main Street", "Bo")
    assert (nameless.telephone, nameless.other_telephone) == ("", "+16135550199")


def test_a_file_without_a_name_is_not_named_after_another_person_of_its_number(admin_client):
    nameless = Client.objects.create(telephone=NUMBER)
    admin_client.post(CALL, {"name": "Bo", "telephone": TYPED, "another": "on"})
    nameless.refresh_from_db()
    bo = Client.objects.exclude(pk=nameless.pk).get()
    assert (nameless.name, bo.name, bo.other_telephone) == ("", "Bo", NUMBER)


@pytest.mark.parametrize("way", ["call", "consultation", "submission"])
def test_the_second_person_of_a_number_leaves_it_where_they_please(ana, way):
    bo = Client.objects.create(name="Bo", other_telephone=NUMBER)
    for client in (bo, Client.objects.create(name="Cy", postal_address="1 Main Street")):
        if way == "call":
            call = Enquiry.objects.create(kind="call", telephone=TYPED, language="en")
            put_in_file(call, client, None)
        elif way == "consultation":
            booking.put_in_file(make_booked(make_calendar(), client, client.pk), client)
        else:
            take_contact(client, {"language": "en", "telephone": NUMBER})
            client.save()
        client.refresh_from_db()
        assert (client.telephone, client.other_telephone) == ("", NUMBER)


def asked_to_be_called(**known):
    return Enquiry.objects.create(kind="call", name="Ana Souza", telephone=TYPED, language="fr", **known)


def test_a_call_that_was_asked_for_on_the_site_becomes_a_file_with_its_result(admin_client):
    draft = Intake.objects.create(answers=SINGLE | {"contact": {"name": "", "language": "fr"}})
    made = build_assessment(flow(draft.answers), TODAY)
    made.intake = draft
    made.save()
    call = asked_to_be_called(assessment=made)
    shown = admin_client.get(f"/staff/intake/enquiry/{call.pk}/change/").content.decode()
    where_to = f"{CALL}?enquiry={call.reference}"
    assert where_to in shown
    form = admin_client.get(where_to).context["form"]
    assert form.initial == {"name": "Ana Souza", "telephone": TYPED}
    for _twice in range(2):
        admin_client.post(where_to, form.initial)
    ana = Client.objects.get()
    call.refresh_from_db()
    assert (call.client, ana.language, ana.telephone) == (ana, "fr", NUMBER)
    assert ana.assessments.get() == made
    kept = ana.intakes.get()
    assert kept.token != draft.token, "the browser that typed them does not open the file's answers"
    assert ana.facts == made.facts
    assert where_to not in admin_client.get(f"/staff/intake/enquiry/{call.pk}/change/").content.decode()


def test_a_call_is_taken_only_by_who_reads_calls_and_never_from_an_address(admin_client):
    call, written = asked_to_be_called(), asked_to_be_called(email="x@example.org")
    clerk = sign_in(member_with(VIEW_CLIENT, CHANGE_CLIENT, ADD_CLIENT))
    assert clerk.get(f"{CALL}?enquiry={call.reference}").context["form"].initial == {}
    clerk.post(f"{CALL}?enquiry={call.reference}", {"name": "Bo", "telephone": "613 555 0199"})
    reader = sign_in(member_with(VIEW_ENQUIRIES, name="reader"))
    assert "?enquiry=" not in reader.get(f"/staff/intake/enquiry/{call.pk}/change/").content.decode()
    admin_client.post(f"{CALL}?enquiry={written.reference}", {"name": "Bo", "telephone": "613 555 0199"})
    assert set(Enquiry.objects.values_list("client", flat=True)) == {None}


# --- At the desk -------------------------------------------------------------------


def test_the_file_and_the_lists_say_that_there_is_no_address(admin_client, ana):
    known = Client.objects.create(email="bo@example.org")
    nameless = Client.objects.create(telephone="+16135550199")
    assert "No e-mail address: by telephone or letter" in admin_client.get(where(ana)).content.decode()
    listed = admin_client.get(f"{LIST}?columns=person.email").content.decode()
    assert "no e-mail address" in listed
    assert "+1 613 555 0199" in listed, "a file without a name is called by its number"
    found = admin_client.get(f"{LIST}?address=none").context["cl"].result_list
    assert set(found) == {ana, nameless}
    assert known.reference in admin_client.get(LIST).content.decode()
    assert ana.reference in admin_client.get("/staff/search/", {"q": "613-555-0100"}).content.decode()
    assert "+1 613 555 0199" in admin_client.get("/staff/search/", {"q": "0199"}).content.decode()
    taken = admin_client.post(f"{LIST}list/export/", {"kind": "csv", "query": "address=none&columns=person.email"})
    assert "no e-mail address" not in taken.content.decode(), "a cell without an address is empty"


def test_an_address_that_is_entered_later_opens_the_file_to_its_owner(admin_client, admin_user, ana):
    booked = make_booked(make_calendar(), ana)
    Intake.objects.create(client=ana, by_staff=True, answers={})
    assert save(admin_client, ana, email=NEW).status_code == 302
    change = AddressChange.objects.get()
    assert (change.was, change.now, change.by) == ("", NEW, admin_user)
    assert ana.reference in signed_in(NEW).get("/en/my-file/data/download/").content.decode()
    booked.refresh_from_db()
    assert booked.email == NEW, "its reminder goes there"
    history = admin_client.get(reverse("admin:intake_client_history", args=[ana.pk])).content.decode()
    assert f"no e-mail address → {NEW}" in history
    assert not Client.objects.get(pk=ana.pk).alerts


def test_an_address_that_is_taken_out_ends_the_e_mails_and_the_proof_stays(admin_client):
    ana = Client.objects.create(email=NEW, telephone=NUMBER)
    consent.give(ana, wording="words", language="en", source="test")
    alert = AlertFactory(client=ana)
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=True):
        assert save(admin_client, ana, email="").status_code == 302
    ana.refresh_from_db()
    assert (ana.email, ana.alerts) == ("", False)
    assert Consent.objects.first().source == "the e-mail address was taken out of the file"
    worker.send([alert.pk])
    alert.refresh_from_db()
    assert alert.state == "suppressed"
    assert signed_in(NEW).get("/en/my-file/data/").content.decode().count(ana.reference) == 0
    delete_file.delete_client(ana)
    assert set(ConsentProof.objects.values_list("email", "given")) == {(NEW, True), (NEW, False)}


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"email": "", "telephone": ""}, "otherwise nobody can be reached"),
        ({"email": "", "telephone": NUMBER}, "it can be the other telephone"),
        ({"email": "taken@example.org"}, "Another file has this e-mail address"),
    ],
)
def test_the_form_of_a_file_says_what_the_database_refuses(admin_client, ana, changes, complaint):
    Client.objects.create(email="taken@example.org")
    bo = Client.objects.create(email="bo@example.org", telephone="+16135550199")
    assert complaint in save(admin_client, bo, **changes).content.decode()
    bo.refresh_from_db()
    assert bo.email == "bo@example.org"


def test_no_consent_is_entered_without_an_address(admin_client, ana):
    page = reverse("admin:intake_client_consent", args=[ana.pk])
    said = {"language": "fr", "way": "telephone", "proof": "recording 4711", "said_yes": "on"}
    for answer in (admin_client.get(page), admin_client.post(page, said)):
        assert "There is no e-mail address in the file" in answer.content.decode()
    assert not Consent.objects.exists()
    assert implied.describe_implied_consent(ana, TODAY) == "Not needed: there is no e-mail address."
    Client.objects.update(retained_on=TODAY)
    assert not Client.objects.at_work().never_asked().exists(), "nobody is asked for it either"


def test_a_consultation_without_an_address_tells_the_office_alone(admin_client, ana, settings):
    settings.LEADS_TO = ["office@firm.example"]
    calendar = make_calendar()
    at = (timezone.localtime() + timedelta(days=2)).replace(hour=9, minute=0, second=0, microsecond=0)
    typed = {"adviser": calendar.adviser_id, "minutes": 30, "way": "telephone", "fee": "150", "whose": ana.reference}
    typed |= {"starts_at_0": f"{at:%Y-%m-%d}", "starts_at_1": f"{at:%H:%M}", "telephone": "+1 613 555 0100"}
    page = admin_client.post("/staff/intake/consultation/add/", typed, follow=True).content.decode()
    assert "so tell them by telephone: Ana Souza" in page
    booked = Consultation.objects.get()
    assert (booked.state, booked.email, booked.client) == ("confirmed", "", ana)
    Consultation.objects.update(created=timezone.now() - timedelta(days=1))
    booking.remind(at - timedelta(hours=1))
    chosen = {"action": "mark_cancelled", "_selected_action": [booked.pk]}
    page = admin_client.post("/staff/intake/consultation/", chosen, follow=True).content.decode()
    assert "so tell them by telephone: Ana Souza" in page
    assert set(Letter.objects.values_list("to", flat=True)) == {"office@firm.example", "rosa@firm.example"}


# --- Nobody is owed anything -------------------------------------------------------


def test_no_letter_is_owed_without_an_address(ana):
    with pytest.raises(ValueError, match="needs an address"):
        owe(AnswersToCheck.find_due(ana))
    assert list(FileEnds.find_due(ana)) == []
    assert not Letter.objects.exists()


def test_no_reminder_of_the_service_is_owed_or_sent_without_an_address(settings):
    settings.REMIND_RETAINED = True
    known = {"retained_on": TODAY, "stage": "invited", "invited_on": timezone.localdate()}
    ana = Client.objects.create(telephone=NUMBER, **known)
    bo = Client.objects.create(email="bo@example.org", **known)
    assert list(DeadlineReminder.find_recipients()) == [bo]
    now = timezone.now()
    row = Notice.objects.create(client=ana, kind="deadline", key="x", due_at=now, created=now)
    worker.send([row.pk], "notice")
    row.refresh_from_db()
    assert row.state == "suppressed"


def test_an_unused_file_without_an_address_goes_only_after_staff_told_its_client(ana, admin_user):
    def use(days):
        Client.objects.filter(pk=ana.pk).update(updated=timezone.now() - timedelta(days=days))

    use(340)
    for _twice in range(2):
        apply_retention()
    todo = Todo.objects.get()
    assert (todo.kind, todo.due_on, todo.assignee) == ("call", timezone.localdate(), None)
    assert "tell the client that the file is deleted on" in todo.text
    assert not Letter.objects.exists()
    use(400)
    for told in (None, timezone.now() - timedelta(days=31)):
        Client.objects.update(deletion_told_at=told)
        apply_retention()
        assert Client.objects.get().deletion_told_at == told, "nobody has told them yet"
    assert Todo.objects.open().get() == todo
    Todo.objects.all().finish(admin_user)
    for days in (5, 401):
        Todo.objects.update(done_at=timezone.now() - timedelta(days=days))
        Client.objects.update(deletion_told_at=None)
        apply_retention()
    again = Todo.objects.open().get()
    assert again != todo, "used since they were told and then left again: told again"
    again.delete()
    Todo.objects.update(done_at=timezone.now() - timedelta(days=31))
    apply_retention()
    assert not Client.objects.exists()


# --- Doubles, deletion, the copy ---------------------------------------------------


def test_files_with_one_number_may_be_of_one_person_where_one_has_no_address(ana):
    couple = [Client.objects.create(email=f"{name}@example.org", telephone="+16135550177") for name in ("kim", "lee")]
    other = Client.objects.create(name="Bo", telephone="+16135550199")
    assert not duplicates.list_all_duplicates(), "those without an address are not each other's doubles"
    double = Client.objects.create(email=NEW, other_telephone=NUMBER)
    assert duplicates.list_all_duplicates() == {ana.pk, double.pk}
    assert set(duplicates.find_duplicates(ana)) == {double}
    assert set(duplicates.find_duplicates(double)) == {ana}
    for one in (*couple, other):
        assert not duplicates.find_duplicates(one).exists()


def test_a_file_without_an_address_takes_nothing_of_others_along(ana):
    bo = Client.objects.create(name="Bo", telephone="+16135550199")
    Intake.objects.create(answers={"contact": {"email": ""}})
    Enquiry.objects.create(kind="call", telephone="+1 613 555 0177", language="en")
    make_booked(make_calendar(), bo)
    Follower.objects.create(email="f@example.org", language="en")
    delete_file.delete_with_account(ana)
    assert list(Client.objects.all()) == [bo]
    assert Intake.objects.count() == Enquiry.objects.count() == Consultation.objects.count() == 1
    assert Follower.objects.exists()
    assert not ConsentProof.objects.exists(), "where nobody agreed there is nothing to prove"


def test_the_copy_of_a_file_without_an_address_has_no_account_and_nobody_elses_data(ana):
    Follower.objects.create(email="f@example.org", language="en")
    copy = export_file(ana)
    assert (copy["client"]["email"], copy["client"]["telephone"]) == ("", NUMBER)
    assert copy["account"] == copy["devices"] == copy["rounds_followed"] == []


# --- From a file -------------------------------------------------------------------

COLUMNS = ["email", "telephone", "name", "date_of_birth", "marital_status"]


def line(email="", telephone=TYPED, name="Ana Souza", born="1990-05-05"):
    return [email, telephone, name, born, "never_married"]


def bring_list(browser, *rows):
    return bring(browser, make_csv(*rows, header=COLUMNS))


def test_a_row_without_an_address_is_found_by_its_number(admin_client, ana):
    Client.objects.create(email="bo@example.org", telephone="+16135550188")
    source = bring_list(
        admin_client,
        line(),
        line(telephone="613-555-0177", name="Cy"),
        line(telephone="+1 613 555 0100"),
        line(telephone=""),
        line(telephone="call me"),
        line(telephone="613 555 0188"),
        line("di@example.org", telephone="613 555 0166", name="Di"),
    )
    rows = list(source.rows.all())
    assert [row.outcome for row in rows] == ["changed", "new", "refused", "refused", "refused", "refused", "new"]
    assert (rows[0].client, rows[0].differs) == (ana, ["date_of_birth", "marital_status"])
    for row, why in zip(
        rows[2:6],
        ("stands in row 2", "a telephone number is needed", "is not a telephone", "put its address into the row"),
        strict=True,
    ):
        assert why in describe_packed(row.problem)
    shown = admin_client.get(f"{IMPORTS}{source.pk}/").content.decode()
    assert NUMBER in shown
    admin_client.post(f"{IMPORTS}{source.pk}/begin/")
    work(source)
    assert {one.telephone: (one.email, one.name) for one in Client.objects.exclude(email="bo@example.org")} == {
        NUMBER: ("", "Ana Souza"),
        "+16135550177": ("", "Cy"),
        "+16135550166": ("di@example.org", "Di"),
    }
    again = bring_list(admin_client, line(), line(telephone="613 555 0177", name="Cy"))
    assert [row.outcome for row in again.rows.all()] == ["same", "same"]
    take_back(admin_client, source)
    ana.refresh_from_db()
    assert ana.facts == {}
    assert not Client.objects.filter(name__in=["Cy", "Di"]).exists()


def test_a_number_that_a_row_brings_is_taken_where_the_file_has_none_and_taken_back(admin_client):
    bo = Client.objects.create(email="bo@example.org", name="Bo")
    source = bring_list(admin_client, line("bo@example.org", name="Bo"))
    assert "telephone" in source.rows.get().differs
    admin_client.post(f"{IMPORTS}{source.pk}/begin/")
    work(source)
    bo.refresh_from_db()
    assert bo.telephone == NUMBER
    again = bring_list(admin_client, line("bo@example.org", telephone="613 555 0177", name="Bo"))
    assert again.rows.get().outcome == "same", "what the file has is not replaced"
    take_back(admin_client, source)
    bo.refresh_from_db()
    assert bo.telephone == ""


def test_a_number_that_became_the_last_way_to_the_client_is_not_taken_back(admin_client):
    for name in ("bo", "cy"):
        Client.objects.create(email=f"{name}@example.org", name=name)
    rows = line("bo@example.org", name="bo"), line("cy@example.org", telephone="613 555 0177", name="cy")
    source = bring_list(admin_client, *rows)
    admin_client.post(f"{IMPORTS}{source.pk}/begin/")
    work(source)
    bo, cy = Client.objects.order_by("name")
    assert save(admin_client, bo, email="").status_code == 302
    assert take_back(admin_client, source).state == "undone"
    for file in (bo, cy):
        file.refresh_from_db()
    assert (bo.telephone, cy.telephone) == (NUMBER, "")
    assert [row.undone for row in source.rows.all()] == ["touched", "back"]


def test_a_row_writes_nothing_into_the_file_of_another_person_who_shares_the_number(admin_client, ana):
    row = bring_list(admin_client, line(name="Bo Souza")).rows.get()
    assert (row.outcome, describe_packed(row.problem)) == ("refused", "A file with this number has another name.")
    assert bring_list(admin_client, line(name="ANA SOUZÁ")).rows.get().outcome == "changed"
    source = bring_list(admin_client, line())
    Client.objects.update(name="Bo Souza")
    admin_client.post(f"{IMPORTS}{source.pk}/begin/")
    work(source)
    assert source.rows.get().outcome == "refused"
    ana.refresh_from_db()
    assert (ana.name, ana.facts) == ("Bo Souza", {})


def test_a_list_says_nothing_of_a_number_in_anothers_hands(ana, settings):
    settings.FILES_ASSIGNED_ONLY = True
    clerk = member_with(VIEW_CLIENT, CHANGE_CLIENT, IMPORT_CLIENTS)
    row = bring_list(sign_in(clerk), line()).rows.get()
    assert (row.outcome, row.client) == ("refused", None)
    assert "assigned to somebody else" in row.problem


def test_what_a_list_said_of_a_number_goes_with_the_file(admin_client, ana):
    bring_list(admin_client, line(), line(telephone="613 555 0177"))
    delete_file.delete_client(ana)
    assert [row.email for row in ImportRow.objects.all()] == ["+16135550177"]


@pytest.fixture(params=["in the file of before", "in the row before"])
def beside_an_address(request):
    """Lines whose last one has a number alone that a file with an address has, or will have."""
    if request.param == "in the row before":
        return [line(NEW, name="Bo"), line(name="Cy")]
    Client.objects.create(email=NEW, telephone=NUMBER, name="Bo")
    return [line(name="Cy")]


def test_a_number_of_a_file_with_an_address_is_refused_in_the_page_and_by_the_command(admin_client, beside_an_address):
    why = "A file with an e-mail address has this number: put its address into the row."
    assert describe_packed(bring_list(admin_client, *beside_an_address).rows.last().problem) == why
    person = {"date_of_birth": "1990-05-05", "marital_status": "never_married"}
    rows = [dict(zip(("email", "telephone", "name"), cells, strict=False)) for cells in beside_an_address]
    numbered = [(number, json.dumps(row | {"profile": person}).encode()) for number, row in enumerate(rows, start=1)]
    *_before, tally = importing.import_clients(numbered, TODAY)
    assert tally.problems == [(len(rows), why)]
    assert Client.objects.get().name == "Bo"


def test_lines_of_the_command_need_an_address_or_a_number():
    person = {"date_of_birth": "1990-05-05", "marital_status": "never_married"}
    lines = [
        {"telephone": TYPED, "name": "Ana", "profile": person},
        {"telephone": NUMBER, "name": "ANA", "profile": person},
        {"email": None, "profile": person},
        {"name": "Bo", "profile": person},
        {"telephone": NUMBER, "profile": person, "alerts": {"consented_on": "2026-01-01", "source": "paper"}},
        {"email": NEW, "profile": person},
        {"telephone": NUMBER, "name": "Bo", "profile": person},
    ]
    numbered = ((number, json.dumps(one).encode()) for number, one in enumerate(lines, start=1))
    *_before, tally = importing.import_clients(numbered, TODAY)
    assert (tally.created, tally.updated, tally.rejected) == (2, 1, 4)
    assert [number for number, _why in tally.problems] == [3, 4, 5, 7]
    assert "without an e-mail address" in tally.problems[2][1]
    kept = Client.objects.by_number(NUMBER).get()
    assert (kept.name, kept.email, kept.alerts) == ("ANA", "", False)
    assert kept.standings.exists() or kept.stood_until
