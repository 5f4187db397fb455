"""Every permission is spelt in one place, and what is said of it is so."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.core.exceptions import PermissionDenied

from draws.permissions import PUBLISH_DRAW
from intake.permissions import TABLE, VIEW_CLIENT, Allowed, Role, check, declare, list_names
from tests.permission_table import PAGE, written

CODE = [path for app in ("config", "draws", "intake", "scoring") for path in (settings.BASE_DIR / app).rglob("*.py")]
SPELT = re.compile(
    r"""["'](?:intake|draws|auth|mfa|account|admin)\.(?:view|add|change|delete|publish|pause|release|can)_\w+"""
)
# Django's own ways to ask, which know of no licence.
ASKED = re.compile(r"\b(?:has_perms?|has_module_perms|get_permission_codename|permission_required)\b")


def named_in(path: Path) -> list[str]:
    return SPELT.findall(path.read_text())


def test_no_code_spells_a_permission_but_the_two_modules_that_declare_them():
    homes = {"intake/permissions.py", "draws/permissions.py"}
    found = {
        str(path.relative_to(settings.BASE_DIR)) for path in CODE if "migrations" not in path.parts and named_in(path)
    }
    assert found == homes


def find_files(asking: re.Pattern[str]) -> list[str]:
    """The modules with these words in them."""
    return [str(path.relative_to(settings.BASE_DIR)) for path in CODE if asking.search(path.read_text())]


def test_no_code_asks_django_for_a_permission_but_the_table():
    assert find_files(ASKED) == ["intake/permissions.py"]


def test_a_licence_is_left_out_of_account_only_where_an_action_is_offered():
    assert find_files(re.compile(r"\bgiven_to\(")) == [
        "intake/permissions.py",
        "intake/staff/client_admin/list_actions.py",
    ]


@pytest.mark.parametrize(
    "code", ['user.has_perm(f"intake.view_{name}")', "user.has_perms(names)", "get_permission_codename('view', opts)"]
)
def test_code_that_asked_otherwise_would_be_found(code):
    assert ASKED.search(code)


def test_templates_ask_for_declared_permissions_only_and_never_by_djangos_own_name():
    asked = set()
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"\bperms\.", text), path
        asked |= {name for tag in re.findall(r"{[%{].*?[%}]}", text) for name in re.findall(r"\bmay\.(\w+)", tag)}
    assert "view_client" in asked
    assert asked <= set(TABLE)


@pytest.mark.django_db
def test_every_declared_permission_is_one_that_the_database_knows():
    known = {f"{app}.{code}" for app, code in Permission.objects.values_list("content_type__app_label", "codename")}
    named = {name for one in TABLE.values() for name in (one.name, *one.parts)}
    assert named <= known


@pytest.mark.django_db
def test_permissions_that_an_older_site_named_after_a_draw_are_named_after_a_round():
    """Django names a permission once, when it makes it; whoever gives groups theirs reads the name."""
    of_rounds = Permission.objects.filter(content_type__app_label="draws", content_type__model="draw")
    names = sorted(of_rounds.values_list("name", flat=True))
    for one in of_rounds:
        one.name = one.name.replace("round", "draw")
        one.save()
    import_module("config.migrations.0023_permissions_of_rounds").rename(apps, None)
    assert sorted(of_rounds.values_list("name", flat=True)) == names
    assert names == [
        "Can add round",
        "Can change round",
        "Can delete round",
        "Can publish rounds and alert clients",
        "Can view round",
    ]


def test_every_list_of_the_staffs_tool_has_its_permission_in_the_table():
    shown = {f"{model._meta.app_label}.view_{model._meta.model_name}" for model in admin.site._registry}
    ours = {name for name in shown if name.partition(".")[0] in ("intake", "draws")}
    assert ours <= {one.name for one in TABLE.values()}


def test_security_md_says_who_may_do_what_as_the_code_has_it():
    page = PAGE.read_text()
    assert page == written(page), "Write it afresh: .venv/bin/python -m tests.permission_table"
    assert f"`{PUBLISH_DRAW.name}`" in page


def test_the_same_permission_is_not_declared_twice():
    with pytest.raises(KeyError):
        declare("intake.view_client", "something else", frozenset())


@pytest.mark.django_db
def test_who_lacks_one_of_several_permissions_is_refused():
    member = User.objects.create_user("ana", is_staff=True)
    member.user_permissions.set(Permission.objects.filter(codename="view_client"))
    check(member, VIEW_CLIENT)
    with pytest.raises(PermissionDenied):
        check(member, VIEW_CLIENT, PUBLISH_DRAW)
    with pytest.raises(PermissionDenied):
        check(AnonymousUser(), VIEW_CLIENT)


@pytest.mark.django_db
def test_templates_learn_what_this_member_of_staff_may_do():
    member = User.objects.create_user("ana", is_staff=True)
    member.user_permissions.set(Permission.objects.filter(codename="view_client"))
    assert [Allowed(member)[name] for name in ("view_client", "publish_draw")] == [True, False]
    with pytest.raises(KeyError):
        Allowed(member)["view_clients"]


def test_a_reader_changes_nothing_and_only_consultants_publish_release_and_advise():
    assert all(re.search(r"\.view_", name) for name in list_names(Role.READER))
    for codename in ("publish_draw", "release_rulechange", "can_advise"):
        assert TABLE[codename].roles == {Role.CONSULTANT}


def test_the_table_names_models_that_there_are():
    assert TABLE
    for one in TABLE.values():
        assert apps.is_installed(one.name.partition(".")[0])
