"""A place to measure in: a folder, a database and, where asked for, a broker; all gone at the end.

Settings are read once, so this must come before anything of the project:

    with place("postgresql", broker=True) as folder:
        from draws import sending
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from config import broker as valkey
from config.crew import die_with_parent
from tests.running import postgres


@contextmanager
def place(database: str = "sqlite", *, broker: bool = False) -> Iterator[Path]:
    """A prepared Django on an empty database of this kind ("sqlite", "postgresql")."""
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir="/tmp"))
    server = None
    try:
        os.environ |= environment(folder, database)
        server = start_broker(folder) if broker else None
        prepare()
        yield folder
    finally:
        if server:
            server.kill()
            server.wait()
        leave_database()
        shutil.rmtree(folder, ignore_errors=True)


def environment(folder: Path, database: str) -> dict[str, str]:
    """What the settings read, for this process and those that it starts."""
    url = f"sqlite:///{quote(str(folder / 'db.sqlite3'))}"
    if database == "postgresql":
        (folder / "postgresql").mkdir()
        folder.chmod(0o755)
        url = postgres.start(folder / "postgresql")
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ENV_FILE": os.devnull,
        "VAR_DIR": str(folder),
        "DATABASE_URL": url,
        "REDIS_URL": "",
        "DEBUG": "false",
        "SECRET_KEY": "for measurements only, long enough to please the checks of Django",
        "LOG_LEVEL": "WARNING",
    }


def start_broker(folder: Path) -> subprocess.Popen[bytes]:
    """A Valkey server on the socket that the settings name."""
    socket = folder / "broker.sock"
    server = subprocess.Popen(valkey.command(socket), preexec_fn=die_with_parent)
    while not socket.exists():
        time.sleep(0.02)
    return server


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
