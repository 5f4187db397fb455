"""Processes that live and die together.

Each has a session of its own, so that Ctrl-C in the terminal reaches only us and
we end them in order: the last one started first, the broker at the very end. Where
we are killed, the guard does that (`config.run.guard`).
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from config.run.guard import PATIENCE, Guard, kill_group

PAUSE = 0.2
PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Ask Linux to end this process when the one that started it is gone, killed included."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def catches_interrupt(pid: int) -> bool:
    """Whether a process handles SIGINT. GNU make stops doing so once it was interrupted, and waits for us."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    caught = int(status.partition("SigCgt:")[2].split()[0], 16)
    return bool(caught >> (signal.SIGINT - 1) & 1)


def spawn(command: list[str], before: Callable[[], None] = die_with_parent) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own; `before` runs in it first."""
    return subprocess.Popen(command, start_new_session=True, preexec_fn=before)


def end(process: subprocess.Popen[bytes]) -> None:
    """End it, and kill what is left of it and its children after that or after our patience."""
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        pass
    finally:
        # It leads a process group of its own (`spawn`), so that its children, such as Celery's pool, are killed with
        # it.
        kill_group(process.pid)
        process.wait()


def pause_for_ever() -> Iterator[None]:
    """A moment's sleep, again and again."""
    while True:
        time.sleep(PAUSE)
        yield


class ProcessGroup:
    """The running processes, and the reason to end once there is one."""

    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.commands: dict[str, list[str]] = {}
        self.reason = ""
        self.failed = False
        self.guard = Guard()
        self.parent = os.getppid()
        # GNU make, interrupted alone, waits for its child without telling it (record 0004).
        self.parent_catches = catches_interrupt(self.parent)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.signalled)

    def signalled(self, number: int, frame: FrameType | None) -> None:
        """Somebody asked for the end."""
        self.reason = self.reason or f"{signal.Signals(number).name} received"

    def start(self, name: str, command: list[str]) -> None:
        """Start one more, unless the end is near."""
        if not self.ending():
            self.commands[name] = command
            self.running[name] = spawn(command, self.guard.tell_start)

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """End one, and tell the guard so."""
        end(process)
        self.guard.tell_end(process.pid)

    def restart(self, name: str) -> None:
        """End one and start it again with the same command."""
        self.end(self.running.pop(name))
        self.start(name, self.commands[name])

    def finish(self, name: str, command: list[str]) -> None:
        """Run one that ends by itself, to its end or to ours."""
        if self.ending():
            return
        process = spawn(command, self.guard.tell_start)
        while process.poll() is None and not self.ending():
            time.sleep(PAUSE)
        self.end(process)
        if not self.reason and process.returncode:
            self.fail(name, process.returncode)

    def fail(self, name: str, code: int) -> None:
        """Note that one ended by itself, which nobody had asked for."""
        self.failed = True
        self.reason = f"the {name} ended by itself (code {code})"

    def ending(self) -> str:
        """Why all must end now; empty while there is no reason."""
        # The terminal was closed, or make was killed: no signal reaches us then.
        if not self.reason and os.getppid() != self.parent:
            self.reason = "what started us has gone"
        if not self.reason and self.parent_catches and not catches_interrupt(self.parent):
            self.reason = "make was interrupted"
        if not self.reason and self.guard.has_gone():
            self.failed, self.reason = True, "the guard ended by itself"
        for name, process in self.running.items():
            if not self.reason and process.poll() is not None:
                self.fail(name, process.returncode)
        return self.reason

    def watch(self, pauses: Iterator[object] | None = None) -> None:
        """Wait until there is a reason to end, looked for each time that `pauses` yields."""
        for _pause in pauses or pause_for_ever():
            if self.ending():
                return

    def stop(self) -> None:
        """End all, the last one first."""
        # The broker was started first, and workers need it to end in order.
        for process in reversed(self.running.values()):
            self.end(process)
        self.guard.dismiss()
