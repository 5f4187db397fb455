"""Waiting for a worker."""

import time

WAIT = 30


def wait_until(done, worker):
    """Wait for the worker; show what it wrote when it takes too long."""
    deadline = time.monotonic() + WAIT
    while not done():
        assert time.monotonic() < deadline, worker.output()
        time.sleep(0.05)
