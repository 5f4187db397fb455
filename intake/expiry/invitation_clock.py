"""The clock of an invitation: how many days are left to apply."""

from collections.abc import Sequence
from datetime import date, timedelta

from intake.models import Client
from scoring.apps import rulebook
from scoring.invitation import last_day


def last_of(client: Client) -> date | None:
    """The last day to apply; None for who has no invitation that stands."""
    if client.stage != Client.Stage.INVITED or client.invited_on is None:
        return None
    return last_after(client.invited_on)


def last_after(invited_on: date) -> date:
    """The last day to apply after an invitation, by the rules of its day."""
    return last_day(invited_on, rulebook().on(invited_on))


def newest(begun: date, on: date, days: Sequence[int]) -> str | None:
    """Which of these days after the invitation came last, as keys name it; None before the first.

    `days` are in their order.
    """
    come = [day for day in days if begun + timedelta(days=day) <= on]
    return f"{begun} day {come[-1]}" if come else None


def days_to_apply(on: date) -> int:
    """How many days an invitation gives, by the rules of a day."""
    return rulebook().on(on)["invitation/deadlines"].points("application", "days")
