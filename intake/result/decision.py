"""What the result page says first: the figure that leads, what cannot wait, and the realistic ways.

All of it is of today, by the rules of today, whatever day the result was worked out on: nobody is told of a deadline
that has passed.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from intake.common.past_rounds import find_last_rounds
from scoring.apps import rulebook
from scoring.assess import Assessment, assess
from scoring.plans.combine import list_plans
from scoring.plans.estimates import Estimate, choose_estimate, list_estimates
from scoring.plans.urgent import Urgent, find_urgent
from scoring.plans.ways import Rounds, Way, find_next_step, list_ways
from scoring.profile import decode
from scoring.reasons import Reason
from scoring.rulebook import Rules
from scoring.streams import STREAMS
from scoring.timeline import timeline, two_years_from

COMPARED = 2  # rounds in the one sentence of where a score stands


class ShownWay(NamedTuple):
    """A way with its words: the kind of round, what is supposed first, and the next step."""

    way: Way
    title: Any
    step: Reason
    supposed: tuple[Reason, ...]

    @property
    def missing(self) -> int:
        """The points below the newest cut-off."""
        return max(-self.way.distance, 0)

    @property
    def changes(self) -> tuple[Reason, ...]:
        """All that has to become true, what is supposed first."""
        return (*self.supposed, *(self.way.plan.changes if self.way.plan else ()))


class ShownUrgent(NamedTuple):
    """What cannot wait, with the kinds of round in words."""

    found: Urgent
    closes: list[Any]
    everything: bool


def build_decision(facts: dict[str, Any], today: date, clb: int | None = None) -> dict[str, Any]:
    """The first part of the page; `clb` is the level chosen for an estimate."""
    now = assess(decode(facts), today, rulebook())
    estimates = list_estimates(now)
    chosen = choose_estimate(estimates, clb)
    basis = chosen.found if chosen else now
    ways = list(describe_ways(basis, find_last_rounds(today), chosen))
    return {
        "now": now,
        "estimate": chosen,
        "levels": [one.clb for one in estimates if one.clb],
        "urgent": describe_urgent(now),
        "ways": ways,
        "compared": [shown for shown in ways if shown.way.is_open and not shown.way.old][:COMPARED],
        "application": describe_application(now.rules),
    }


def describe_ways(basis: Assessment, rounds: Rounds, chosen: Estimate | None) -> Iterator[ShownWay]:
    """The ways of a person, or of the estimate that leads."""
    supposed = chosen.missing if chosen else ()
    for way in list_ways(basis, list_plans(basis), rounds):
        step = find_next_step(way, basis)
        if supposed:
            step = Reason("step_test" if supposed[0].code == "all_abilities" else "step_eca")
        yield ShownWay(way, STREAMS[way.stream], step, supposed)


def describe_urgent(now: Assessment) -> list[ShownUrgent]:
    """What cannot wait."""
    periods = timeline(now.profile, now.on, two_years_from(now.on), now.book)
    days = [assess(now.profile, period.since, now.book) for period in periods]
    return [
        ShownUrgent(found, [STREAMS[stream] for stream in found.closes], not found.remaining)
        for found in find_urgent(days)
    ]


def describe_application(rules: Rules) -> dict[str, Any]:
    """What comes after an invitation: the days to apply, and IRCC's fees of one person in dollars."""
    fees = rules.get("guide/fees")
    return {
        "days": rules["invitation/deadlines"].points("application"),
        "fees": sum(fees.column_values()) if fees else None,
    }
