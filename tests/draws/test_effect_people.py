"""Behind each number of a change of rules stand its people, and the actions of the list of clients for them."""

from datetime import date

import pytest

from draws.models import RuleChange
from draws.models.rule_changes import RuleEffect
from draws.permissions import VIEW_RULE_CHANGE
from intake.models import Client
from intake.permissions import CHANGE_CLIENT, VIEW_CLIENT
from tests.draws.factories import ClientFactory
from tests.hostile.desk import member_with, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def change():
    """One client goes up and comes into a kind of round, one goes down and falls out, one stays."""
    made = RuleChange.objects.create(edition=date(2025, 3, 25), on=date(2026, 11, 23))
    up, down, same = ClientFactory.create_batch(3)
    RuleEffect.objects.create(change=made, client=up, before=450, after=480, gained=["cec"])
    RuleEffect.objects.create(change=made, client=down, before=480, after=430, lost=["fsw"])
    RuleEffect.objects.create(change=made, client=same, before=400, after=400)
    return made, up, down


def at(change, code="", act="people"):
    return f"/staff/draws/rulechange/{change.pk}/{act}/" + (f"?group={code}" if code else "")


def test_each_number_leads_to_its_people(admin_client, change):
    change, up, down = change
    page = admin_client.get(f"/staff/draws/rulechange/{change.pk}/change/").content.decode()
    for code in ("higher", "lower", "felt"):
        assert f'href="{at(change, code)}"' in page
    for code, people in (("higher", [up]), ("lower", [down]), ("felt", [up, down])):
        shown = admin_client.get(at(change, code)).context["page"]
        assert [row[1] for row in shown] == [one.reference for one in people]
    page = admin_client.get(at(change, "lose-fsw")).content.decode()
    assert down.reference in page
    assert up.reference not in page
    assert "Lose access to" in page


def test_what_is_chosen_is_done_with_all_of_a_number(admin_client, change):
    change, up, _down = change
    asked = admin_client.post(at(change, act="group"), {"group": "higher", "action": "change_chosen"})
    assert asked.context["chosen"] == [up.pk]
    assert admin_client.post(at(change, act="group"), {"group": "nobody", "action": "x"}).status_code == 404


def test_only_files_that_one_may_know_of_are_among_them(settings, change):
    settings.FILES_ASSIGNED_ONLY = True
    change, _up, down = change
    rosa = member_with(VIEW_CLIENT, CHANGE_CLIENT, VIEW_RULE_CHANGE, name="rosa")
    Client.objects.filter(pk=down.pk).update(adviser=rosa)
    assert [row[1] for row in sign_in(rosa).get(at(change, "felt")).context["page"]] == [down.reference]
    assert list(sign_in(rosa).get(at(change, "higher")).context["page"]) == []


def test_who_may_not_view_clients_sees_numbers_alone(change):
    ben = sign_in(member_with(VIEW_RULE_CHANGE, name="ben"))
    assert "?group=" not in ben.get(f"/staff/draws/rulechange/{change[0].pk}/change/").content.decode()
    assert ben.get(at(change[0])).status_code == 403
