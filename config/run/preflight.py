"""What must hold before anything starts; what does not is named in one sentence."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.run.broker import LONGEST_SOCKET
from config.startup_checks import StartRefused


@contextmanager
def hold_lock(lock: Path) -> Iterator[None]:
    """Hold the lock for as long as we run; the system releases it even after a kill."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise StartRefused(
                f"It is already running here (process {file.read().strip()}); end that one first."
            ) from None
        # Opened for appending, so that the number of the process that holds the lock can be read by the next one.
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def check_port(port: int) -> None:
    """Refuse a port on which somebody else serves."""
    with socket.socket() as probe:
        # As servers do: the port of a run that ended a moment ago is in TIME_WAIT, and free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            reason = f"Port {port} can't be used ({error.strerror}); choose another: PORT={port + 1} make run"
            raise StartRefused(reason) from None


def check_socket_path(path: Path) -> None:
    """Refuse a path at which the operating system can't open a socket."""
    length = len(os.fsencode(path))
    if length > LONGEST_SOCKET:
        raise StartRefused(
            f"The broker's socket {path} has a path of {length} bytes and this system allows {LONGEST_SOCKET}; "
            "set BROKER_SOCKET to a shorter one, such as /tmp/express-entry.sock."
        )
