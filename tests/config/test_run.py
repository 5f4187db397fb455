"""`make run` from its first start to its end: everything runs, and nothing is left behind."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError

import psutil
import pytest
from django.conf import settings

from config.run import preflight
from config.startup_checks import StartRefused
from tests.running.postgres import free_port

pytestmark = [pytest.mark.broker, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]
WAIT = 90


class FirstStart(NamedTuple):
    """What became of a first start: its folder, its exit code, what it said, and whether its socket was left."""

    folder: Path
    code: int
    output: str
    left_a_socket: bool


class Run:
    """One `python -m config.run` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "output"
        self.port = free_port()
        environment = {**os.environ, "VAR_DIR": str(folder), "PORT": str(self.port)}
        del environment["DATABASE_URL"]
        with self.log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.run"], env=environment, stdout=out, stderr=out
            )

    def wait_for(self, pattern: str) -> None:
        """Wait until it has written what fits this pattern."""
        deadline = time.monotonic() + WAIT
        while not re.search(pattern, self.log.read_text()):
            assert time.monotonic() < deadline, self.log.read_text()
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)

    def wait_until_well(self) -> None:
        """Wait until web server, workers and beat are at work."""
        deadline = time.monotonic() + WAIT
        while True:
            try:
                return urllib.request.urlopen(f"http://localhost:{self.port}/healthz").close()
            except URLError:
                assert time.monotonic() < deadline, self.log.read_text()
                time.sleep(0.1)

    def left(self) -> list[psutil.Process]:
        """The processes that belong to this folder, the one started first being first."""
        return sorted(filter(self.is_mine, psutil.process_iter()), key=lambda process: process.pid)

    def is_mine(self, process: psutil.Process) -> bool:
        """By its environment, which Valkey writes over, or by its command line."""
        try:
            environment, line = process.environ(), " ".join(process.cmdline())
        except psutil.Error:
            return False
        return environment.get("VAR_DIR") == str(self.folder) or str(self.folder) in line

    def one(self, word: str) -> psutil.Process:
        """The first process with this word in its command line."""
        return next(process for process in self.left() if word in process.cmdline() or word in process.name())

    def pid_of(self, word: str) -> int | None:
        """The number of the first process with this word in its command line, if there is one."""
        return next((process.pid for process in self.left() if word in process.cmdline()), None)

    def end(self) -> int:
        """Wait for the end; nothing may be left, no process and no socket."""
        code = self.process.wait(WAIT)
        deadline = time.monotonic() + WAIT
        while self.left() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert self.left() == []
        return code


@contextmanager
def start(folder: Path) -> Iterator[Run]:
    """Run it in a folder until it is ready; whatever a test leaves of it is killed."""
    started = Run(folder)
    try:
        started.wait_for(r" ready\.")
        yield started
    finally:
        for process in started.left():
            process.kill()
        started.process.wait(WAIT)


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> FirstStart:
    """The first start in a folder, which fills it, from its beginning to a Ctrl-C."""
    with start(tmp_path_factory.mktemp("run")) as run:
        run.wait_until_well()
        run.process.send_signal(signal.SIGINT)
        code = run.end()
    # Its words now: a later start in the folder writes over them.
    return FirstStart(run.folder, code, run.log.read_text(), (run.folder / "broker.sock").exists())


@pytest.fixture
def run(first_start: FirstStart) -> Iterator[Run]:
    """A later start, in the folder that the first one filled."""
    with start(first_start.folder) as run:
        yield run


def test_the_first_start_fills_the_site_and_ctrl_c_ends_all(first_start: FirstStart):
    assert first_start.code == 0
    assert not first_start.left_a_socket
    for words in ("First start", "200 created"):
        assert words in first_start.output
    assert (first_start.folder / "staff-password").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("part", ["valkey-server", "worker"])
def test_the_end_of_one_ends_all(run: Run, part: str):
    run.one(part).kill()
    assert run.end() == 1
    assert "ended by itself (code -9)" in run.log.read_text()


def change(run: Run, *paths: str) -> None:
    """Touch files, and wait until each was seen and web server and worker are new processes."""
    before = {part: run.one(part).pid for part in ("runserver", "worker")}
    for path in paths:
        (settings.BASE_DIR / path).touch()
    # Together, unless a look came between the two.
    for path in paths:
        run.wait_for(rf"Changed: .*{re.escape(Path(path).name)}")
    deadline = time.monotonic() + WAIT
    while any(run.pid_of(part) in {None, pid} for part, pid in before.items()):
        assert time.monotonic() < deadline, run.log.read_text()
        time.sleep(0.1)


def test_a_later_start_keeps_data_and_password_and_a_change_starts_web_and_worker_anew(run: Run):
    assert "First start" not in run.log.read_text()
    assert (run.folder / "staff-password").read_text().strip() in run.log.read_text()
    change(run, "config/wsgi.py", "templates/draws/email/alert.txt")
    run.process.terminate()
    assert run.end() == 0


def test_the_end_of_the_guard_ends_all(run: Run):
    guard = next(
        process for process in run.left() if process.ppid() == run.process.pid and "config.run" in process.cmdline()
    )
    guard.kill()
    assert run.end() == 1
    assert "the guard ended by itself" in run.log.read_text()


def test_nothing_outlives_a_kill_of_the_process_in_the_foreground_not_even_what_does_not_listen(run: Run):
    """A worker that is stopped can't end when it is asked to; the others do. The place is free when all has gone."""
    run.one("worker").suspend()
    run.process.kill()
    run.process.wait(WAIT)
    with pytest.raises(StartRefused, match="already running"), preflight.hold_lock(run.folder / "run.lock"):
        pass
    assert run.end() == -signal.SIGKILL
    assert not (run.folder / "broker.sock").exists()
