"""The guard beside `make run`: what the process in the foreground started ends even where that one is killed.

It is a copy of that process, in a session of its own, which reads a pipe: "+7" says that group 7 was started, "-7"
that it has ended. A killed process can't say goodbye, but its end of the pipe closes; then the guard ends what is
left, the broker last.
"""

import contextlib
import os
import signal
import time
from typing import BinaryIO, NoReturn

# Celery's pool may wait thirty seconds to hand over a result; a kill before that loses nothing, since tasks may run
# twice (record 0095).
PATIENCE = 10
PAUSE = 0.05
# Seconds in which a killed group is gone, unless nobody clears away its dead.
KILLED = 1


class Guard:
    """The guard, as the process in the foreground sees it."""

    def __init__(self) -> None:
        """Start it. It keeps the files that are open, so that a lock is held until all has ended."""
        reading, self.telling = os.pipe()
        self.number = os.fork()
        if not self.number:
            os.close(self.telling)
            guard_until_the_end(reading)
        os.close(reading)

    def tell_start(self) -> None:
        """To be called in a new group, before it is anything else: the guard knows it from its first moment."""
        # Several processes share the pipe: a write this short is never mixed with another (POSIX, PIPE_BUF).
        os.write(self.telling, b"+%d\n" % os.getpid())

    def tell_end(self, group: int) -> None:
        """Let it forget a group that has ended: its number may come to be another's."""
        with contextlib.suppress(BrokenPipeError):
            os.write(self.telling, b"-%d\n" % group)

    def has_gone(self) -> bool:
        """Whether it ended, which it should not before we do."""
        if self.number and os.waitpid(self.number, os.WNOHANG)[0]:
            self.number = 0
        return not self.number

    def dismiss(self) -> None:
        """Close the pipe and wait for its end."""
        os.close(self.telling)
        if self.number:
            os.waitpid(self.number, 0)


def guard_until_the_end(reading: int) -> NoReturn:
    """The life of the guard itself."""
    try:
        watch(os.fdopen(reading, "rb"))
    finally:
        # Not `sys.exit`: a forked copy must not run the exit handlers of the process that it was copied from.
        os._exit(0)


def watch(pipe: BinaryIO) -> None:
    """Read until there is nobody to write any more; then end what is left, and at last the broker, which came first."""
    # The terminal sends Ctrl-C to the whole group of the process in the foreground.
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups = read_groups(pipe)
    end_groups(groups[1:])
    end_groups(groups[:1])


def read_groups(pipe: BinaryIO) -> list[int]:
    """The groups that were started and have not ended, in the order of their starts."""
    groups: list[int] = []
    for line in pipe:
        group = int(line[1:])
        groups.append(group) if line.startswith(b"+") else groups.remove(group)
    return groups


def end_groups(groups: list[int]) -> None:
    """Ask their leaders to end, and kill what does not end in time."""
    for group in groups:
        with contextlib.suppress(ProcessLookupError):
            os.kill(group, signal.SIGTERM)
    wait_for_end(groups, PATIENCE)
    for group in groups:
        kill_group(group)
    wait_for_end(groups, KILLED)


def kill_group(group: int) -> None:
    """End every process of it now; tasks may run twice, so nothing is lost."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def wait_for_end(groups: list[int], seconds: float) -> None:
    """Wait until none of them is left, or this many seconds."""
    deadline = time.monotonic() + seconds
    while any(map(lives, groups)) and time.monotonic() < deadline:
        time.sleep(PAUSE)


def lives(group: int) -> bool:
    """Whether a process of this group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
