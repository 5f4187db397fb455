"""The settings and `.env.example` say the same, and nobody else reads the environment."""

import ast
from pathlib import Path

from tests.running.environment import ROOT, documented

SETTINGS = ROOT / "config" / "settings.py"
PRODUCT = ("config", "scoring", "intake", "draws")


def read_from_environment() -> set[str]:
    """The first argument of every `env.something("NAME")` in the settings."""
    calls = [node for node in ast.walk(ast.parse(SETTINGS.read_text())) if isinstance(node, ast.Call)]
    of_env = [call for call in calls if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "env"]
    first = [call.args[0] for call in of_env if call.args]
    return {argument.value for argument in first if isinstance(argument, ast.Constant)}


def environment_readers() -> set[str]:
    """The modules of the product that look something up in the environment."""
    paths = [path for folder in PRODUCT for path in (ROOT / folder).rglob("*.py")]
    return {str(path.relative_to(ROOT)) for path in paths if looks_up(path)}


def looks_up(path: Path) -> bool:
    """Whether a module uses os.environ or os.getenv for more than the name of the settings and DEBUG."""
    text = path.read_text().replace('os.environ.setdefault("', "")
    return "os.environ" in text or "getenv" in text


def test_every_setting_is_explained():
    assert read_from_environment() - documented() == set()


def test_every_explained_setting_is_read():
    assert documented() - read_from_environment() == set()


def test_only_the_settings_read_the_environment():
    assert environment_readers() == set()
