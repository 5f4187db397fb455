"""What stops `make run` before it starts anything, and what it says."""

import os
import socket
from pathlib import Path

import pytest

from config.run import preflight
from config.run.broker import LONGEST_SOCKET
from config.startup_checks import StartRefused


def test_a_second_one_is_told_which_process_is_running(tmp_path: Path):
    lock = tmp_path / "run.lock"
    said = pytest.raises(StartRefused, match=r"already running here \(process \d+\)")
    with preflight.hold_lock(lock), said, preflight.hold_lock(lock):
        pytest.fail("two at once")


def test_the_lock_is_free_again_afterwards(tmp_path: Path):
    for _ in range(2):
        with preflight.hold_lock(tmp_path / "run.lock"):
            assert (tmp_path / "run.lock").read_text() == str(os.getpid())


def test_a_busy_port_is_refused():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(StartRefused, match=f"Port {port} can't be used .Address already in use.; choose"):
            preflight.check_port(port)


def test_a_free_port_is_accepted():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
    preflight.check_port(port)
    with socket.socket() as ours:
        ours.bind(("127.0.0.1", port))
        assert ours.getsockname()[1] == port, "free after the look as before it"


def test_the_longest_possible_socket_path_is_accepted_and_one_byte_more_is_not():
    preflight.check_socket_path(Path("/" + "x" * (LONGEST_SOCKET - 1)))
    with pytest.raises(StartRefused, match="set BROKER_SOCKET"):
        preflight.check_socket_path(Path("/" + "x" * LONGEST_SOCKET))


def test_bytes_are_counted_and_not_letters():
    with pytest.raises(StartRefused):
        preflight.check_socket_path(Path("/" + "é" * (LONGEST_SOCKET // 2 + 1)))
