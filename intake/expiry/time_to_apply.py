"""How many days are left to apply after an invitation."""

from collections.abc import Sequence
from datetime import date

from intake.models import Client
from scoring.apps import rulebook
from scoring.invitation import last_day


def get_last_day(client: Client) -> date | None:
    """The last day to apply; None for a client without a current invitation."""
    if client.stage != Client.Stage.INVITED or client.invited_on is None:
        return None
    return get_last_day_after(client.invited_on)


def get_last_day_after(invited_on: date) -> date:
    """The last day to apply after an invitation of that day, by the rules of that day."""
    return last_day(invited_on, rulebook().on(invited_on))


def name_newest_day(begun: date, on: date, before_last: Sequence[int]) -> str | None:
    """The key of the latest of some days that has come, counted from the invitation: "2026-11-01 day 30".

    `before_last` says how many days before the last one to apply each of them is. None before the first of them.
    """
    given, passed = get_days_to_apply(begun), (on - begun).days
    # The latest alone: it makes up for days on which nothing ran (record 0024).
    come = [given - days for days in before_last if 0 < given - days <= passed]
    return f"{begun} day {max(come)}" if come else None


def get_days_to_apply(on: date) -> int:
    """How many days an invitation gives, by the rules of a day."""
    return rulebook().on(on)["invitation/deadlines"].points("application", "days")


def list_days_to_apply() -> list[tuple[date, int]]:
    """From which day of an invitation on it gives how many days, in order."""
    editions = rulebook().editions["invitation/deadlines"]
    return [(table.source.effective, table.points("application", "days")) for table in editions if table.cells]
