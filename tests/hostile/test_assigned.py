"""Where files are assigned, an assistant has nothing of another's: no list, search, preview, page, act or number."""

import pytest
from django.utils import timezone

from draws.models import Correction, Mailing
from draws.publishing import custom_list_jobs
from intake.account.messages import AddressChanged
from intake.clients import household
from intake.models import Client, ConflictCheck
from intake.permissions import VIEW_EVERY_CLIENT, Role
from tests.draws.factories import ClientFactory, DrawFactory
from tests.draws.staff import list_waiting
from tests.draws.test_working_out import FACTS
from tests.hostile.desk import ACTIONS, ACTS, READINGS, fresh, make_world, member_of, sign_in
from tests.intake.saving import save
from tests.letters import owe_one

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
OF_A_FILE = [
    one for one in READINGS if any(word in one.name + one.telling for word in ("{client", "{result", "{intake"))
]
ON_A_FILE = [one for one in ACTS if one.about_a_file]


@pytest.fixture
def clerk(settings):
    settings.FILES_ASSIGNED_ONLY = True
    return member_of(Role.ASSISTANT, "clerk")


@pytest.fixture
def others(broker):
    """A file that is assigned to somebody else."""
    world = make_world("boris@example.org", "440")
    Client.objects.filter(pk=world.client.pk).update(adviser=member_of(Role.CONSULTANT, "rosa"))
    return world


@pytest.fixture
def own(clerk, others):
    """A file that is assigned to the clerk."""
    world = make_world("amara@example.org", "438")
    Client.objects.filter(pk=world.client.pk).update(adviser=clerk, name="Amara Own")
    world.client.refresh_from_db()
    return world


def names(actions):
    return [f"{one.permission.codename}: {one.name}" for one in actions]


def test_there_is_something_to_try():
    assert len(OF_A_FILE) >= 15
    assert len(ON_A_FILE) >= 5
    assert {one.permission for one in ACTIONS} >= {VIEW_EVERY_CLIENT}


@pytest.mark.parametrize("action", OF_A_FILE, ids=names(OF_A_FILE))
def test_an_assistant_reads_of_their_own_files_and_nothing_of_anothers(action, clerk, own, others):
    assert action.done(clerk, own) is (Role.ASSISTANT in action.permission.roles)
    assert not action.done(clerk, others)


@pytest.mark.parametrize("action", ON_A_FILE, ids=names(ON_A_FILE))
def test_an_assistant_does_nothing_to_anothers_file(action, clerk, others):
    assert not action.done(clerk, others)


def test_the_numbers_of_the_first_page_are_of_ones_own_files(clerk, own, others):
    Client.objects.update(follow_up_on=timezone.localdate())
    found = list_waiting(clerk)
    for label in ("Clients to follow up on by today", "Documents and tests that end within 60 days", "Failed: alerts"):
        assert found[label].number == 1, label
    boss = list_waiting(member_of(Role.ADMINISTRATOR, "boss"))["Clients to follow up on by today"]
    assert [cell.number for cell in boss.list_cells(0)] == [0, 2, 0]


def test_the_numbers_of_a_preview_and_of_a_question_are_of_ones_own_files(clerk, own, others):
    browser, today = sign_in(clerk), timezone.localdate()
    for page in (
        f"/staff/draws/draw/{others.rows['draft'].pk}/preview/",
        f"/staff/draws/draw/what-if-round/?stream=cec&cutoff=400&on={today}",
    ):
        context = browser.get(page).context
        assert sum(count for _code, _label, count in context["groups"][:1]) == 1
        assert "assigned to you" in browser.get(page).content.decode()


def test_the_numbers_of_a_change_of_rules_and_of_a_correction_are_of_ones_own_files(clerk, own, others):
    browser = sign_in(clerk)
    numbers = browser.get(f"/staff/draws/rulechange/{own.rows['change'].pk}/change/").context["numbers"]
    assert numbers[0][1] == 1
    Correction.objects.update(told=4711)
    assert "4711" not in browser.get("/staff/draws/correction/").content.decode()
    one = browser.get(f"/staff/draws/correction/{own.rows['correction'].pk}/change/")
    assert one.status_code == 200
    assert "4711" not in one.content.decode()


def test_the_recipients_of_a_mass_mail_are_a_number_of_everybodys_files(clerk, own, others):
    boss = member_of(Role.ADMINISTRATOR, "boss")
    mailing = Mailing.objects.create(about="draw", draw=own.rows["published"], recipients=4711, asked_by=boss)
    for page in ("/staff/draws/mailing/", f"/staff/draws/mailing/{mailing.pk}/change/"):
        for user, told in ((clerk, False), (boss, True)):
            shown = sign_in(user).get(page)
            assert shown.status_code == 200
            # English lists write the number with a comma, rows of one as it is.
            assert ("4711" in shown.content.decode() or "4,711" in shown.content.decode()) is told, (page, user)


@pytest.mark.parametrize("asked", ["mailing/?recipients__gte=1", "correction/?told__gte=0", "correction/?withdrawn=0"])
def test_a_number_of_everybodys_files_can_not_be_guessed_at_by_the_address(asked, clerk, own, others):
    for user, status in ((clerk, 400), (member_of(Role.ADMINISTRATOR, "boss"), 200)):
        assert sign_in(user).get(f"/staff/draws/{asked}").status_code == status


def test_how_many_clients_are_worked_out_is_a_number_of_everybodys_files(clerk, own, others, monkeypatch, broker):
    monkeypatch.setattr(custom_list_jobs, "MOST_IN_THE_PAGE", 0)
    ClientFactory.create_batch(3, standing=480, standing__stream="general", facts=FACTS)
    draw = DrawFactory(stream="", name="New", occupations=["31301"], months=6, place="anywhere")
    page = f"/staff/draws/draw/{draw.pk}/preview/"
    assert sign_in(member_of(Role.ADMINISTRATOR, "boss")).get(page).content.decode().count("<progress") == 1
    shown = sign_in(clerk).get(page).content.decode()
    assert "This page reloads by itself" in shown
    assert "<progress" not in shown
    assert "clients who name a listed occupation" not in shown


def test_the_telephone_opens_no_file_of_anothers_and_a_new_one_is_the_clerks(clerk, others):
    browser = sign_in(clerk)
    page = browser.post("/staff/intake/client/telephone/", {"email": others.client.email})
    assert "assigned to somebody else" in page.content.decode()
    assert others.client.reference not in page.content.decode()
    browser.post("/staff/intake/client/telephone/", {"email": "new@example.org"})
    assert Client.objects.get(email="new@example.org").adviser == clerk


def test_a_partner_and_a_double_in_anothers_hands_are_not_named(clerk, own, others):
    household.link(own.client, others.client, joint_on=timezone.localdate(), by=clerk)
    Client.objects.filter(pk=others.client.pk).update(name=own.client.name)
    browser = sign_in(clerk)
    for page in ("change", "partner"):
        shown = browser.get(f"/staff/intake/client/{own.client.pk}/{page}/")
        assert shown.status_code == 200
        assert others.client.reference not in shown.content.decode()


def test_anothers_file_can_not_be_named_as_a_partner(clerk, own, others):
    where = f"/staff/intake/client/{own.client.pk}/partner/"
    page = sign_in(clerk).post(where, {"partner": others.client.reference, "joint_on": "2026-01-01"})
    assert "There is no file with this reference" in page.content.decode()


def test_lookups_and_autocomplete_tell_nothing_of_anothers_file(clerk, own, others):
    browser = sign_in(clerk)
    found = browser.get(f"/staff/intake/client/?email__startswith={others.client.email[:4]}")
    assert found.context["cl"].result_count == 0
    asked = "/staff/autocomplete/?app_label=intake&model_name=note&field_name=client&term="
    for client, offered in ((own.client, [str(own.client.pk)]), (others.client, [])):
        answer = browser.get(asked + client.email)
        assert answer.status_code == 200
        assert [one["id"] for one in answer.json()["results"]] == offered
    history = browser.get(f"/staff/intake/client/{others.client.pk}/history/")
    assert history.status_code in (302, 404)
    assert others.client.reference not in history.content.decode()


def test_a_letter_of_anothers_file_or_of_nobodys_is_not_found_by_its_address(clerk, own, others):
    stranger = owe_one(AddressChanged, "nobody@example.org", language="en")
    browser = sign_in(clerk)
    for letter, seen in ((own.rows["owed"], True), (others.rows["owed"], False), (stranger, False)):
        listed = browser.get(f"/staff/intake/letter/?q={letter.to}")
        assert (listed.context["cl"].result_count == 1) is seen
        assert (browser.get(f"/staff/intake/letter/{letter.pk}/change/").status_code == 200) is seen


def test_the_consultant_of_record_sees_the_file_too(settings, others):
    settings.FILES_ASSIGNED_ONLY = True
    second = member_of(Role.ASSISTANT, "second")
    assert not Client.objects.visible_to(second).exists()
    Client.objects.update(consultant=second)
    assert Client.objects.visible_to(second).get() == others.client


def test_without_the_setting_assistants_work_on_every_file(others):
    assert Client.objects.visible_to(member_of(Role.ASSISTANT, "clerk")).get() == others.client


def test_an_action_of_a_list_reaches_only_ones_own_files(clerk, own, others):
    Client.objects.update(undeliverable="550")
    chosen = {"action": "address_works", "_selected_action": [own.client.pk, others.client.pk]}
    sign_in(clerk).post("/staff/intake/client/", chosen)
    assert (fresh(own.client).undeliverable, fresh(others.client).undeliverable) == ("", "550")


def test_a_file_that_is_given_away_is_gone_at_once(clerk, own):
    browser = sign_in(clerk)
    rosa = Client.objects.exclude(pk=own.client.pk).get().adviser
    assert save(browser, own.client, adviser=rosa.pk).status_code == 302
    assert browser.get(f"/staff/intake/client/{own.client.pk}/change/").status_code == 302
    assert not ConflictCheck.objects.exists()
