"""Celery's beat with what it must remember in the database, so that it needs no file and several do no harm.

The beat that holds the lease (`draws.heartbeats.beat_lease`) calls the tasks; any other stands by. While the
database is away nothing is called: every task would need it.
"""

import logging
import os
import socket
import time
from datetime import datetime
from typing import Any

from celery.beat import Scheduler
from django.db import Error as DatabaseError
from django.db import connections
from django.utils import timezone

from config.startup_checks import exit_unsafe

log = logging.getLogger(__name__)
PART = "beat"
# Seconds between two looks at the lease, which is held for three times as long.
LOOK_EVERY = 30.0
# Seconds that one which stands by sleeps.
STAND_BY = 10.0


class DatabaseScheduler(Scheduler):
    """Beat's own scheduler, for one of several processes at a time."""

    max_interval = int(STAND_BY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.node = f"{PART}@{socket.gethostname()}:{os.getpid()}"
        self.leading = False
        self.looked_at = self.beat_at = float("-inf")
        # Before anything is scheduled: an unsafe site must not send.
        exit_unsafe()
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Call one task that is due, if it is ours to call; seconds until the next look."""
        try:
            self.look()
        except DatabaseError as problem:
            log.warning("The database is away, nothing is called: %s", type(problem).__name__)
            # Django connects again only where the broken connection was closed.
            connections.close_all()
            return STAND_BY
        return min(super().tick(*args, **kwargs), STAND_BY) if self.leading else STAND_BY

    def look(self) -> None:
        """Every so often: say that we live, and take or keep the lease."""
        if time.monotonic() - self.looked_at < get_pause(self.leading):
            return
        now = timezone.now()
        self.record_beat(now)
        self.take_lease(now)
        self.looked_at = time.monotonic()

    def record_beat(self, now: datetime) -> None:
        """Write the heartbeat when it is due."""
        from django.conf import settings  # noqa: PLC0415  Celery reads this module before the applications are ready.

        from draws.heartbeats import heartbeat  # noqa: PLC0415

        if time.monotonic() - self.beat_at >= settings.HEARTBEAT_SECONDS:
            heartbeat.record([PART], self.node, now)
            self.beat_at = time.monotonic()

    def take_lease(self, now: datetime) -> None:
        """Take the lease or keep it; a beat that takes it over goes on from where the other was."""
        from draws.heartbeats import beat_lease  # noqa: PLC0415

        had_led, self.leading = self.leading, beat_lease.take(self.node, now)
        # A beat that takes over reads before it writes: its own times are those of one that called nothing.
        if self.leading and had_led:
            beat_lease.keep_calls(self.node, self.list_calls())
        elif self.leading:
            self.go_on_from(beat_lease.read_calls())

    def list_calls(self) -> dict[str, datetime]:
        """When each task was called last."""
        return {name: entry.last_run_at for name, entry in self.schedule.items() if entry.last_run_at}

    def go_on_from(self, called: dict[str, datetime]) -> None:
        """Count from when each task was called last, by whichever beat."""
        log.info("This beat calls the tasks now: %s", self.node)
        for name in self.schedule.keys() & called.keys():
            self.schedule[name].last_run_at = called[name]
        # Beat keeps a queue of its own, built from the old times; without one it builds another.
        self._heap = None

    def close(self) -> None:
        """End in order: another may take over at once, and nobody is told of a death."""
        from draws.heartbeats import beat_lease, heartbeat  # noqa: PLC0415

        try:
            if self.leading:
                beat_lease.keep_calls(self.node, self.list_calls())
                beat_lease.release(self.node, timezone.now())
            heartbeat.forget([PART], self.node)
        except DatabaseError as problem:
            log.warning("The database is away at the end: %s", type(problem).__name__)
        super().close()


def get_pause(leading: bool) -> float:
    """Seconds between two looks; a beat that stands by looks more often, so that it takes over soon."""
    return LOOK_EVERY if leading else STAND_BY
