"""The lines of the forms of the staff's tool are what Django's template makes of them, letter for letter."""

from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.template import Context, Engine
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from intake.models import Client, ConflictCheck, DatedItem, Tag
from tests.intake.saving import save, where

pytestmark = pytest.mark.django_db
DJANGO = Path(admin.__file__).parent / "templates" / "admin" / "includes" / "fieldset.html"
LEADS = {"heading_level": 2, "prefix": "fieldset", "id_prefix": 0, "id_suffix": 1}


@pytest.fixture
def ana(admin_user):
    today = timezone.localdate()
    client = Client.objects.create(
        email="ana@example.org",
        name="<b>Ana</b> & 'Bo'",
        postal_address="12 Main Street\n\nOttawa",
        facts={"date_of_birth": "1990-05-17", "name": "<i>"},
        stage="invited",
        invited_on=today,
        adviser=admin_user,
    )
    client.tags.add(Tag.objects.create(name="<u>fair</u>", key="<u>fair</u>"))
    ConflictCheck.objects.create(client=client, result="clear", searched="<b>", author=admin_user)
    DatedItem.objects.create(client=client, kind="passport", name="IN", expires_on=today)
    return client


def list_fieldsets(context):
    """The parts of a form in the admin, and of each form below it."""
    yield from context["adminform"]
    for formset in context["inline_admin_formsets"]:
        for form in formset:
            yield from form


def compare(answer):
    """How many parts of a page's forms there are, once it is sure that each is what Django makes of it."""
    theirs = Engine.get_default().from_string(DJANGO.read_text(encoding="utf-8"))
    ours = Engine.get_default().get_template("admin/includes/fieldset.html")
    fieldsets = list(list_fieldsets(answer.context))
    for fieldset in fieldsets:
        context = {**LEADS, "fieldset": fieldset}
        assert ours.render(Context(context)).split() == theirs.render(Context(context)).split()
    return len(fieldsets)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_file_is_written_as_django_writes_it(admin_client, ana, language):
    with override(language):
        # Seven parts of the form, the check and the document that there are, and a further one of each.
        assert compare(admin_client.get(where(ana))) == 11


def test_mistakes_stand_where_django_puts_them(admin_client, ana):
    wrong = {"telephone": "<b>", "email": "nowhere", "service_agreement": "signed", "stage": "closed"}
    rows = {"dated_items-TOTAL_FORMS": "1", "dated_items-0-kind": "passport", "dated_items-0-name": "<b>nowhere"}
    answer = save(admin_client, ana, **wrong, **rows)
    assert answer.status_code == 200
    assert {"telephone", "email", "service_agreement_on", "outcome"} <= answer.context["adminform"].errors.keys()
    assert compare(answer) == 10
    assert answer.content.decode().count('class="errorlist"') >= 5


def test_what_nobody_may_change_is_written_as_django_writes_it(ana, django_user_model):
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    shown = ("view_client", "view_dateditem", "view_conflictcheck")
    reader.user_permissions.set(Permission.objects.filter(codename__in=shown))
    browser = Browser()
    browser.force_login(reader)
    answer = browser.get(where(ana))
    assert compare(answer) == 9
    assert "vTextField" not in answer.content.decode()


@pytest.mark.parametrize("name", ["auth_user_add", "auth_group_add", "draws_draw_add", "intake_tag_add"])
def test_other_forms_are_written_as_django_writes_them(admin_client, name):
    assert compare(admin_client.get(reverse(f"admin:{name}"))) >= 1


def test_boxes_to_tick_are_written_as_django_writes_them(admin_client, admin_user):
    answer = admin_client.get(reverse("admin:auth_user_change", args=[admin_user.pk]))
    assert compare(answer) >= 4
    assert "checkbox-row" in answer.content.decode()
