"""Every public class and function of the product says what it is, also a class within a class, which ruff passes."""

import ast
from collections.abc import Iterator

import pytest

from tests.running.environment import ROOT

pytestmark = pytest.mark.quick
PRODUCT = ("config", "scoring", "intake", "draws")
# Django's own, whose meaning is that of every model or form.
DJANGOS = {"Meta", "Media"}
SILENT = """
class Round:
    'One.'
    class State(TextChoices):
        OPEN = 'open'
    class Meta:
        ordering = []
"""


def list_silent(tree: ast.AST) -> Iterator[str]:
    """The names of public classes, at any depth, and of public functions of the module that say nothing."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef) and not isinstance(tree, ast.Module):
            continue
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            if not node.name.startswith("_") and node.name not in DJANGOS and not ast.get_docstring(node):
                yield node.name
            if isinstance(node, ast.ClassDef):
                yield from list_silent(node)


def test_every_public_class_and_function_says_what_it_is():
    paths = [path for folder in PRODUCT for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]
    silent = {str(path.relative_to(ROOT)): list(list_silent(ast.parse(path.read_text()))) for path in paths}
    assert {name: names for name, names in silent.items() if names} == {}


def test_the_look_finds_a_class_within_a_class():
    assert list(list_silent(ast.parse(SILENT))) == ["State"]
