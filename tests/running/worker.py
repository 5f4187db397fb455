"""A real Celery worker process, on the tests' database and broker."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from config.run.guard import PATIENCE
from config.run.processes import die_with_parent

COMMAND = [sys.executable, "-m", "celery", "--app", "config", "worker", "--loglevel", "INFO"]
QUEUES = "celery,urgent,pdf"
QUICKLY = ["--without-gossip", "--without-mingle"]
WAIT = 90


class WorkerProcess:
    """A worker that can be ended, killed and started again. `environment` may be changed before a start.

    `queues` are those that it takes from, with so many `processes`; `niceness` is how far it stands back behind others.
    """

    def __init__(
        self, log: Path, environment: dict[str, str], *, queues: str = QUEUES, processes: int = 1, niceness: int = 0
    ) -> None:
        self.log = log
        self.environment = environment
        takes = ["--queues", queues, "--concurrency", str(processes), "--hostname", f"{log.stem}@%h"]
        self.command = ["nice", "-n", str(niceness), *COMMAND, *takes]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it takes tasks."""
        self.wait_for(" ready.", self.spawn())

    def spawn(self) -> int:
        """Start it and do not wait; says where in its output the new beginning is."""
        with self.log.open("ab") as out:
            begin = out.tell()
            self.process = subprocess.Popen(
                [*self.command, *QUICKLY],
                env=os.environ | self.environment,
                stdout=out,
                stderr=out,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        return begin

    def wait_for(self, words: str, begin: int = 0, seconds: float = WAIT) -> None:
        """Wait until it has written these words."""
        deadline = time.monotonic() + seconds
        while words not in self.output()[begin:]:
            if time.monotonic() > deadline or (self.process and self.process.poll() is not None):
                raise AssertionError(f"The worker did not write {words!r}:\n{self.output()}")
            time.sleep(0.05)

    def output(self) -> str:
        """All that it has written."""
        return self.log.read_bytes().decode("latin-1")

    def kill(self) -> None:
        """`kill -9`: the worker and its children have no time for anything."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as a service manager would: what it works on is finished, and in the end it is killed."""
        try:
            self._end(signal.SIGTERM, PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()

    def _end(self, number: signal.Signals, seconds: float = WAIT) -> None:
        if self.process and self.process.poll() is None:
            kill = os.killpg if number is signal.SIGKILL else os.kill
            kill(self.process.pid, number)
            self.process.wait(seconds)
