"""Fixtures for all tests: the broker, a worker process, the mail folder, the browser."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import hypothesis
import pytest
import redis
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import caches
from django.db import connection
from django.utils import translation

from config.run import broker as valkey
from config.run.processes import die_with_parent
from tests.running.environment import SHARED
from tests.running.needs import needs_server
from tests.running.worker import WorkerProcess

pytest_plugins = ["tests.running.figures", "tests.running.report", "tests.running.dealing"]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)
# A busy machine is slow to draw examples, which says nothing of the code.
hypothesis.settings.register_profile("busy", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("busy")
QUEUED = ("celery", "urgent", "pdf", "unacked", "unacked_index", "unacked_mutex")


class Broker:
    """The tests' Valkey server; its queue can be looked at, and it can be killed and started again."""

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.client = redis.Redis(unix_socket_path=str(settings.BROKER_SOCKET))
        self.cache = redis.Redis(unix_socket_path=str(settings.BROKER_SOCKET), db=1)
        self.process = subprocess.Popen(valkey.build_command(settings.BROKER_SOCKET), preexec_fn=die_with_parent)
        while not self.answers():
            assert self.process.poll() is None, "Valkey ended at its start"

    def answers(self) -> bool:
        """Whether it can be reached."""
        try:
            return self.client.ping()
        except redis.ConnectionError:
            return False

    def kill(self) -> None:
        """`kill -9`."""
        self.process.kill()
        self.process.wait()

    def queued(self, queue: str = "celery") -> int:
        """How many tasks wait for a worker."""
        return self.client.llen(queue)

    def empty(self) -> None:
        """Forget the waiting tasks and the cache; the queues' names stay known."""
        self.client.delete(*QUEUED)
        self.cache.flushdb()


@pytest.fixture(scope="session")
def _valkey() -> Iterator[Broker]:
    server = Broker()
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """The tables, as the migrations made them; a test that commits gives them back so."""
    from tests.running import emptying, migrated  # noqa: PLC0415  Models can't be read before the applications are.

    tester = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with django_db_blocker.unblock(), migrated.open_copy(Path(os.environ[SHARED]), tester):
        emptying.take_over()
        with django_db_blocker.block():
            yield


@pytest.fixture(scope="module")
def kept_rows(
    django_db_setup: None, _valkey: Broker, django_db_blocker: Any
) -> Callable[[Callable[[], Any]], AbstractContextManager[Any]]:
    """A function for a module's fixture, which keeps what is dear to make in the database for all of its tests."""
    from tests.running import kept  # noqa: PLC0415  Models can't be read before the applications are.

    return partial(kept.keep_rows, django_db_blocker)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Every test begins in English: a request leaves its language behind."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _fresh_valkey(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test that needs a server begins with an empty queue and an empty cache; the others start none."""
    if not needs_server(request.node):
        yield
        return
    from intake.firm import look  # noqa: PLC0415  Models can't be read before the applications are.

    valkey: Broker = request.getfixturevalue("_valkey")
    # No firm has a look yet, and no page asks for it: so what a page asks of the database is its own.
    caches["template_fragments"].set(look.KEY, look.Look(), None)
    yield
    if valkey.process.poll() is not None:
        valkey.start()
    valkey.empty()


@pytest.fixture
def admin_user(admin_user: AbstractBaseUser) -> AbstractBaseUser:
    """pytest-django's superuser, who is licensed: otherwise not even a superuser publishes."""
    from intake.models import Licence  # noqa: PLC0415  Models can't be read before the applications are.

    Licence.objects.create(user=admin_user, number="R000001")
    return admin_user


@pytest.fixture
def broker(_valkey: Broker) -> Broker:
    """The real broker. `kill()` it to see what happens without one: the next test has it again."""
    return _valkey


@pytest.fixture
def mail_dir(tmp_path: Path) -> Path:
    """The folder into which `celery_worker_process` writes its messages."""
    folder = tmp_path / "mail"
    folder.mkdir()
    return folder


@pytest.fixture
def mails(mail_dir: Path) -> Callable[[], list[EmailMessage]]:
    """A function that reads all messages in `mail_dir`, oldest first."""

    def read() -> list[EmailMessage]:
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(mail_dir.glob("*.eml"))]

    return read


def database_url() -> str:
    """The address of the database that this test works on, for other processes."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(name)}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


@pytest.fixture
def stopped_worker_process(
    transactional_db: None, broker: Broker, mail_dir: Path, tmp_path: Path
) -> Iterator[WorkerProcess]:
    """A `celery worker` on this test's database and broker that waits for its start; its mail goes to `mail_dir`."""
    worker = WorkerProcess(tmp_path / "worker.log", {"DATABASE_URL": database_url(), "MAIL_DIR": str(mail_dir)})
    yield worker
    worker.kill()


@pytest.fixture
def celery_worker_process(stopped_worker_process: WorkerProcess) -> WorkerProcess:
    """The same, running."""
    stopped_worker_process.start()
    return stopped_worker_process


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The system's Chromium, which reaches nothing but this machine."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not found and os.environ.get("ALLOW_MISSING") == "1":
        pytest.skip("no chromium")
    assert found, "The browser tests need chromium: apt install chromium, or ALLOW_MISSING=1 to leave them out."
    return browser_type_launch_args | {"executable_path": found, "args": list(QUIET)}
