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


# Where errors are part of what is promised: the rules, the ledgers, and the command line.
SAYS_ERRORS = (
    "scoring",
    "draws/corrections",
    "draws/mailings",
    "draws/matching",
    "draws/models",
    "draws/outbox",
    "draws/publishing",
    "draws/rule_changes",
    "intake/models",
    "intake/message_kinds",
    "config/management",
    "draws/management",
    "intake/management",
)
RAISING = """
def read(text):
    'One.'
    raise ValueError(text)
def write(text):
    'One. Raises `OSError`.'
    raise OSError(text)
def later():
    'One.'
    def inner():
        raise ValueError
"""


def raises(node: ast.AST) -> bool:
    """Whether it raises an error of its own, functions within it and what is to be overridden left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(child, ast.Raise) and child.exc and ast.unparse(child.exc) != "NotImplementedError":
            return True
        if raises(child):
            return True
    return False


def list_untold(tree: ast.AST) -> Iterator[str]:
    """The names of public functions and methods that raise an error of which their docstring says nothing."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from list_untold(node)
        is_public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if is_public and raises(node) and "aises" not in (ast.get_docstring(node) or ""):
            yield node.name


@pytest.mark.parametrize("folder", SAYS_ERRORS)
def test_the_errors_of_rules_ledgers_and_commands_are_said(folder):
    paths = [path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]
    assert paths
    untold = {path.name: list(list_untold(ast.parse(path.read_text()))) for path in paths}
    assert {name: names for name, names in untold.items() if names} == {}


def test_the_look_finds_an_error_that_is_not_said():
    assert list(list_untold(ast.parse(RAISING))) == ["read"]
