"""What a process remembers is found again by what it was made of, not by a number that may come to mean another row."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.quick
ROOMS = ("scoring", "intake", "draws", "config")
CACHES = {"cache", "lru_cache", "remember", "make_once"}
# What the arguments of a cache without a bound may be, and why they are few.
FEW = {"language": "those of the settings", "folder": "one, a setting", "one": "the unit groups of the NOC"}
# Names of arguments that are the number of a row, and not what the row holds.
NUMBERS = {"pk", "id", "pks", "ids"}


def name(node: ast.expr) -> str:
    """The last part of a decorator's or an annotation's name."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def find_cached(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Functions whose results stay in the process."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and CACHES & {name(one) for one in node.decorator_list}:
            yield node


def find_numbers(function: ast.FunctionDef) -> list[str]:
    """The arguments that are numbers of rows."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [one.arg for one in arguments if one.arg in NUMBERS or one.arg.endswith(("_pk", "_id"))]


def read_modules() -> Iterator[tuple[str, ast.AST]]:
    """Every module of ours, by its path."""
    for room in ROOMS:
        for path in sorted(Path(settings.BASE_DIR, room).rglob("*.py")):
            yield str(path.relative_to(settings.BASE_DIR)), ast.parse(path.read_text(encoding="utf-8"))


def test_nothing_is_remembered_by_the_number_of_a_row():
    cached = [(path, one) for path, tree in read_modules() for one in find_cached(tree)]
    assert len(cached) > 50
    assert [(path, one.name, find_numbers(one)) for path, one in cached if find_numbers(one)] == []


@pytest.mark.parametrize(
    "written", ["@lru_cache(maxsize=4)\ndef load(pk, version): ...", "@functools.cache\ndef load(*, client_id): ..."]
)
def test_one_that_did_would_be_found(written):
    (function,) = find_cached(ast.parse(written))
    assert find_numbers(function)


def imports_cache(tree: ast.AST) -> bool:
    """Whether a module takes a cache of the standard library's own."""
    taken = [one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom) and one.module == "functools"]
    return any(name.name in {"cache", "lru_cache"} for one in taken for name in one.names)


def test_the_rules_remember_through_one_door():
    found = [path for path, tree in read_modules() if path.startswith("scoring/") and imports_cache(tree)]
    assert found == ["scoring/memory.py"]


def is_unbounded(function: ast.FunctionDef) -> bool:
    """Whether nothing is ever forgotten: `@cache`, or `@lru_cache(None)`."""
    decorators = [one for one in function.decorator_list if name(one) in CACHES]
    return any(name(one) == "cache" or "None" in ast.unparse(one) for one in decorators)


def list_arguments(function: ast.FunctionDef) -> set[str]:
    """The names of its arguments."""
    return {one.arg for one in [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]}


def test_what_is_never_forgotten_depends_on_nothing_that_visitors_choose():
    unbounded = [(path, one) for path, tree in read_modules() for one in find_cached(tree) if is_unbounded(one)]
    assert len(unbounded) > 10
    chosen = {f"{path} {one.name}": list_arguments(one) - set(FEW) for path, one in unbounded}
    assert {where: names for where, names in chosen.items() if names} == {}


@pytest.mark.parametrize("written", ["@cache\ndef f(text): ...", "@lru_cache(maxsize=None)\ndef f(text): ..."])
def test_one_that_grew_without_end_would_be_found(written):
    (function,) = find_cached(ast.parse(written))
    assert is_unbounded(function)
    assert list_arguments(function) - set(FEW) == {"text"}
