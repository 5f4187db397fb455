"""The one door by which tasks are called: after the commit of what they work on, and never where that is undone.

A worker that is faster than the transaction would find nothing to do. What a lost
call leaves undone is in the database, where a sweep finds it. `tests/config/test_calling.py`
refuses every other way of calling.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)
# Ids and numbers: the broker carries no answer of anybody's (docs/privacy-impact.md).
Arguments = tuple[Any, ...]


@dataclass
class Call:
    """Calls of a task, one for each of `arguments`.

    `handed_over`: whether the broker has them all; None until the transaction is committed.
    """

    task: str
    arguments: list[Arguments]
    countdown: float | None = None
    handed_over: bool | None = None
    queue: str | None = None
    expires: float | None = None

    def make(self) -> None:
        """Hand them to the broker; the first that it does not take is the last to be tried."""
        try:
            for given in self.arguments:
                # By its name: the modules of tasks import those that call them.
                current_app.send_task(
                    self.task, given, countdown=self.countdown, queue=self.queue, expires=self.expires
                )
        except OperationalError as problem:
            # Nothing is lost: what is owed stands in the database, where the sweep finds it (record 0013).
            log.warning("The broker is away, the sweep does it later: %s", problem)
            self.handed_over = False
        else:
            self.handed_over = True

    @property
    def failed(self) -> bool:
        """Whether it is known that the broker does not have them all."""
        return self.handed_over is False


def call_task(
    task: str,
    *arguments: Any,
    countdown: float | None = None,
    queue: str | None = None,
    expires: float | None = None,
) -> Call:
    """Call a task by its name once the transaction under way is committed; at once outside of one.

    `countdown`: seconds that it waits in the broker; `expires`: seconds after which nobody takes it any more;
    `queue`: another one than its route says.
    """
    return make_after_commit(Call(task, [arguments], countdown, queue=queue, expires=expires))


def call_for_each(task: str, arguments: Iterable[Arguments]) -> Call:
    """The same for many calls of one task."""
    return make_after_commit(Call(task, list(arguments)))


def make_after_commit(call: Call) -> Call:
    """Make the call when the transaction under way is committed."""
    # A worker that was faster than the commit found nothing, and did nothing (record 0088).
    transaction.on_commit(call.make)
    return call
