"""A couple of clients: linked, warned of, parted; and files that may be of one person."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import IntegrityError, transaction
from django.urls import reverse

from intake.clients import delete_file, household
from intake.models import Client, FileView, Household, Member
from tests.intake.answers import TODAY
from tests.intake.files import page, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
BORN = {"date_of_birth": "1990-01-02", "marital_status": "married"}


@pytest.fixture
def couple():
    return [
        Client.objects.create(email=f"{name}@example.org", name=name.title(), facts=BORN | {"date_of_birth": born})
        for name, born in (("ana", "1990-01-02"), ("bo", "1991-03-04"))
    ]


@pytest.fixture
def linked(couple, admin_user):
    return household.link(*couple, joint_on=TODAY, by=admin_user)


def opened(browser, client):
    return browser.get(reverse("admin:intake_client_change", args=[client.pk])).content.decode()


def where(client):
    return reverse("admin:intake_client_partner", args=[client.pk])


@pytest.mark.parametrize("said", ["BO@example.org", "reference"])
def test_staff_link_a_couple_and_both_files_say_so(admin_client, admin_user, couple, said):
    ana, bo = couple
    said = bo.reference.lower() if said == "reference" else said
    assert "Both partners are clients" not in opened(admin_client, ana)
    assert admin_client.get(where(ana)).status_code == 200
    answer = admin_client.post(where(ana), {"partner": said, "joint_on": str(TODAY)})
    assert answer.status_code == 302
    made = Household.objects.get()
    assert (made.joint_on, made.by, set(made.clients.all())) == (TODAY, admin_user, {ana, bo})
    for one, other in ((ana, bo), (bo, ana)):
        html = opened(admin_client, one)
        assert "Both partners are clients" in html
        named = f'{other.name} <small class="reference">{other.reference}</small></a>'
        assert html.count(named) == 2, "in the warning and among the people of the file"
        # Whose name stands on the page of another file reads who saw it.
        assert FileView.objects.filter(client=other, staff=admin_user, part=FileView.ViewedPart.LIST).count() == 1
    assert LogEntry.objects.filter(object_id__in=[ana.pk, bo.pk]).count() == 2


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"partner": "nobody@example.org"}, "There is no file with this reference or address."),
        ({"partner": "ana@example.org"}, "This is the same file."),
        ({"partner": "cy@example.org"}, "One of the two files is linked already"),
        ({"joint_on": "2999-01-01"}, "Enter a day that has come."),
    ],
)
def test_a_link_that_can_not_be_is_refused_with_the_reason(admin_client, admin_user, couple, data, why):
    cy, di = (Client.objects.create(email=f"{name}@example.org") for name in ("cy", "di"))
    household.link(cy, di, joint_on=TODAY, by=admin_user)
    answer = admin_client.post(where(couple[0]), {"partner": "bo@example.org", "joint_on": str(TODAY)} | data)
    assert why in answer.content.decode()
    assert Household.objects.count() == 1


def test_the_database_lets_nobody_be_in_two_households_at_once(couple, linked):
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(household=Household.objects.create(joint_on=TODAY), client=couple[0])


def test_separation_ends_the_link_and_neither_file_leads_to_the_other(admin_client, couple, linked):
    ana, bo = couple
    admin_client.post(where(ana), {"ended_on": str(TODAY)})
    linked.refresh_from_db()
    assert linked.ended_on == TODAY
    for one, other in ((ana, bo), (bo, ana)):
        html = opened(admin_client, one)
        assert "tell neither of the other" in html
        assert other.reference not in html
    cy = Client.objects.create(email="cy@example.org")
    assert admin_client.post(where(ana), {"partner": cy.reference, "joint_on": str(TODAY)}).status_code == 302


def test_answers_that_say_no_couple_are_pointed_out(admin_client, couple, linked):
    assert "they are not a couple" not in opened(admin_client, couple[0])
    Client.objects.filter(pk=couple[0].pk).update(facts=BORN | {"marital_status": "legally_separated"})
    assert "they are not a couple" in opened(admin_client, couple[0])


@pytest.mark.parametrize("path", ["", "data/", "data/download/", "alerts/", "share/"])
def test_no_page_of_the_client_tells_of_the_partners_file(couple, linked, path):
    ana, bo = couple
    shown = page(signed_in(ana.email), path)
    assert "My file" in shown or ana.email in shown
    assert bo.reference not in shown
    assert bo.email not in shown


def test_the_copy_says_since_when_instructions_are_joint(couple, linked):
    copy = signed_in(couple[0].email).get("/en/my-file/data/download/").json()
    assert copy["joint_instructions"] == [{"joint_on": str(TODAY), "ended_on": None}]


def test_a_deleted_file_ends_the_household_and_the_last_takes_it_along(couple, linked):
    ana, bo = couple
    delete_file.delete_with_account(ana)
    assert household.get_household(bo) is None
    assert household.get_last_household(bo).ended_on == TODAY
    delete_file.delete_with_account(bo)
    assert not Household.objects.exists()


def test_only_who_may_change_files_links_them(client, couple):
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_client"))
    client.force_login(reader)
    assert "Partner" not in opened(client, couple[0])
    data = {"partner": couple[1].reference, "joint_on": str(TODAY)}
    assert client.post(where(couple[0]), data).status_code == 403
    assert not Household.objects.exists()
