"""Whatever gives a client other facts lets the standings be written anew: nobody is matched by facts of before."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.utils import timezone

from intake.clients import standings
from intake.models import Client
from tests.draws.factories import ClientFactory

ROOMS = ("intake", "draws", "config", "bench")
BORN = {"date_of_birth": "1990-05-05", "marital_status": "never_married"}
# Where facts are assigned that are no client's, and the one place where a client's are.
ASSIGNED = {
    ("draws/models/notices.py", "facts"),
    ("intake/expiry/expiries.py", "facts"),
    ("intake/models/clients.py", "facts"),
}


def find_assignments(tree: ast.AST) -> Iterator[str]:
    """Assignments to an attribute called facts."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr == "facts":
            yield node.attr


def find_saves_without_due(tree: ast.AST) -> Iterator[str]:
    """Lists of columns to save that have the facts, and not the day until which the standings are known."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            given = [*node.args, *(word.value for word in node.keywords if word.arg in ("fields", "update_fields"))]
            for names in [one for one in given if isinstance(one, ast.List | ast.Tuple)]:
                columns = {one.value for one in names.elts if isinstance(one, ast.Constant)}
                if node.func.attr in ("save", "bulk_update") and "facts" in columns and "stood_until" not in columns:
                    yield node.func.attr


def read_modules() -> Iterator[tuple[str, ast.AST]]:
    """Every module that could change a client, by its path."""
    for room in ROOMS:
        for path in sorted(Path(settings.BASE_DIR, room).rglob("*.py")):
            yield path.relative_to(settings.BASE_DIR).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.quick
def test_facts_are_given_to_a_client_in_one_place():
    modules = list(read_modules())
    assert {(path, found) for path, tree in modules for found in find_assignments(tree)} == ASSIGNED
    assert [(path, found) for path, tree in modules for found in find_saves_without_due(tree)] == []


@pytest.mark.quick
@pytest.mark.parametrize(
    "written", ["client.save(update_fields=['facts'])", "Client.objects.bulk_update(rows, ['name', 'facts'])"]
)
def test_a_save_that_leaves_the_standings_out_would_be_found(written):
    assert list(find_saves_without_due(ast.parse(written)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda one: Client.objects.filter(pk=one.pk).update(facts=BORN), id="an update"),
        pytest.param(lambda one: Client.objects.bulk_update([Client(pk=one.pk, facts=BORN)], ["facts"]), id="in bulk"),
    ],
)
def test_after_other_facts_the_standings_are_due_whatever_changed_them(change):
    today = timezone.localdate()
    client = ClientFactory(facts=BORN | {"date_of_birth": "1980-05-05"})
    standings.rewrite_standings([client.pk], today)
    horizon = standings.find_horizon(today)
    assert not Client.objects.standing_short_of(horizon).exists()
    change(client)
    assert Client.objects.standing_short_of(horizon).get() == client


@pytest.mark.django_db
def test_another_update_leaves_the_standings_as_they_are():
    client = ClientFactory(facts=BORN | {"date_of_birth": "1980-05-05"})
    standings.rewrite_standings([client.pk], timezone.localdate())
    Client.objects.update(next_action="call")
    client.refresh_from_db()
    assert client.stood_until == standings.find_horizon(timezone.localdate())


def test_nobody_edits_facts_in_the_admin(rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    assert "facts" not in admin.site._registry[Client].get_form(request).base_fields
