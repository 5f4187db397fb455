"""What must hold before anything starts; what does not is said in one sentence."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.broker import LONGEST_SOCKET


class Refused(Exception):
    """Nothing was started, and why."""


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Hold the lock for as long as we run; the system lets go of it even after a kill."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise Refused(f"It is already running here (process {file.read().strip()}); end that one first.") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def free_port(port: int) -> None:
    """Nobody else serves on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            reason = f"Port {port} can't be used ({error.strerror}); choose another: PORT={port + 1} make run"
            raise Refused(reason) from None


def short_socket(path: Path) -> None:
    """The operating system can open a socket at this path."""
    length = len(os.fsencode(path))
    if length > LONGEST_SOCKET:
        raise Refused(
            f"The broker's socket {path} has a path of {length} bytes and this system allows {LONGEST_SOCKET}; "
            "set BROKER_SOCKET to a shorter one, such as /tmp/express-entry.sock."
        )
