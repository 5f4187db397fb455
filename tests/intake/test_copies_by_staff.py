"""The copy of their data that staff make for clients who ask by telephone or letter: noted first, then the same."""

from datetime import timedelta

import pytest
import time_machine
from django.template.loader import render_to_string
from django.utils import timezone

from intake.data_copy.data_export import build_readable_copy, export_file
from intake.models import Client, FileView, Intake
from intake.permissions import COPY_CLIENT, EXPORT_CLIENTS, VIEW_CLIENT, Role
from tests.hostile.desk import member_of, member_with, sign_in
from tests.intake.files import with_result
from tests.intake.pdfs import get_pdf

pytestmark = pytest.mark.django_db
LIST = "/staff/intake/client/"
ASKED = {"way": "letter", "asked_on": "2026-01-02", "identity": "called back at the number in the file"}


@pytest.fixture
def ana():
    return Client.objects.create(
        name="Ana Souza", telephone="+16135550100", postal_address="1 Main Street", language="fr"
    )


@pytest.fixture
def rosa():
    user = member_of(Role.CONSULTANT, "rosa")
    user.first_name, user.last_name = "Rosa", "Diaz"
    user.save()
    return user


@pytest.fixture
def desk(rosa):
    return sign_in(rosa)


def at(client, form=""):
    return f"{LIST}{client.pk}/copy/{form}"


def test_the_file_leads_to_it_and_nothing_is_there_before_a_request_is_noted(desk, ana):
    assert f'href="{at(ana)}"' in desk.get(f"{LIST}{ana.pk}/change/").content.decode()
    page = desk.get(at(ana)).content.decode()
    assert "within 30 days" in page
    assert at(ana, "json/") not in page
    for form in ("json/", "pdf/"):
        assert desk.get(at(ana, form)).status_code == 403
    assert not FileView.objects.filter(part="copy").exists()


def test_it_is_the_clients_own_copy_on_record_with_who_when_and_for_which_request(desk, ana):
    page = desk.post(at(ana), ASKED, follow=True).content.decode()
    assert at(ana, "json/") in page
    answer = desk.get(at(ana, "json/"))
    assert answer["Content-Disposition"] == f'attachment; filename="{ana.reference}.json"'
    given, own = answer.json(), export_file(ana)
    assert set(own) - set(given) == {"scenarios"}
    assert own["scenarios"] == []
    assert (given["client"]["telephone"], given["client"]["postal_address"]) == (ana.telephone, "1 Main Street")
    assert given["opened_by"][0] | {"at": 0} == {"who": "Rosa Diaz", "part": "copy", "at": 0}
    [entry] = desk.get(f"{LIST}{ana.pk}/history/?kind=change").context["entries"]
    assert entry.who == "Rosa Diaz"
    assert "By letter, Jan. 2, 2026. Identity confirmed by: called back at the number in the file" in entry.text
    opened = desk.get(f"{LIST}{ana.pk}/history/?kind=opening").context["entries"]
    assert "A copy of your data, made for you because you asked" in [str(one.title) for one in opened]


def test_the_copy_for_reading_is_in_the_clients_language(desk, ana):
    desk.post(at(ana), ASKED)
    assert f'<a href="{at(ana)}">Back to the copy</a>' in desk.get(at(ana, "pdf/")).content.decode()
    answer = get_pdf(desk, at(ana, "pdf/"))
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == f'attachment; filename="{ana.reference}.pdf"'
    read = render_to_string("intake/paper/my_file.html", build_readable_copy(ana, by_staff=True))
    assert "+1 613 555 0100" in read
    assert "1 Main Street" in read


def test_what_a_client_began_alone_is_in_their_own_copy_and_in_no_other(desk):
    bo, _made = with_result("bo@example.org")
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        Intake.objects.create(client=bo, answers={"marital-status": {"marital_status": "widowed"}})
    Intake.objects.filter(assessments__client=bo).update(submitted_at=timezone.now())
    desk.post(at(bo), ASKED)
    for kept in (export_file(bo)["answers"], desk.get(at(bo, "json/")).json()["answers"]):
        assert ("widowed" in str(kept)) is (len(kept) == 2)
    assert "Widowed" in render_to_string("intake/paper/my_file.html", build_readable_copy(bo))
    assert "Widowed" not in render_to_string("intake/paper/my_file.html", build_readable_copy(bo, by_staff=True))


def test_a_request_lasts_a_day_for_who_noted_it_and_for_that_file_alone(desk, ana):
    desk.post(at(ana), ASKED)
    bo = Client.objects.create(email="bo@example.org")
    other = sign_in(member_of(Role.ADMINISTRATOR, "boss"))
    assert other.get(at(ana, "json/")).status_code == 403
    assert desk.get(at(bo, "json/")).status_code == 403
    assert at(ana, "json/") not in other.get(at(ana)).content.decode()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        desk.force_login(member_of(Role.CONSULTANT, "later"), backend="django.contrib.auth.backends.ModelBackend")
        assert desk.get(at(ana, "json/")).status_code == 403


def test_after_a_day_it_is_noted_anew(rosa, ana):
    sign_in(rosa).post(at(ana), ASKED)
    FileView.objects.update(at=timezone.now() - timedelta(hours=25))
    assert sign_in(rosa).get(at(ana, "json/")).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"way": ""}, "This field is required"),
        ({"identity": ""}, "This field is required"),
        ({"asked_on": "2999-01-01"}, "Enter a day that has come"),
    ],
)
def test_a_request_without_what_it_needs_is_not_noted(desk, ana, wrong, complaint):
    assert complaint in desk.post(at(ana), ASKED | wrong).content.decode()
    assert not FileView.objects.filter(part="copy").exists()


def test_it_takes_its_own_permission_and_no_list_goes_with_it(ana):
    copier = sign_in(member_with(VIEW_CLIENT, COPY_CLIENT, name="copier"))
    copier.post(at(ana), ASKED)
    assert copier.get(at(ana, "json/")).status_code == 200
    assert copier.post(f"{LIST}list/export/", {"kind": "csv"}).status_code == 403
    for held in ((VIEW_CLIENT, EXPORT_CLIENTS), (COPY_CLIENT,)):
        other = sign_in(member_with(*held, name=f"other{len(held)}"))
        assert other.post(at(ana), ASKED).status_code in (403, 404)
        assert "copy/" not in other.get(f"{LIST}{ana.pk}/change/").content.decode()
    assert FileView.objects.filter(part="copy").count() == 1


def test_where_files_are_assigned_another_ones_has_no_copy(settings, rosa, ana):
    settings.FILES_ASSIGNED_ONLY = True
    clerk = member_with(VIEW_CLIENT, COPY_CLIENT, name="clerk")
    Client.objects.update(adviser=rosa)
    assert sign_in(clerk).post(at(ana), ASKED).status_code == 404
    Client.objects.update(adviser=clerk)
    assert sign_in(clerk).post(at(ana), ASKED).status_code == 302
