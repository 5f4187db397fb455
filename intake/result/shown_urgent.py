"""What cannot wait, in words: the day, the kinds of round that close with it, and the programs that it prevents."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from intake.result.outlook import name_rounds, name_streams
from intake.result.score_calendar import assess_periods, see_ahead
from scoring.assess import ProfileAssessment
from scoring.plans.deadlines import Urgent, find_urgent
from scoring.streams import PROGRAMS


class ShownUrgent(NamedTuple):
    """What cannot wait, with the kinds of round in words."""

    found: Urgent
    closes: list[Any]
    everything: bool
    prevented: list[Any]


def describe_urgent(
    now: ProfileAssessment, held: Collection[str], submitted_on: date | None = None
) -> list[ShownUrgent]:
    """What cannot wait; `held`: the streams of which rounds are held today; `submitted_on`: as in `find_urgent`."""
    days = assess_periods(now, see_ahead(now))
    return [
        ShownUrgent(found, name_rounds(found.closes, held), not found.remaining, name_prevented(found))
        for found in find_urgent(now, days, submitted_on)
    ]


def name_prevented(found: Urgent) -> list[Any]:
    """The programs that would be met if the paper still counted; the kinds of round, where no program is among them."""
    streams = found.prevented.streams if found.prevented else ()
    return [PROGRAMS[one] for one in streams if one in PROGRAMS] or name_streams(streams)
