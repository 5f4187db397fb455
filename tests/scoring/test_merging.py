"""No name of a sentence or a row stands for two things."""

import ast
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import pytest

from scoring.merging import Joined, merge
from tests.scoring.making import assess, celpip, french, make_profile

ROOMS = ("scoring", "intake", "draws", "config")
# The options of a database in the environment are meant to win over those of the settings.
SKIPPED = {"migrations", "settings.py"}
# What is said in place of another row on purpose.
MEANT = {("intake/forms/widgets.py", "day")}


def test_rows_of_several_parts_keep_their_order():
    assert list(merge({"b": 1}, {"a": 2}, {"c": 3})) == ["b", "a", "c"]


def test_the_same_row_may_stand_in_two_parts():
    row = "doctoral degree"
    assert merge({"doctoral": row}, {"doctoral": row}) == {"doctoral": row}


def test_a_name_with_two_meanings_is_refused():
    with pytest.raises(ValueError, match="'french' names two things: NCLC 7 and French at NCLC 9"):
        merge({"french": "NCLC 7"}, {"french": "French at NCLC 9"})


def test_joined_parts_have_no_name_in_common():
    with pytest.raises(ValueError, match="'cec' names two things"):
        Joined({"cec": "Canadian Experience Class"}, {"cec": "a category"}).check()


def test_the_row_of_french_speaks_of_french_and_of_english():
    found = assess(make_profile(language_tests=[french(7), celpip(9)]))
    row = next(row for row in found.crs.factors if row.code == "french")
    assert str(row.because) == ("NCLC 7 or more in all four French abilities, CLB 9 or more in all four English ones")


def test_a_nominee_is_said_to_be_nominated():
    found = assess(make_profile(provincial_nomination=True))
    row = next(row for row in found.crs.factors if row.code == "nomination")
    assert str(row.because) == "Nominated by a province or territory"


def test_a_brother_who_gives_nothing_is_not_denied():
    staying = {"accompanying": False, "canadian": False}
    facts = {"marital_status": "married", "partner": staying, "sibling_in_canada": True, "sibling_of": "partner"}
    row = next(row for row in assess(make_profile(**facts)).crs.factors if row.code == "sibling")
    assert (row.points, str(row.because)[:40]) == (0, "The brother or sister is your partner's,")


def test_no_table_of_a_module_loses_a_row_to_another():
    lost = {(str(path), name) for path, module, node in find_joined() for name in find_clashes(module, node)}
    assert lost == MEANT


def test_a_table_of_a_module_is_put_together_by_merge():
    """It refuses a repeated name when the module is read, wherever and whenever that is."""
    spread = {str(path) for path, _module, node in find_joined() if isinstance(node, ast.Dict)}
    assert spread == {path for path, _name in MEANT}


def find_joined():
    """Mappings put together outside functions, as `{**a, **b}` or `a | b`: file, its module, the expression."""
    for path in sorted(file for room in ROOMS for file in Path(room).rglob("*.py") if not SKIPPED & {*file.parts}):
        for node in walk_outside_functions(ast.parse(path.read_text())):
            spread = isinstance(node, ast.Dict) and None in node.keys
            if spread or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr)):
                yield path, import_module(".".join(path.with_suffix("").parts)), node


def walk_outside_functions(node):
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from walk_outside_functions(child)


def find_clashes(module, node):
    """The names that two of the parts have, for different things."""
    rows = [
        row
        for part in list_parts(node)
        if isinstance(found := evaluate(part, module), Mapping)
        for row in found.items()
    ]
    kept = {}
    return [name for name, row in rows if kept.setdefault(name, row) != row]


def list_parts(node):
    if isinstance(node, ast.BinOp):
        return [*list_parts(node.left), *list_parts(node.right)] if isinstance(node.op, ast.BitOr) else [node]
    if isinstance(node, ast.Dict):
        named = [ast.Dict([key], [value]) for key, value in zip(node.keys, node.values, strict=True) if key]
        return [*(value for key, value in zip(node.keys, node.values, strict=True) if key is None), *named]
    return [node]


def evaluate(part, module):
    return eval(compile(ast.fix_missing_locations(ast.Expression(part)), "<part>", "eval"), vars(module))  # noqa: S307
