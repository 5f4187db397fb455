"""Breaches of safeguards: on record for the privacy officer alone, and kept as long as the law asks."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse
from django.utils import timezone

from intake.clients.retention import apply_retention
from intake.models import BreachRecord
from tests.intake.answers import TODAY

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("admin:intake_breachrecord_changelist"), reverse("admin:intake_breachrecord_add")
FOUND = {
    "found_on": str(TODAY),
    "what": "A letter to another address",
    "data": "Addresses, scores",
    "people": "3",
    "risk": "assessing",
}


def errors(answer):
    return dict(answer.context["adminform"].form.errors)


def officer():
    """A member of staff in the privacy officer's group."""
    group = Group.objects.create(name="Privacy officer")
    group.permissions.set(Permission.objects.filter(content_type__model="breachrecord"))
    user = User.objects.create_user("paul", is_staff=True)
    user.groups.add(group)
    return user


def test_the_privacy_officer_records_a_breach_and_is_named(client):
    user = officer()
    client.force_login(user)
    assert client.post(ADD, FOUND).status_code == 302
    made = BreachRecord.objects.get()
    assert (made.found_on, made.people, made.risk, made.author) == (TODAY, 3, "assessing", user)
    where = reverse("admin:intake_breachrecord_change", args=[made.pk])
    told = FOUND | {"risk": "yes", "because": "Sensitive", "reported_on": str(TODAY), "told_on": str(TODAY)}
    assert client.post(where, told).status_code == 302
    assert not BreachRecord.objects.open().exists()
    assert client.post(where.replace("change", "delete"), {"post": "yes"}).status_code == 403


def test_other_staff_see_no_breach(client):
    everything_else = Permission.objects.exclude(content_type__model="breachrecord")
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(everything_else)
    client.force_login(clerk)
    made = BreachRecord.objects.create(found_on=TODAY, what="Secret")
    for where in (LIST, ADD, reverse("admin:intake_breachrecord_change", args=[made.pk])):
        assert client.get(where).status_code == 403
    assert "reaches of safeguards" not in client.get("/staff/").content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"found_on": "2999-01-01"}, "found_on"),
        ({"happened_on": str(TODAY + timedelta(days=1))}, "happened_on"),
        ({"found_on": "2026-11-10", "happened_on": "2026-11-11"}, "happened_on"),
        ({"found_on": "2026-11-10", "reported_on": "2026-11-09"}, "reported_on"),
        ({"risk": "no"}, "because"),
        ({"risk": "yes"}, "because"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(admin_client, changes, field):
    assert list(errors(admin_client.post(ADD, FOUND | changes))) == [field]


@pytest.mark.parametrize(
    ("values", "waits"),
    [
        ({"risk": "assessing"}, True),
        ({"risk": "yes"}, True),
        ({"risk": "yes", "reported_on": TODAY}, True),
        ({"risk": "yes", "reported_on": TODAY, "told_on": TODAY}, False),
        ({"risk": "no"}, False),
    ],
)
def test_a_breach_waits_until_it_is_assessed_and_everybody_told(values, waits):
    BreachRecord.objects.create(found_on=TODAY, **values)
    assert BreachRecord.objects.open().exists() is waits


@pytest.mark.parametrize(
    ("found", "risk", "kept"),
    [
        pytest.param(date(2021, 11, 20), "no", False, id="after five years"),
        pytest.param(date(2021, 11, 26), "no", True, id="before"),
        pytest.param(date(2021, 11, 20), "assessing", True, id="still being assessed"),
    ],
)
def test_the_record_goes_when_the_law_asks_for_it_no_longer(found, risk, kept):
    BreachRecord.objects.create(found_on=found, risk=risk)
    apply_retention(timezone.now())
    assert BreachRecord.objects.exists() is kept


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_for_many(admin_client, django_assert_num_queries, number):
    for _ in range(number):
        BreachRecord.objects.create(found_on=TODAY)
    admin_client.get(LIST)
    with django_assert_num_queries(10):
        admin_client.get(LIST)
