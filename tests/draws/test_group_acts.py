"""Everybody of a group of a draw's preview is worked on at once, and nobody else."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client as Browser
from django.utils import timezone

from draws.models import Circular, Draw
from draws.permissions import VIEW_DRAW
from draws.staff import groups
from intake.models import Client
from intake.permissions import CHANGE_CLIENT, VIEW_CLIENT, Role
from tests.draws.factories import ClientFactory, DrawFactory
from tests.hostile.desk import member_of, member_with, sign_in

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


@pytest.fixture
def corrected(draw):
    """The same round, published and told to nobody, and the cut-off that it should have had."""
    now = timezone.now()
    Draw.objects.update(cutoff=490, status="published", published_at=now, matched_at=now)
    draw.refresh_from_db()
    facts = {"name": draw.name, "stream": draw.stream, "held_on": draw.held_on, "size": draw.size, "tie_break": ""}
    return draw, urlencode(facts | {"cutoff": 470})


def act_on_corrected(browser, draw, entered, group="newly_told"):
    where = f"/staff/draws/draw/{draw.pk}/corrected-group/?{entered}"
    return browser.post(where, {"group": group, "action": "change_chosen"})


def test_all_whom_a_correction_concerns_are_chosen_too(admin_client, corrected):
    draw, entered = corrected
    page = admin_client.get(f"/staff/draws/draw/{draw.pk}/correct/?{entered}").content.decode()
    assert "With all 3 of this group" in page
    where = unescape(re.search(r'formaction="([^"]+)"', page)[1])
    answer = admin_client.post(where, {"group": "newly_told", "action": "change_chosen"})
    assert set(answer.context["chosen"]) == set(Client.objects.filter(standings__crs=480).values_list("pk", flat=True))


def test_of_a_correction_that_can_not_be_read_there_is_no_group(admin_client, corrected):
    draw, entered = corrected
    assert act_on_corrected(admin_client, draw, entered, "told").status_code == 404
    assert act_on_corrected(admin_client, draw, entered.replace("cutoff=470", "cutoff=x")).status_code == 404
    assert act_on_corrected(admin_client, draw, "").status_code == 404


def test_who_may_not_correct_acts_on_nobody_of_a_correction(corrected):
    member = member_with(VIEW_CLIENT, CHANGE_CLIENT, VIEW_DRAW, name="ben")
    assert act_on_corrected(sign_in(member), *corrected).status_code == 403


def list_offered(page):
    """The values of the actions that a page or a list offers."""
    box = page.partition('name="action"')[2].partition("</select>")[0]
    return [value for value in re.findall(r'<option value="(\w*)"', box) if value]


@pytest.mark.parametrize("role", list(Role))
def test_a_page_with_people_offers_what_the_list_of_clients_offers_and_nothing_that_it_refuses(draw, role):
    browser = sign_in(member_of(role, "ben"))
    offered = list_offered(browser.get("/staff/intake/client/").content.decode())
    what_if = urlencode({"stream": draw.stream, "cutoff": 470, "on": draw.held_on, "group": "told"})
    for page in (f"draw/{draw.pk}/preview/?group=told", f"draw/what-if-round/?{what_if}"):
        answer = browser.get(f"/staff/draws/{page}")
        assert list_offered(answer.content.decode()) == (offered if answer.status_code == 200 else []), page
    assert ("write_to_chosen" in offered) is (role == Role.CONSULTANT), "an administrator reads lists and writes none"
    assert 404 not in [act(browser, draw, action=name).status_code for name in offered]
