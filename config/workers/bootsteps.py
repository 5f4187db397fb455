"""What our workers do besides Celery's own steps: say every minute that they live, and see whether others do."""

import logging
import time
from typing import Any

from celery.bootsteps import StartStopStep, Step
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connections
from django.utils import timezone
from kombu.exceptions import OperationalError

from config.startup_checks import exit_unsafe

log = logging.getLogger(__name__)
FIRST_BEAT_AFTER = 0.2  # seconds


class SafetyStep(Step):
    """No worker of a live site that is not safe starts."""

    def create(self, worker: Any) -> None:
        """Look before the worker takes anything. Exits with the sentence."""
        exit_unsafe()


class HeartbeatStep(StartStopStep):
    """Writes the heartbeat of a worker. It is silent while the broker is away: then it does not work either."""

    requires = ("celery.worker.components:Timer",)

    def __init__(self, worker: Any, **options: Any) -> None:
        self.parts: list[str] = []
        self.ended = False
        self.unbroken_since = self.beat_at = float("-inf")
        super().__init__(worker, **options)

    def start(self, worker: Any) -> None:
        """Beat with the first turn of the loop, then every so often."""
        from draws.heartbeats.heartbeat import QUEUES  # noqa: PLC0415  Models can't be read before the applications are.

        self.parts = [QUEUES[name] for name in worker.app.amqp.queues.consume_from if name in QUEUES]
        worker.timer.call_after(FIRST_BEAT_AFTER, self.beat, (worker,))
        worker.timer.call_repeatedly(settings.HEARTBEAT_SECONDS, self.beat, (worker,))

    def beat(self, worker: Any) -> None:
        """Write that we live; a worker that has lived on for a while also looks at the others."""
        from draws.heartbeats import heartbeat  # noqa: PLC0415

        if self.ended:  # the loop still turns while the last tasks end
            return
        try:
            heartbeat.record(self.parts, worker.hostname, timezone.now())
            # Any worker may see it: with a dead beat no sweep would tell anybody (record 0067).
            if self.has_seen_enough(heartbeat.get_patience().total_seconds()):
                call_for_silent(worker)
        except (DatabaseError, OperationalError) as problem:
            log.warning("No heartbeat could be written: %s", type(problem).__name__)
        finally:
            connections.close_all()

    def has_seen_enough(self, patience: float) -> bool:
        """Whether no pause of ours explains why the others look silent: after one, all begin again."""
        now = time.monotonic()
        if now - self.beat_at > patience:
            self.unbroken_since = now
        self.beat_at = now
        return now - self.unbroken_since > patience

    def stop(self, worker: Any) -> None:
        """End in order: nobody is told of a death."""
        from draws.heartbeats import heartbeat  # noqa: PLC0415

        self.ended = True
        try:
            heartbeat.forget(self.parts, worker.hostname)
        except DatabaseError as problem:
            log.warning("The database is away at the end: %s", type(problem).__name__)


def call_for_silent(worker: Any) -> None:
    """If a process has gone silent and staff do not know, notify them through this worker's own queue.

    The silent one has no consumer.
    """
    from draws.heartbeats.heartbeat import find_silent  # noqa: PLC0415
    from intake.common.task_calls import call_task  # noqa: PLC0415

    if find_silent(timezone.now()).filter(told_at=None).exists():
        queue = next(iter(worker.app.amqp.queues.consume_from))
        call_task("draws.tasks.report_silence", queue=queue, expires=settings.HEARTBEAT_SECONDS)
