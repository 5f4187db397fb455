"""The settings and `.env.example` say the same, and nobody else reads the environment."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

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


@pytest.mark.parametrize("given", ["sslmode=verify-full&sslrootcert=/etc/ca.pem", "options=-c%20statement_timeout%3D9"])
def test_what_stands_behind_the_address_of_the_database_is_kept(given):
    """TLS that is asked for there must not be dropped for our own options, in silence."""
    show = "import json; from config.settings import DATABASES; print(json.dumps(DATABASES['default']['OPTIONS']))"
    url = f"postgres://express:pass@db.example:5432/express?{given}"
    environment = os.environ | {"DATABASE_URL": url, "DATABASE_WAIT": "20"}
    said = subprocess.run([sys.executable, "-c", show], cwd=ROOT, env=environment, capture_output=True, check=True)
    found = json.loads(said.stdout)
    name, _, value = given.partition("=")
    assert unquote(value).partition("&")[0] in found[name]
    assert "lock_timeout" in found["options"]
    assert found["tcp_user_timeout"] == 8000


@pytest.mark.parametrize("name", ["LEADS_TO", "STAFF_ALERTS_TO"])
def test_a_comma_too_many_writes_to_no_empty_address(name):
    """A letter to none is refused, and with it what the client has just confirmed."""
    show = f"import json; from config.settings import {name} as given; print(json.dumps(given))"
    environment = os.environ | {name: "a@firm.example, ,b@firm.example ,"}
    said = subprocess.run([sys.executable, "-c", show], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert json.loads(said.stdout) == ["a@firm.example", "b@firm.example"]


def test_every_setting_is_explained():
    assert read_from_environment() - documented() == set()


def test_every_explained_setting_is_read():
    assert documented() - read_from_environment() == set()


def test_only_the_settings_read_the_environment():
    assert environment_readers() == set()
