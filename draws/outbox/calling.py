"""Calling the workers for letters that somebody waits for."""

from intake.common.calling import call_task

# By its name: the tasks know this module.
SEND_URGENT = "draws.tasks.send_urgent"


def call_for_letter(pk: int) -> None:
    """Have a letter sent that somebody waits for."""
    call_task(SEND_URGENT, [pk])
