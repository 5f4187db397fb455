"""A pytest plugin that prepares the environment before Django reads its settings.

Loaded by `-p` in pyproject.toml, because that is early enough. Every variable
of `.env.example` is taken out of the environment, so that no setting of the
person at the terminal reaches a test; then the tests' own database, broker
socket and folders are put in.
"""

import atexit
import gc
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.running import network, postgres

ROOT = Path(__file__).resolve().parent.parent.parent
# The folder that all testers of a run share.
SHARED = "TEST_SHARED_FOLDER"
DOCUMENTED = re.compile(r"^#?([A-Z][A-Z0-9_]+)=", re.MULTILINE)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which database the tests run on."""
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")


def documented() -> set[str]:
    """The variables that `.env.example` explains."""
    return set(DOCUMENTED.findall((ROOT / ".env.example").read_text()))


def new_folder() -> Path:
    """A folder for this process, gone when it ends. Under /tmp: a socket's path must be short."""
    folder = Path(tempfile.mkdtemp(prefix="tests-", dir="/tmp"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def database_url(database: str, folder: Path) -> str:
    """A file of SQLite; or PostgreSQL: the given one, else one of our own (pytest-xdist's workers share it)."""
    if database == "sqlite":
        return f"sqlite:///{quote(str(folder / 'db.sqlite3'))}"
    if "TEST_DATABASE_URL" not in os.environ:
        os.environ["TEST_DATABASE_URL"] = postgres.start(new_folder())
    return os.environ["TEST_DATABASE_URL"]


def keep_bytecode() -> None:
    """Whatever the terminal says: each tester and each process of the tests would compile the whole site anew."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def set_environment(database: str, folder: Path) -> None:
    """Leave nothing of the terminal's settings, and point every path into our folder."""
    for name in documented():
        os.environ.pop(name, None)
    os.environ.setdefault(SHARED, str(folder))
    os.environ |= {
        "ENV_FILE": os.devnull,
        "VAR_DIR": str(folder),
        "DATABASE_URL": database_url(database, folder),
        "STAFF_SECOND_FACTOR": "false",
        "ALLOW_UNSAFE_START": "true",
        "LOG_FORMAT": "line",
        # The tests of released rules switch it on.
        "RULES_CHECK_SECONDS": "0",
        # The tests of visits switch it on: a task more in the queue would be counted by others.
        "VISITS_SECONDS": "0",
        "SECRET_KEY": "for the tests only, long enough to please the checks of Django",
        # Playwright keeps an event loop in the thread in which the ORM works.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }


def adjust_settings(folder: Path) -> None:
    """A database file that other processes can open; static files as they lie; quick passwords."""
    from django.conf import settings  # noqa: PLC0415  Django must not be read before the environment stands.

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(Path(os.environ[SHARED]) / "test.sqlite3")
    (folder / "static").mkdir()
    settings.STATIC_ROOT = str(folder / "static")
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Around pytest-django's own start: the environment before it, the settings after it."""
    # Reading thousands of tests makes no cycles worth looking for.
    gc.disable()
    folder = new_folder()
    keep_bytecode()
    set_environment(early_config.known_args_namespace.database, folder)
    result = yield
    adjust_settings(folder)
    network.close()
    return result


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Look for cycles seldom, and never in what was read before the first test: a sixth of all processor time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5000, 20, 50)
    gc.enable()
