"""Files that may be of one person, as each database finds them."""

import pytest
from django.urls import reverse

from intake.clients import duplicates, household
from intake.models import Client
from intake.staff.changelists.client_names import name_client
from tests.intake.answers import TODAY

# On both databases: how keys are compared, and that nothing is shared, is theirs to say.
pytestmark = [pytest.mark.django_db, pytest.mark.each_database]
BORN = {"date_of_birth": "1990-01-02", "marital_status": "married"}
ANA = {"email": "ana@example.org", "name": "Ana Lee", "facts": BORN}


def opened(browser, client):
    return browser.get(reverse("admin:intake_client_change", args=[client.pk])).content.decode()


@pytest.mark.parametrize(
    ("other", "double"),
    [
        pytest.param({"email": "ana+work@example.org"}, True, id="the same mailbox"),
        pytest.param({"email": "ana+work@example.com"}, False, id="another domain"),
        pytest.param({"email": "anna@example.org"}, False, id="another mailbox"),
        pytest.param({"email": "b@example.org", "name": "ana LEE ", "facts": BORN}, True, id="name and birth"),
        pytest.param({"email": "b@example.org", "name": "Ana Lee"}, False, id="the name alone"),
        pytest.param({"email": "b@example.org", "facts": BORN}, False, id="the date alone"),
    ],
)
def test_files_of_one_person_are_found_by_mailbox_or_by_name_and_birth(admin_client, other, double):
    ana = Client.objects.create(**ANA)
    found = Client.objects.create(**other)
    Client.objects.create(email="c@example.org", name="Cy", facts=BORN)
    assert set(duplicates.find_duplicates(ana)) == ({found} if double else set())
    assert duplicates.list_all_duplicates() == ({ana.pk, found.pk} if double else set())
    assert (name_client(found) in opened(admin_client, ana)) is double
    listed = admin_client.get("/staff/intake/client/?double=yes").content.decode()
    assert (found.reference in listed) is double
    assert "c@example.org" not in listed


def test_where_no_two_files_share_anything_the_list_of_doubles_is_empty(admin_client):
    for name in ("Ana", "Bo", ""):
        Client.objects.create(email=f"{name.lower() or 'x'}@example.org", name=name, facts=BORN)
    assert duplicates.list_all_duplicates() == set()
    answer = admin_client.get("/staff/intake/client/?double=yes")
    assert answer.status_code == 200
    assert "@example.org" not in answer.content.decode()


def test_files_closed_as_a_duplicate_make_no_doubles(admin_client):
    ana, *others = (Client.objects.create(**ANA | {"email": f"ana+{number}@example.org"}) for number in range(3))
    assert len(duplicates.list_all_duplicates()) == 3
    for one in others:
        Client.objects.filter(pk=one.pk).update(stage="closed", outcome="duplicate")
    assert duplicates.list_all_duplicates() == set()
    assert ana.reference not in admin_client.get("/staff/intake/client/?double=yes").content.decode()


def test_files_are_named_by_more_keys_than_a_statement_has_room_for():
    ana = Client.objects.create(**ANA)
    Client.objects.create(email="b@example.org")
    keys = [ana.pk, *range(10_000_000, 10_300_000)]
    assert list(Client.objects.among(keys)) == [ana]
    assert not Client.objects.among([]).exists()


def test_files_without_a_name_or_a_date_are_nobodys_double():
    for number in range(2):
        Client.objects.create(email=f"{number}@example.org", facts=BORN)
        Client.objects.create(email=f"n{number}@example.org", name="Ana")
    assert duplicates.list_all_duplicates() == set()


@pytest.mark.parametrize("others", [1, 3])
def test_a_file_takes_as_many_queries_for_many_doubles(admin_client, admin_user, django_assert_num_queries, others):
    ana = Client.objects.create(**ANA)
    for number in range(others):
        Client.objects.create(email=f"ana+{number}@example.org")
    household.link(ana, Client.objects.create(email="bo@example.org"), joint_on=TODAY, by=admin_user)
    opened(admin_client, ana)
    # One of them asks whether it is on record already that these names were seen today.
    with django_assert_num_queries(28):
        opened(admin_client, ana)
