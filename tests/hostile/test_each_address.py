"""Each address and each button of the staff's tool is in the table of who may do what, or is left out with a reason.

The table (`tests.hostile.desk.ACTIONS`) is tried whole by somebody who may do everything; what it reaches is compared
with what there is. `test_roles` tries each of its cells.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client as Browser
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from draws.rule_changes import compare
from intake.models import Licence
from intake.permissions import Role, list_names
from tests.hostile import desk
from tests.hostile.desk import ACTIONS, add_rows_of_nobody, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
DESK = "staff/"
# Address -> why it has no cell.
OF_ONESELF = (
    "one's own account, session or first page: whoever is staff has it, and what it shows is in cells of its own"
)
EXCEPTED = {
    **dict.fromkeys(
        ("index", "alive", "login", "logout", "password_change", "password_change_done", "account_devices"), OF_ONESELF
    ),
    "account_reauthenticate": OF_ONESELF,
    "jsi18n": "words of the admin's scripts, of nobody",
    "app_list": "the lists of one app that one may open, as on the first page",
    "autocomplete": "asks what the field's model asks: tests.hostile.test_assigned",
    "view_on_site": "leads to a public page, of models that have one; ours have none",
    "intake_client_result_pdf": "the page of the result asks the same, and a worker makes the paper",
    "intake_client_copy_pdf": "the copy as JSON asks the same, and a worker makes the paper",
    "draws_draw_corrected_group": "asks what publishing asks: tests.draws.test_group_acts",
    "intake_visitcount_change": "the counts stand on their list alone",
}
# Django's own button over a list: it asks for each row what the form that deletes it asks, and that has a cell.
DELETES = "button delete_selected"
# Of Django and of allauth: the accounts of staff, which no role keeps.
ACCOUNTS = ("auth_", "mfa_")
# What a list keeps of columns, order and names is one view for all lists, and a cell for some.
OF_LISTS = ("_list_columns", "_list_keep", "_list_forget")
# What Django's own page of what was logged shows is asked for as the row's page is.
LOGGED = "_history"


def list_addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """The names of all addresses under the desk."""
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from list_addresses(pattern, path)
        elif isinstance(pattern, URLPattern) and path.startswith(DESK) and pattern.name:
            yield pattern.name


def list_closed(boss: User) -> Iterator[str]:
    """The forms of the admin that are open to nobody, not even to somebody who may do everything."""
    request = RequestFactory().get("/")
    request.user = boss
    for model, lister in admin.site._registry.items():
        row = model._base_manager.first()
        for page, may in (
            ("add", lister.has_add_permission(request)),
            ("change", lister.has_view_or_change_permission(request)),
            ("delete", row is None or lister.has_delete_permission(request, row)),
        ):
            if not may:
                yield f"{model._meta.app_label}_{model._meta.model_name}_{page}"


@pytest.fixture
def boss(django_user_model):
    """Somebody who may do everything."""
    made = django_user_model.objects.create_superuser("everybody", email="boss@firm.example")
    Licence.objects.create(user=made, number="R999999")
    return made


@pytest.fixture
def reached(boss, broker, monkeypatch):
    """The names of the addresses, and of the buttons of lists, that the table of actions reaches."""
    monkeypatch.setattr(compare, "NEWS", timedelta(days=3660))
    found: set[str] = set()

    class Noting(Browser):
        def request(self, **request):
            response = super().request(**request)
            if match := getattr(response, "resolver_match", None):
                found.add(str(match.url_name))
            if button := response.wsgi_request.POST.get("action"):
                found.add(f"button {button}")
            return response

    monkeypatch.setattr(desk, "Browser", Noting)
    add_rows_of_nobody()
    world, failed = make_world(), []
    for action in ACTIONS:
        with transaction.atomic():
            failed += [] if action.done(boss, world) else [action.name]
            transaction.set_rollback(True)
    assert failed == []
    return found


def test_each_address_and_each_button_is_in_the_table_or_left_out_with_a_reason(reached, boss):
    every = {name for name in list_addresses(get_resolver()) if not name.startswith(ACCOUNTS)}
    assert len(every) > 200
    closed = set(list_closed(boss))
    logged = {name for name in every if name.endswith(LOGGED)}
    kept = {name for name in every if name.endswith(OF_LISTS)}
    assert all(any(name.endswith(end) for name in reached) for end in OF_LISTS)
    assert sorted(every - reached - closed - logged - kept - set(EXCEPTED)) == []
    assert set(EXCEPTED) <= every - reached, "what the table reaches needs no reason"
    request = RequestFactory().get("/")
    request.user = boss
    buttons = {f"button {name}" for lister in admin.site._registry.values() for name in lister.get_actions(request)}
    assert sorted(buttons - reached) == [DELETES]


def test_no_role_keeps_the_accounts_of_staff():
    names = {name for role in Role for name in list_names(role)}
    assert [name for name in names if name.startswith(("auth.", "mfa."))] == []
