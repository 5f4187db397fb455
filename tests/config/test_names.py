"""Names that say nothing, which docs/words.md refuses, name nothing that others use: functions, parameters, fields.

Some of them name no value of a function either.

A template's name says what stands in it, and a class's name is that of no other class.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.config.test_docstrings import PRODUCT
from tests.running.environment import ROOT

pytestmark = pytest.mark.quick
VAGUE = frozenset({"again", "kept", "led", "said", "where", "of", "placed", "places", "crew"})
# As the name of a value within a function too.
NOWHERE = frozenset({"again", "kept", "placed", "places", "said"})
# As the name of a module, class or function; a value may be what "ends" on a day.
UNSAID = VAGUE | {"beside", "ends"}
# As the name of a template; a noun behind it makes it one ("expired_link").
RIDDLES = VAGUE | {"beside", "over", "left", "who", "which", "one", "cleared", "so_far", "cited"}
# Columns of tables.
COLUMNS = {"intake.models.saved_lists": ["of", "of"]}
# With these a statement begins and no name of a class, which is a noun: a mixin ends in `Mixin`.
STATEMENT = re.compile("(Acts|Brings|Checks|Exports|Hides|Keeps|Lists|Names|Numbers|Records|Refuses|Shows|Tags)[A-Z]")
# Classes whose name Django prescribes.
PRESCRIBED = {"Command", "Media", "Meta"}


def find_riddles(names: Iterable[str]) -> list[str]:
    """The names of templates that do not say what stands in them."""
    return sorted(name for name in names if name.partition(".")[0] in RIDDLES)


def find_vague(tree: ast.AST) -> Iterator[str]:
    """The vague names of a module's functions, classes and parameters, and of what stands in a class or the module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name.casefold() in UNSAID:
            yield node.name
        if isinstance(node, ast.arg) and node.arg in VAGUE:
            yield node.arg
        if isinstance(node, ast.FunctionDef | ast.Lambda | ast.AsyncFunctionDef):
            yield from sorted(list_values(node) & NOWHERE)
        if isinstance(node, ast.Module | ast.ClassDef):
            yield from (name.id for line in node.body for name in list_bound(line) if name.id in VAGUE)


def list_values(function: ast.AST) -> set[str]:
    """The names that a function gives to values: by an assignment, a loop or a comprehension."""
    names = (node for node in ast.walk(function) if isinstance(node, ast.Name))
    return {name.id for name in names if isinstance(name.ctx, ast.Store)}


def list_bound(line: ast.stmt) -> list[ast.Name]:
    """The names that an assignment in a module or class binds."""
    targets = line.targets if isinstance(line, ast.Assign) else [line.target] if isinstance(line, ast.AnnAssign) else []
    return [target for target in targets if isinstance(target, ast.Name)]


def list_paths() -> list[Path]:
    """The modules of the product."""
    return [path for app in PRODUCT for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]


def test_no_name_that_others_use_is_vague():
    found = {}
    for path in list_paths():
        module = path.relative_to(ROOT).with_suffix("")
        if names := sorted(find_vague(ast.parse(path.read_text()))):
            found[".".join(module.parts)] = names
    assert found == COLUMNS


def find_unsaid(paths: Iterable[Path]) -> list[str]:
    """The names of modules and their folders that do not say what stands in them."""
    return sorted({name for path in paths for name in path.with_suffix("").parts if name in UNSAID})


def test_no_module_or_room_has_a_vague_name():
    assert find_unsaid(path.relative_to(ROOT) for path in list_paths()) == []


def test_a_vague_name_of_a_module_or_room_is_found():
    assert find_unsaid([Path("draws/places/rounds.py"), Path("draws/beside.py"), Path("draws/place.py")]) == [
        "beside",
        "places",
    ]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("def said(): ...", ["said"]),
        ("def tell(kept): ...", ["kept"]),
        ("class Progress:\n    of: int", ["of"]),
        ("def tell():\n    where = 1", []),
        ("def tell():\n    said = 1", ["said"]),
        ("def tell(rows):\n    return [again for again in rows]", ["again"]),
        ("class Places: ...", ["Places"]),
        ("def tell(rows):\n    places = list(rows)", ["places"]),
        ("def tell(crew): ...", ["crew"]),
        ("class Test:\n    ends: date\n    def beside(self): ...", ["beside"]),
    ],
)
def test_a_vague_name_is_found(code, names):
    assert list(find_vague(ast.parse(code))) == names


def test_no_template_is_named_by_a_riddle():
    assert find_riddles(path.name for path in (ROOT / "templates").rglob("*.*")) == []


def test_a_riddle_is_found():
    assert find_riddles(["where.html", "expired_link.html", "places.html", "over.subject.txt"]) == [
        "over.subject.txt",
        "places.html",
        "where.html",
    ]


def find_shared(trees: dict[str, ast.AST]) -> dict[str, list[str]]:
    """The names that more than one class has, at any depth, with the modules in which these stand."""
    found: dict[str, list[str]] = defaultdict(list)
    for module, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name not in PRESCRIBED:
                found[node.name].append(module)
    return {name: modules for name, modules in found.items() if len(modules) > 1}


def find_statements(tree: ast.AST) -> list[str]:
    """The classes of a module that are named by what they do."""
    return [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and STATEMENT.match(node.name)]


def test_no_class_is_named_by_a_statement():
    found = {str(path): find_statements(ast.parse(path.read_text())) for path in list_paths()}
    assert {path: names for path, names in found.items() if names} == {}


def test_a_statement_is_found():
    tree = ast.parse("class KeepsRows: ...\nclass SavedListsMixin: ...\nclass Lists: ...\nclass ActsOnRows: ...")
    assert find_statements(tree) == ["KeepsRows", "ActsOnRows"]


def test_no_two_classes_have_one_name():
    paths = (path for app in (*PRODUCT, "bench") for path in (ROOT / app).rglob("*.py"))
    trees = {str(path): ast.parse(path.read_text()) for path in paths if "migrations" not in path.parts}
    assert find_shared(trees) == {}


def test_a_name_of_two_classes_is_found():
    row = ast.parse("class Round:\n    class Row: ...\n    class Meta: ...")
    assert find_shared({"a": row, "b": ast.parse("class Row: ...\nclass Meta: ...")}) == {"Row": ["a", "b"]}
