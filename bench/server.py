"""The site as it is served in production, for as long as somebody looks at it: one worker of gunicorn and a broker."""

import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.run import broker
from config.run.processes import end, spawn

ROOT = Path(__file__).parents[1]
FOLDER = tempfile.TemporaryDirectory(prefix="site-")


def prepare_environment(settings_module: str) -> None:
    """A database, a mail folder and a broker of its own; before Django reads its settings."""
    # The database of whoever runs it is left alone: without an address it is a file in the folder below.
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {
        "ENV_FILE": os.devnull,
        "VAR_DIR": FOLDER.name,
        "DJANGO_SETTINGS_MODULE": settings_module,
        "LOG_LEVEL": "WARNING",
        "ALLOW_UNSAFE_START": "true",
        "SECRET_KEY": "for this run only, long enough to please the checks of Django",
    }


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def served(port: int) -> Iterator[None]:
    """The broker and one worker of gunicorn, for as long as this lasts."""
    valkey = spawn(broker.build_command(Path(FOLDER.name) / "broker.sock"))
    gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    web = spawn([*gunicorn, "--log-level", "warning", "--chdir", str(ROOT)])
    try:
        wait_for(port)
        yield
    finally:
        end(web)
        end(valkey)


def wait_for(port: int, patience: float = 30) -> None:
    """Until the server answers."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("gunicorn did not start")
