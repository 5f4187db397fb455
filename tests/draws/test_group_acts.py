"""Everybody of a group of a draw's preview is worked on at once, and nobody else."""

import pytest
from django.test import Client as Browser

from draws.models import Circular
from draws.permissions import VIEW_DRAW
from draws.staff import groups
from intake.models import Client
from intake.permissions import CHANGE_CLIENT, VIEW_CLIENT
from tests.draws.factories import ClientFactory, DrawFactory
from tests.hostile.desk import member_with, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def draw(monkeypatch):
    """A round that three clients reach and one does not; two stand on a page."""
    monkeypatch.setattr(groups, "PEOPLE_A_PAGE", 2)
    ClientFactory.create_batch(3, standing=480)
    ClientFactory(standing=300)
    return DrawFactory(number="447", cutoff=470)


def act(browser: Browser, draw, group="told", action="change_chosen", **others):
    return browser.post(f"/staff/draws/draw/{draw.pk}/group/", {"group": group, "action": action, **others})


def test_all_of_a_group_are_chosen_whichever_page_they_stand_on(admin_client, draw):
    page = admin_client.get(f"/staff/draws/draw/{draw.pk}/preview/?group=told").content.decode()
    assert "With all 3 of this group" in page
    answer = act(admin_client, draw)
    assert "3 files are chosen." in answer.content.decode()
    chosen = {"_selected_action": answer.context["chosen"], "action": "change_chosen", "apply": "1"}
    admin_client.post("/staff/intake/client/", chosen | {"next_action": "Ring them"})
    assert Client.objects.filter(next_action="Ring them").count() == 3


def test_of_those_without_a_standing_too(admin_client, draw):
    ClientFactory.create_batch(2)
    assert "2 files are chosen." in act(admin_client, draw, group="not_in_stream").content.decode()


def test_a_group_of_one_page_is_chosen_there(admin_client, draw):
    page = admin_client.get(f"/staff/draws/draw/{draw.pk}/preview/?group=below_cutoff").content.decode()
    assert "of this group" not in page


def test_a_list_to_write_to_has_all_of_the_group(admin_client, draw):
    act(admin_client, draw, action="write_to_chosen")
    assert Circular.objects.get().addressees.count() == 3


def test_a_group_or_an_action_that_there_is_not_is_not_found(admin_client, draw):
    assert act(admin_client, draw, group="nobody").status_code == 404
    assert act(admin_client, draw, action="delete_selected_or_so").status_code == 404


def test_only_files_that_one_may_know_of_are_among_them(settings, draw):
    settings.FILES_ASSIGNED_ONLY = True
    member = member_with(VIEW_CLIENT, CHANGE_CLIENT, VIEW_DRAW, name="rosa")
    mine = Client.objects.order_by("pk").first()
    Client.objects.filter(pk=mine.pk).update(adviser=member)
    assert list(act(sign_in(member), draw).context["chosen"]) == [mine.pk]


def test_who_may_not_view_clients_acts_on_none(draw):
    member = member_with(CHANGE_CLIENT, VIEW_DRAW, name="ben")
    assert act(sign_in(member), draw).status_code == 403
