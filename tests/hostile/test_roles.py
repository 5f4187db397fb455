"""Each role does what the table says and nothing else, cell by cell, with something there that could have leaked."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from draws.permissions import PUBLISH_DRAW, RELEASE_RULE_CHANGE, VIEW_DRAW, VIEW_RULE_CHANGE
from draws.rule_changes import compare
from intake.firm.look import forget_look
from intake.models import Client, Licence
from intake.permissions import ADVISE, CHANGE_CLIENT, TABLE, VIEW_CLIENT, Role, list_names
from intake.staff.client_admin.file_form import find_consultants
from tests.hostile.desk import (
    ACTIONS,
    CONSENT,
    add_rows_of_nobody,
    fresh,
    make_world,
    member_of,
    member_with,
    sign_in,
)
from tests.intake.saving import save

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def make_desk():
    """A client of whom something stands on every list, and what stands there of nobody."""
    add_rows_of_nobody()
    return make_world()


@pytest.fixture(scope="module")
def desk(kept_rows):
    """Dear to make, so that it stands for all tests of this module."""
    with kept_rows(make_desk) as world:
        yield world


@pytest.fixture
def world(desk, broker, monkeypatch):
    """The same rows for each test, read by none before it."""
    monkeypatch.setattr(compare, "NEWS", timedelta(days=3660))
    forget_look()
    return deepcopy(desk)


def tried(action, role, world):
    """Whether the action comes off for a member of the role; nothing of it stays."""
    with transaction.atomic():
        done = action.done(member_of(role, licensed=role is Role.CONSULTANT), world)
        transaction.set_rollback(True)
    return done


@pytest.mark.parametrize("action", ACTIONS, ids=[f"{one.permission.codename}: {one.name}" for one in ACTIONS])
def test_each_role_does_what_the_table_says(action, world, count):
    found = {role for role in (*Role, None) if tried(action, role, world)}
    count(cells=len(Role) + 1, cells_leaking=len(found - action.permission.roles))
    assert found == action.permission.roles, "None: a member of staff in no group"


def test_every_permission_of_the_table_is_tried():
    assert {one.permission for one in ACTIONS} == set(TABLE.values())


@pytest.mark.parametrize("role", Role)
def test_the_groups_in_the_database_are_those_of_the_table(role):
    given = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
    assert {f"{app}.{codename}" for app, codename in given} == set(list_names(role))


@pytest.mark.parametrize("permission", [PUBLISH_DRAW, RELEASE_RULE_CHANGE, ADVISE], ids=lambda one: one.codename)
def test_a_licence_without_the_permission_and_the_permission_without_a_licence_do_nothing(permission, world):
    tries = [one for one in ACTIONS if one.permission is permission]
    unlicensed = member_with(permission, VIEW_CLIENT, VIEW_DRAW, VIEW_RULE_CHANGE, name="unlicensed")
    licensed = member_with(VIEW_CLIENT, VIEW_DRAW, VIEW_RULE_CHANGE, name="licensed")
    Licence.objects.create(user=licensed, number="R777777")
    for user in (unlicensed, licensed):
        assert [one.name for one in tries if one.done(user, world)] == []


def test_not_even_a_superuser_publishes_or_advises_without_a_licence(world, django_user_model):
    boss = django_user_model.objects.create_superuser("boss")
    draft = world.rows["draft"]
    page = sign_in(boss).get(f"/staff/draws/draw/{draft.pk}/preview/").content.decode()
    assert "Publish and alert" not in page
    assert sign_in(boss).post(f"/staff/draws/draw/{draft.pk}/publish/").status_code == 403
    assert not fresh(draft).is_published
    assert boss not in find_consultants()


ENGAGED = [
    {"stage": Client.Stage.RETAINED, "retained_on": timezone.localdate()},
    {"stage": Client.Stage.INVITED, "invited_on": timezone.localdate()},
    {"stage": Client.Stage.INVITED},
    {"stage": Client.Stage.SUBMITTED},
    {"stage": Client.Stage.IN_POOL, "retained_on": timezone.localdate()},
]
AWAY = [
    {"stage": "closed", "outcome": "lost"},
    {"stage": "contacted"},
    {"retained_on": "", "stage": "in_pool"},
    {"invited_on": "", "stage": "in_pool"},
    {"service_agreement": "declined", "service_agreement_on": "2026-01-01"},
    {"consultation_agreement": "declined", "consultation_agreement_on": "2026-01-01"},
]


@pytest.mark.parametrize("engaged", ENGAGED, ids=" ".join)
def test_who_may_only_work_on_files_can_not_close_an_engaged_one_nor_end_what_engages_it(engaged):
    person = Client.objects.create(email="ana@example.org", **engaged)
    clerk = sign_in(member_with(VIEW_CLIENT, CHANGE_CLIENT))
    for change in AWAY:
        save(clerk, person, **change)
        now = fresh(person)
        assert now.is_engaged
        assert (now.stage != "closed", now.retained_on, now.invited_on) == (True, person.retained_on, person.invited_on)
        assert (now.service_agreement, now.consultation_agreement, now.consultation_agreement_on) == ("", "", None)


def test_who_may_only_work_on_files_enters_the_agreements_of_a_lead():
    person = Client.objects.create(email="ana@example.org", stage="contacted")
    signed = {"consultation_agreement": "signed", "consultation_agreement_on": "2026-01-01"}
    save(sign_in(member_with(VIEW_CLIENT, CHANGE_CLIENT)), person, **signed)
    assert fresh(person).consultation_agreement == "signed"


def test_who_may_only_work_on_files_moves_an_engaged_one_on_and_does_not_reopen_it():
    person = Client.objects.create(email="ana@example.org", stage="invited", invited_on=timezone.localdate())
    clerk = sign_in(member_with(VIEW_CLIENT, CHANGE_CLIENT))
    save(clerk, person, stage="submitted")
    assert fresh(person).stage == "submitted"
    Client.objects.update(stage="closed", outcome="won")
    save(clerk, fresh(person), stage="submitted", outcome="")
    assert (fresh(person).stage, fresh(person).outcome) == ("closed", "won")


def test_who_may_only_work_on_files_still_closes_a_lead():
    person = Client.objects.create(email="ana@example.org", stage="contacted")
    save(sign_in(member_with(VIEW_CLIENT, CHANGE_CLIENT)), person, stage="closed", outcome="lost")
    assert fresh(person).stage == "closed"


def test_who_may_only_work_on_files_does_not_reach_the_page_of_consents():
    person = Client.objects.create(email="ana@example.org")
    clerk, where = sign_in(member_with(VIEW_CLIENT, CHANGE_CLIENT)), f"/staff/intake/client/{person.pk}/consent/"
    assert clerk.get(where).status_code == 403
    assert clerk.post(where, CONSENT).status_code == 403
    assert not fresh(person).alerts
    assert "/consent/" not in clerk.get(f"/staff/intake/client/{person.pk}/change/").content.decode()
