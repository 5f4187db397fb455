"""`make run`: web, workers, beat and broker together, under one foreground process.

Ctrl-C, a termination signal, the end of `make` or of any one of them ends all.
In development, a change of code or of a table restarts web, worker and beat.
"""

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DEBUG", "true")

from collections.abc import Iterator

from django.conf import settings
from watchfiles import PythonFilter, watch

from config.run import broker, preflight
from config.run.processes import ProcessGroup
from config.startup_checks import StartRefused

CELERY = [sys.executable, "-m", "celery", "--quiet", "--app", "config"]
QUIETLY = ["--loglevel", "INFO", "--without-gossip", "--without-mingle"]
WORKER = [*CELERY, "worker", "--concurrency", "2", *QUIETLY]
# Codes and confirmations, for which somebody waits.
URGENT = [*CELERY, "worker", "--concurrency", "1", "--queues", "urgent", "--hostname", "urgent@%h", *QUIETLY]
# PDFs, which take a second of processor each.
PDF = [*CELERY, "worker", "--concurrency", "1", "--queues", "pdf", "--hostname", "pdf@%h", *QUIETLY]
BEAT = [*CELERY, "beat", "--loglevel", "WARNING"]
RELOADED = ("web server", "worker", "urgent worker", "PDF worker", "beat")
LOOK_EVERY = 200  # milliseconds
# `restart_on_change` restarts it with the others; Django's own reloader would do it a second time.
WEB = [sys.executable, "manage.py", "runserver", "--noreload", str(settings.PORT)]


def print_line(sentence: str) -> None:
    """A line for the person at the terminal."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def start_broker(group: ProcessGroup) -> None:
    """Start the embedded broker, where no other is given, and wait for its socket."""
    if settings.REDIS_URL:
        return
    # A killed broker leaves its socket, which the loop below would take for the new one's.
    settings.BROKER_SOCKET.unlink(missing_ok=True)
    group.start("broker", broker.build_command(settings.BROKER_SOCKET))
    while not settings.BROKER_SOCKET.exists() and not group.ending():
        time.sleep(0.02)


# The broker first, because it is ended last: workers need it to end in order (record 0004).
def start_all(group: ProcessGroup) -> None:
    """The broker, the first start's work, then the five that use them."""
    start_broker(group)
    group.finish("first start", [sys.executable, "-m", "config.run.first_start"])
    group.start("web server", WEB)
    group.start("worker", WORKER)
    group.start("urgent worker", URGENT)
    group.start("PDF worker", PDF)
    group.start("beat", BEAT)


def restart_on_change(group: ProcessGroup) -> Iterator[None]:
    """Restart web server, worker and beat when a module, a table or a template changes; yields between two looks."""
    folders = [settings.BASE_DIR / name for name in ("config", "scoring", "intake", "draws", "templates")]
    # Tables, catalogues and templates too, which a process reads once.
    code = PythonFilter(extra_extensions=(".toml", ".csv", ".mo", ".html", ".txt"))
    for changes in watch(
        *folders, watch_filter=code, rust_timeout=LOOK_EVERY, yield_on_timeout=True, raise_interrupt=False
    ):
        if changes and not group.ending():
            print_line(
                f"Changed: {', '.join(sorted({Path(path).name for _kind, path in changes}))}. Starting again ..."
            )
            for name in RELOADED:
                group.restart(name)
        yield


def run() -> int:
    """Run until there is a reason to end; 1 where one of them failed."""
    group = ProcessGroup()
    try:
        start_all(group)
        group.watch(restart_on_change(group) if settings.DEBUG else None)
    finally:
        group.stop()
        settings.BROKER_SOCKET.unlink(missing_ok=True)
    print_line(f"All ended: {group.reason}.")
    return int(group.failed)


def main() -> int:
    """Check, then run."""
    try:
        with preflight.hold_lock(settings.VAR_DIR / "run.lock"):
            preflight.check_port(settings.PORT)
            preflight.check_socket_path(settings.BROKER_SOCKET)
            return run()
    except StartRefused as refused:
        sys.exit(str(refused))


if __name__ == "__main__":
    sys.exit(main())
