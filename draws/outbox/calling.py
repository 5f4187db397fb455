"""Calling the workers. Where the broker is away, what is owed stands in the database, and the sweep finds it."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)
# By its name: the tasks know this module.
SEND_URGENT = "draws.tasks.send_urgent"


def call_task(task: str, *arguments: object) -> bool:
    """Call a task by its name; False where the broker is away."""
    try:
        current_app.send_task(task, arguments)
    except OperationalError as problem:
        log.warning("The broker is away, the sweep does it later: %s", problem)
        return False
    return True


def call_for_letter(pk: int) -> None:
    """Have a letter sent that somebody waits for."""
    call_task(SEND_URGENT, [pk])
