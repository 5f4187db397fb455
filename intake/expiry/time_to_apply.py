"""How many days are left to apply after an invitation."""

from collections.abc import Sequence
from datetime import date, timedelta

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


def name_newest_day(begun: date, on: date, days: Sequence[int]) -> str | None:
    """The key of the latest of these days after the invitation that has come: "2026-11-01 day 30".

    `days` are in order. None before the first of them.
    """
    # The latest alone: it makes up for days on which nothing ran (record 0024).
    come = [day for day in days if begun + timedelta(days=day) <= on]
    return f"{begun} day {come[-1]}" if come else None


def get_days_to_apply(on: date) -> int:
    """How many days an invitation gives, by the rules of a day."""
    return rulebook().on(on)["invitation/deadlines"].points("application", "days")
