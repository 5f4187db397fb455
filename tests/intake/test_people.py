"""Staff stand by their names on every page of the staff's tool, and nobody else is offered where one is chosen."""

import re

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from draws.models import Correction, LeftOut, Mailing, RuleChange
from intake.account.adapter import get_or_create_account
from intake.models import Client, Consultation
from intake.staff.changelists.saved_lists import SavedListsMixin
from tests.hostile.desk import add_rows_of_nobody, make_world, sign_in
from tests.hostile.staff_pages import OURS, list_columns_of_people, list_staff_pages
from tests.intake.advisers import make_calendar

pytestmark = pytest.mark.django_db


@pytest.fixture
def karl():
    """A colleague whose name and login have nothing in common."""
    return User.objects.create_user("kroe88", first_name="Karl", last_name="Roe", is_staff=True)


def put_everywhere(world, user):
    """A row that names this member of staff on every page that can."""
    LeftOut.objects.create(client=world.client, draw=world.rows["draft"], reason="x", by=user)
    Mailing.objects.create(about="draw", draw=world.rows["published"], recipients=3, asked_by=user)
    Correction.objects.update(before={"cutoff": 470}, after={"cutoff": 480})
    RuleChange.objects.update(released_at=timezone.now())
    for model, column in list_columns_of_people():
        # Some rows may not be changed at all, or not to this.
        try:
            with transaction.atomic():
                model._base_manager.update(**{column: user})
        except IntegrityError:
            continue


def test_no_page_shows_what_a_member_of_staff_signs_in_with(broker, karl):
    world = make_world()
    add_rows_of_nobody()
    put_everywhere(world, karl)
    browser = sign_in(User.objects.create_superuser("jdoe77", first_name="Jane", last_name="Doe"))
    named, wrong = 0, []
    for address in list_staff_pages(world):
        answer = browser.get(address)
        page = answer.content.decode() if answer.status_code == 200 else ""
        named += "Karl Roe" in page
        wrong += [address] if "kroe88" in page or "jdoe77" in page else []
    assert wrong == []
    assert named > 30


def list_fields_of_people(request):
    """Admin class, name and field of every form of ours in which a person is chosen."""
    for lister in admin.site._registry.values():
        written = lister.has_add_permission(request) or lister.has_change_permission(request)
        if lister.opts.app_label not in OURS or not written:
            continue
        form = lister.get_form(request)
        found = list(form.base_fields.items())
        for inline in lister.get_inline_instances(request):
            found += inline.get_formset(request).form.base_fields.items()
        for name, field in found:
            if isinstance(field, forms.ModelChoiceField) and field.queryset.model is User:
                yield lister, name, field


def test_where_a_person_is_chosen_applicants_are_not_and_no_sign_changes_an_account(karl):
    request = RequestFactory().get("/")
    request.user = User.objects.create_superuser("boss")
    applicant = get_or_create_account("ana@example.org")
    make_calendar(karl.username)
    fields = list(list_fields_of_people(request))
    assert {type(lister).__name__ for lister, _name, _field in fields} >= {"ClientAdmin", "ConsultationAdmin"}
    for lister, name, field in fields:
        assert karl in field.queryset or name == "consultant", f"{lister}: {name}"
        assert applicant not in field.queryset, f"{lister}: {name}"
        assert not hasattr(field.widget, "can_change_related"), f"{lister}: {name}"


@pytest.mark.parametrize("name", ["adviser", "consultant"])
def test_who_left_is_offered_where_they_are_named_and_nowhere_else(admin_client, karl, name):
    User.objects.filter(pk=karl.pk).update(is_active=False, is_staff=False)
    named, other = (Client.objects.create(email=f"{number}@example.org") for number in range(2))
    Client.objects.filter(pk=named.pk).update(**{name: karl})
    for client, offered in ((named, True), (other, False)):
        answer = admin_client.get(reverse("admin:intake_client_change", args=[client.pk]))
        lists = re.findall(r"<select[^>]*>.*?</select>", answer.content.decode(), re.DOTALL)
        assert [re.findall(r'name="(\w+)"', one)[0] for one in lists if "Karl Roe" in one] == [name] * offered
        assert f'value="{karl.pk}" selected' in "".join(lists) or not offered


def test_an_account_without_a_name_is_shown_as_it_signs_in(karl):
    assert str(karl) == "Karl Roe"
    assert str(User(username="mx7")) == "mx7"


def test_a_calendar_stays_its_advisers(admin_client, karl):
    calendar = make_calendar(karl.username)
    page = admin_client.get(f"/staff/intake/advisercalendar/{calendar.pk}/change/").content.decode()
    assert 'name="adviser"' not in page
    assert ">Karl Roe</option>" in admin_client.get("/staff/intake/advisercalendar/add/").content.decode()


def test_a_consultation_is_booked_from_the_file_for_its_client_alone(admin_client, karl):
    make_calendar(karl.username)
    ana, bo = (Client.objects.create(email=f"{name}@example.org", name=name) for name in ("ana", "bo"))
    file = admin_client.get(f"/staff/intake/client/{ana.pk}/change/").content.decode()
    address = f"/staff/intake/consultation/add/?whose={ana.reference}"
    assert f'href="{address}"' in file
    assert f'value="{ana.reference}"' in admin_client.get(address).content.decode()
    start = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + timezone.timedelta(days=9)
    entered = {"starts_at_0": f"{start:%Y-%m-%d}", "starts_at_1": "10:00", "minutes": 30, "way": "telephone"}
    entered |= {"adviser": karl.pk, "telephone": "613 555 0100", "fee": "0", "whose": bo.reference}
    admin_client.post(address, entered)
    assert Consultation.objects.get().client == ana


def test_another_form_names_no_file_of_itself(admin_client, karl):
    make_calendar(karl.username)
    ana = Client.objects.create(email="ana@example.org", name="ana")
    admin_client.get(f"/staff/intake/consultation/add/?whose={ana.reference}")
    page = admin_client.get("/staff/intake/consultation/add/").content.decode()
    assert ana.reference not in page
    assert "disabled" not in page.partition('name="whose"')[2].partition(">")[0]


# What stands in the place of a list, each with the reason.
FIXED_LISTS = {
    "draws.firmedition": "read as a page of rules, not as a list",
    "intake.visitcount": "a page of numbers, not a list",
}
KEPT_LISTS = sorted(
    model._meta.label_lower.replace(".", "/")
    for model, its in admin.site._registry.items()
    if model._meta.label_lower not in FIXED_LISTS
)


def test_every_list_has_its_columns_chosen():
    keeps = {model._meta.label_lower: isinstance(its, SavedListsMixin) for model, its in admin.site._registry.items()}
    assert {name for name, kept in keeps.items() if not kept} == FIXED_LISTS.keys()


@pytest.mark.parametrize("name", KEPT_LISTS)
def test_a_list_keeps_its_columns_and_its_order(admin_client, broker, name):
    make_world()
    address = f"/staff/{name}/"
    everything = admin_client.get(address).context["cl"].list_display
    shown = [column for column in everything if column != "action_checkbox"]
    admin_client.post(f"{address}list/columns/", {"column": shown[:3]})
    admin_client.get(f"{address}?o=-1")
    cl = admin_client.get(address).context["cl"]
    # What is changed in the list itself stays: its inputs are posted with every row.
    kept = [*shown[:3], *(name for name in cl.list_editable if name not in shown[:3])]
    assert [column for column in cl.list_display if column != "action_checkbox"] == kept
    assert cl.params["o"] == "-1"
    admin_client.post(f"{address}list/keep/", {"name": "Mine", "query": "o=1"})
    assert "Mine" in admin_client.get(address).content.decode()


def test_clients_are_taken_along_with_their_own_lists_columns(admin_client, broker):
    world = make_world()
    admin_client.post("/staff/intake/todo/list/columns/", {"column": ["what", "due_on"]})
    chosen = {"action": "export_csv", "_selected_action": [world.rows["todo"].pk]}
    heading = admin_client.post("/staff/intake/todo/?columns=what.created", chosen).content.decode().splitlines()[0]
    assert "score today" in heading.lower()
    assert "created" not in heading.lower()
