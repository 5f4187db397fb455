"""A place to measure in: a folder, a database and, where asked for, a broker; all gone at the end.

Settings are read once, so this must come before anything of the project:

    with place("postgresql", broker=True) as here:
        from draws import sending
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from config.run import broker as valkey
from config.run.processes import die_with_parent
from tests.running import postgres

# Commits reach the operating system, so that a crash of the server loses none.
CAREFUL = ["-F", "-c", "max_connections=50", "-c", "shared_buffers=512MB", "-c", "max_wal_size=4GB"]


class BenchSite:
    """The folder and the servers in it; `environment` goes to every process that works here."""

    def __init__(self, database: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bench-", dir="/tmp"))
        self.postgresql = self.broker = None
        self.environment = {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            # Not the settings of whoever measures.
            "ENV_FILE": os.devnull,
            "VAR_DIR": str(self.folder),
            "DATABASE_URL": f"sqlite:///{quote(str(self.folder / 'db.sqlite3'))}",
            "REDIS_URL": "",
            "DEBUG": "false",
            # Without it a site that is not in development refuses to start on so few settings (record 0068).
            "ALLOW_UNSAFE_START": "true",
            "SECRET_KEY": "for measurements only, long enough to please the checks of Django",
            "LOG_LEVEL": "WARNING",
        }
        if database == "postgresql":
            self.start_postgresql()

    def start_postgresql(self) -> None:
        """A server of its own."""
        (self.folder / "postgresql").mkdir()
        # PostgreSQL runs as `nobody` where this runs as root, and must get through (record 0010).
        self.folder.chmod(0o755)
        self.postgresql = postgres.Server(self.folder / "postgresql", CAREFUL)
        self.postgresql.start()
        self.environment["DATABASE_URL"] = self.postgresql.url

    def start_broker(self) -> None:
        """A Valkey server on the socket that the settings name."""
        socket = self.folder / "broker.sock"
        socket.unlink(missing_ok=True)
        self.broker = subprocess.Popen(valkey.build_command(socket), preexec_fn=die_with_parent)
        while not socket.exists():
            time.sleep(0.02)

    def lose_broker(self) -> None:
        """`kill -9`, and everything that it kept is gone."""
        if self.broker:
            self.broker.kill()
            self.broker.wait()
            shutil.rmtree(self.folder / "broker-data", ignore_errors=True)

    def leave(self) -> None:
        """End what runs, and leave nothing."""
        self.lose_broker()
        if self.postgresql:
            self.postgresql.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def place(database: str = "sqlite", *, broker: bool = False, **environment: str) -> Iterator[BenchSite]:
    """A prepared Django on an empty database of this kind ("sqlite", "postgresql")."""
    # As an exception, so that the servers are ended below.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(f"ended by signal {number}"))
    here = BenchSite(database)
    try:
        here.environment |= environment
        os.environ |= here.environment
        if broker:
            here.start_broker()
        prepare()
        yield here
    finally:
        leave_database()
        here.leave()


def prepare() -> None:
    """Django, and the tables."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def leave_database() -> None:
    """Close this process's connection."""
    from django.db import connections

    connections.close_all()


def seconds(act: Callable[[], Any]) -> float:
    """How long something takes, by the clock on the wall."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def say(line: str) -> None:
    """A line of the answer, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
