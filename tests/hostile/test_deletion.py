"""There is one way out for a file: nothing goes past the proof of consent, and nothing else of the person stays."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.test import Client as Browser
from django.utils import timezone

from intake.clients import delete_file
from intake.clients.messages import FileEnds
from intake.consents import consent
from intake.models import (
    Assessment,
    Client,
    ClientImport,
    ConsentProof,
    Consultation,
    DeletionRequest,
    Enquiry,
    ImportRow,
    Intake,
    KeptResult,
    Licence,
)
from intake.permissions import CHANGE_CLIENT, DELETE_CLIENT, DELETE_RECORD, VIEW_CLIENT, Role
from tests.draws.staff import list_waiting
from tests.hostile.desk import NAME, fresh, make_world, member_of, member_with, sign_in
from tests.intake.answers import SINGLE, TODAY
from tests.intake.files import signed_in
from tests.intake.saving import save
from tests.letters import owe_one, send_letters

pytestmark = [pytest.mark.django_db, pytest.mark.each_database]
ADDRESS = "amara@example.org"
# What stays on purpose, and holds the address.
STAYS = {"intake.ConsentProof"}


@pytest.fixture
def world(broker):
    made = make_world(ADDRESS)
    consent.give(made.client, wording="words", language="en", source="test")
    return made


@pytest.fixture
def boss(django_user_model):
    """A superuser with a licence: nobody may more."""
    made = django_user_model.objects.create_superuser("boss", first_name="Rosa", last_name="Martin")
    Licence.objects.create(user=made, number="R555555")
    return made


def told_of(texts):
    """Table and column of everything in the database in which one of these texts stands, sessions opened."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.all():
            values = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
            if isinstance(row, Session):
                values["session_data"] = row.get_decoded()
            found |= {
                (model._meta.label, name)
                for name, value in values.items()
                if any(text.lower() in str(value).lower() for text in texts)
            }
    return found


def where(client):
    return f"/staff/intake/client/{client.pk}/deletion/"


def test_nothing_of_a_deleted_person_is_left_in_any_column_but_the_proof(world, boss):
    browser, person = sign_in(boss), world.client
    save(browser, person, next_action=f"call {NAME}")
    file = f"/staff/intake/client/{person.pk}"
    browser.post(f"{file}/note/", {"kind": "called_us", "text": f"{NAME} called"})
    browser.post(f"{file}/task/", {"kind": "call", "text": f"call {NAME}", "due_on": "2099-12-24"})
    signed_in(ADDRESS).get("/en/my-file/")
    Browser().post("/en/account/", {"email": ADDRESS})
    owe_one(FileEnds, ADDRESS, language="en", facts={"used": fresh(person).updated.isoformat()}, client=fresh(person))
    send_letters()
    contact = SINGLE["contact"] | {"email": ADDRESS.upper(), "name": NAME}
    Intake.objects.create(answers=SINGLE | {"contact": contact})
    other = Client.objects.create(email="other@example.org")
    Assessment.objects.create(
        client=other, intake=world.rows["intake"], on=TODAY, facts={}, result={}, crs=1, edition=TODAY,
        contact={"email": ADDRESS, "name": NAME},
    )  # fmt: skip
    texts = (ADDRESS, NAME, person.reference, world.result.reference)
    before = told_of(texts)
    assert ("intake.Letter", "body") in before
    assert {table for table, _column in before} >= {
        "intake.Client",
        "intake.Assessment",
        "intake.Note",
        "intake.Todo",
        "admin.LogEntry",
    }
    delete_file.record_request(person, "telephone", language="en", by=boss)
    browser.post(where(person), {"reference": person.reference.lower(), "delete": "1"})
    assert not Client.objects.filter(pk=person.pk).exists()
    assert {table for table, _column in told_of(texts)} <= STAYS
    assert set(ConsentProof.objects.values_list("email", "given")) == {(ADDRESS, True), (ADDRESS, False)}
    assert Assessment.objects.get(client=other).intake is None
    assert NAME not in browser.get("/staff/intake/client/?q=amara").content.decode()


MINE, OTHER = "+16135550142", "+33170368000"


def leave_traces(number: str, name: str, **more) -> list:
    """A call to make and an hour that nobody confirmed, as somebody typed them, and the row of a list."""
    typed, later = {"telephone": number, "name": name, **more}, timezone.now() + timedelta(days=2)
    source = ClientImport.objects.get_or_create(by=User.objects.get(username="boss"))[0]
    hour = {"adviser": source.by, "starts_at": later, "minutes": 30, "way": "telephone", "zone": "UTC"}
    return [
        Enquiry.objects.create(kind="call", call_when="any", language="en", **typed),
        Consultation.objects.create(state="held", held_until=later, language="en", **hour, **typed),
        ImportRow.objects.create(source=source, number=source.rows.count(), email=number.replace(" ", "")),
    ]


def is_there(rows) -> list[bool]:
    return [type(row).objects.filter(pk=row.pk).exists() for row in rows]


@pytest.mark.parametrize("email", [ADDRESS, ""])
def test_what_stands_in_no_file_under_a_number_of_the_person_goes_too(world, boss, email):
    Client.objects.filter(pk=world.client.pk).update(email=email, telephone=MINE, other_telephone=OTHER, alerts=False)
    gone = [*leave_traces("+1 613 555 0142", NAME), *leave_traces(OTHER, "")]
    Enquiry.objects.create(kind="call", call_when="any", telephone="(613) 555-0142", name=NAME, language="en")
    stays = leave_traces("+1 613 555 0143", "B. Other")
    assert is_there([*gone, *stays]) == [True] * 9
    delete_file.delete_with_account(fresh(world.client))
    assert (is_there(gone), is_there(stays)) == ([False] * 6, [True] * 3)
    assert not told_of((MINE, OTHER, "555-0142", "555 0142", NAME)) - {("intake.ConsentProof", "email")}


def test_a_number_that_another_file_has_too_takes_only_what_has_the_persons_name(world, boss):
    Client.objects.filter(pk=world.client.pk).update(telephone=MINE, name=NAME)
    Client.objects.create(email="sister@example.org", name="B. Secret", telephone=MINE)
    mine, hers, nobodys = (leave_traces(MINE, name) for name in (NAME.upper(), "B. Secret", ""))
    delete_file.delete_with_account(fresh(world.client))
    assert is_there(mine) == [False, False, True]
    assert is_there([*hers, *nobodys]) == [True] * 6


def test_what_was_left_with_the_address_of_another_file_is_that_persons(world, boss):
    Client.objects.filter(pk=world.client.pk).update(telephone=MINE)
    Client.objects.create(email="bo@example.org")
    asked, held, _row = leave_traces(MINE, "Bo", email="bo@example.org")
    delete_file.delete_with_account(fresh(world.client))
    assert is_there([asked, held]) == [True, True]


def test_what_is_in_another_file_under_an_address_of_the_person_stays_there(world, boss):
    """Two people had one address, one after the other: each file keeps what was written to it."""
    other = Client.objects.create(email="other@example.org", name="B. Other")
    left = []
    for file in (world.client, None, other):
        asked, held, _row = leave_traces("", "Bo", email=ADDRESS.upper(), client=file)
        letter = owe_one(FileEnds, ADDRESS.upper(), language="en", facts={"used": str(TODAY)}, client=file)
        left.append([asked, held, letter])
    delete_file.delete_with_account(fresh(world.client))
    assert [is_there(rows) for rows in left] == [[False] * 3, [False] * 3, [True] * 3]


def test_what_was_rendered_of_a_result_goes_with_the_file_and_no_process_has_a_copy(world):
    caches["results"].clear()
    where = f"/en/result/{world.result.reference}/"
    for address in (where, f"{where}?target=500"):
        assert signed_in(ADDRESS).get(address).status_code == 200
    assert KeptResult.objects.filter(assessment=world.result).count() == 3
    # Whatever process answered: none has anything of it in its memory, which would outlast the file there.
    for cache in ("results", "template_fragments"):
        assert not [one for one in caches[cache]._cache.values() if world.result.reference.encode() in one]
    delete_file.delete_with_account(world.client)
    assert not KeptResult.objects.exists()


def test_a_result_that_stays_in_another_file_is_not_kept_with_the_deleted_persons_name(world):
    other = Client.objects.create(email="other@example.org")
    row = Assessment.objects.create(
        client=other, intake=None, on=TODAY, facts={}, result={}, crs=1, edition=TODAY, contact={"email": ADDRESS}
    )
    KeptResult.objects.create(assessment=row, digest="0", packed=b"")
    delete_file.delete_with_account(world.client)
    assert Assessment.objects.filter(pk=row.pk).exists()
    assert not row.kept.exists()


def test_a_file_with_a_kept_result_can_be_deleted_and_who_did_is_on_record(world, boss):
    Client.objects.update(retained_on=None, stage="contacted")
    sign_in(boss).post(where(world.client), {"reference": world.client.reference, "delete": "1"})
    assert not Client.objects.exists()
    asked = DeletionRequest.objects.get()
    assert (asked.client, asked.way, asked.answer, asked.answered_by) == (None, "firm", "deleted", boss)


@pytest.mark.parametrize("retained", [TODAY, None])
def test_djangos_own_deletion_is_open_to_nobody(world, boss, retained):
    Client.objects.update(retained_on=retained)
    browser = sign_in(boss)
    assert browser.post(f"/staff/intake/client/{world.client.pk}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [world.client.pk], "post": "yes"}
    browser.post("/staff/intake/client/", chosen)
    assert "delete_selected" not in browser.get("/staff/intake/client/").content.decode()
    assert Client.objects.filter(pk=world.client.pk).exists()
    assert world.client.consents.count() == 1


def test_a_professional_record_goes_only_where_its_client_asked_and_a_licensed_person_decides(world, boss):
    typed = {"reference": world.client.reference, "delete": "1"}
    administrator = member_of(Role.ADMINISTRATOR, "administrator")
    unlicensed = member_with(VIEW_CLIENT, DELETE_CLIENT, DELETE_RECORD, name="unlicensed")
    sign_in(boss).post(where(world.client), typed)
    assert fresh(world.client), "nobody asked"
    delete_file.record_request(world.client, "letter", language="en")
    for user in (administrator, unlicensed):
        sign_in(user).post(where(world.client), typed)
        assert fresh(world.client)
    assert sign_in(boss).post(where(world.client), typed | {"reference": "ABCD-EFGH-JKMN"}).status_code == 200
    assert fresh(world.client)
    assert sign_in(boss).post(where(world.client), typed).status_code == 302
    assert not Client.objects.exists()


def test_who_may_only_work_on_files_notes_a_request_and_deletes_nothing(world):
    Client.objects.update(retained_on=None)
    clerk = sign_in(member_with(VIEW_CLIENT, CHANGE_CLIENT))
    assert clerk.post(where(world.client), {"way": "telephone", "ask": "1"}).status_code == 302
    clerk.post(where(world.client), {"reference": world.client.reference, "delete": "1"})
    clerk.post(where(world.client), {"reason": "no", "keep": "1"})
    now = fresh(world.client)
    assert not now.alerts
    assert now.deletion_requests.open().count() == 1


def test_who_may_only_read_does_not_reach_the_page(world):
    assert sign_in(member_with(VIEW_CLIENT)).get(where(world.client)).status_code == 403


def test_requests_stand_in_the_queue_until_they_are_answered(world, boss):
    delete_file.record_request(world.client, "letter", language="en")
    DeletionRequest.objects.update(asked_at=timezone.now() - timedelta(days=31))
    labels = list_waiting(boss)
    browser = sign_in(boss)
    for label in ("Requests for deletion to answer", "Requests for deletion not answered in time"):
        assert labels[label].number == 1
        assert world.client.reference in browser.get(labels[label].link).content.decode()
    assert "Answer by" in browser.get(where(world.client)).content.decode()
    browser.post(where(world.client), {"reason": "Kept for the College until 2033.", "keep": "1"})
    asked = DeletionRequest.objects.get()
    assert (asked.answer, asked.answered_by, asked.client) == ("kept", boss, world.client)
    assert not [label for label in list_waiting(boss) if "deletion" in label]


def test_asking_twice_makes_one_request(world):
    for way in ("telephone", "letter"):
        delete_file.record_request(world.client, way, language="en")
    assert DeletionRequest.objects.get().way == "telephone"


def test_the_history_that_the_admin_keeps_goes_with_the_file(world, boss):
    save(sign_in(boss), world.client, next_action="call")
    assert LogEntry.objects.filter(object_id=world.client.pk).exists()
    delete_file.delete_with_account(world.client)
    assert not LogEntry.objects.filter(object_id=world.client.pk).exists()
