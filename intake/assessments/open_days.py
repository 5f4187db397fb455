"""What the open days of jobs decide: worked out with a result, kept in it, said there and on the check."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import msgspec

from intake.questionnaire.job_days import find_open_days
from scoring.apps import rulebook
from scoring.exact_days import Decision, find_decisions
from scoring.profile import decode
from scoring.reasons import Reason
from scoring.streams import STREAMS

# Beside the facts, which keep to the public form: that knows days alone (record 0062).
KEY = "exact_days"
LISTINGS = {"me": "jobs", "partner": "partner-jobs"}


class DecidingDay(NamedTuple):
    """A day that decides, in words, and the page that asks for it."""

    because: Reason
    opens: list[Any]
    closes: list[Any]
    slug: str


def find_open_decisions(known: Mapping[str, Any], facts: dict[str, Any], on: date) -> list[Decision]:
    """What the days decide that were not stated in these answers, which made these facts.

    Raises `ProfileError` where the answers contradict each other.
    """
    days = find_open_days(known)
    # By assessing and not by arithmetic beside the rules, so that every threshold is among them (record 0062).
    return find_decisions(decode(facts), days, on, rulebook()) if days else []


def serialize_decisions(found: list[Decision]) -> dict[str, Any]:
    """As a saved result has them; nothing where nothing is open."""
    return {KEY: msgspec.to_builtins(found)} if found else {}


def read_decisions(result: dict[str, Any]) -> list[DecidingDay]:
    """Those of a kept result."""
    return [describe_decision(decision) for decision in msgspec.convert(result.get(KEY, []), list[Decision])]


def describe_decision(decision: Decision) -> DecidingDay:
    """One of them, to be shown."""
    opens, closes = ([STREAMS[name] for name in names] for names in (decision.opens, decision.closes))
    return DecidingDay(
        decision.because, opens, closes, LISTINGS[decision.open_day.who] if decision.open_day else "jobs"
    )
