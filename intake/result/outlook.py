"""Beside the score: what would raise it, what it will be, who should apply, which answers to look at again."""

from collections.abc import Iterable
from typing import Any

from intake.result.couple_options import orders
from intake.result.question_links import Leads, question, to_own_answers
from intake.result.score_calendar import Change, changes, each_day, periods
from intake.result.score_chart import chart
from scoring.advice import advice
from scoring.assess import Assessment
from scoring.contradictions import contradictions
from scoring.streams import STREAMS


def outlook(found: Assessment, leads: Leads = to_own_answers) -> dict[str, Any]:
    """The options, the calendar of the next two years, a couple's orders and the contradictions of an assessment."""
    ahead = periods(found)
    days = each_day(found, ahead)
    coming = changes(days)
    return {
        "options": [
            {
                "because": option.because,
                "gain": option.gain,
                "crs": option.crs,
                "opens": names(option.opens),
                "closes": names(option.closes),
            }
            for option in advice(found)
        ],
        "periods": [
            {"since": day.on, "crs": day.crs.total, "streams": names(day.streams), "undecided": bool(day.undecided)}
            for day in days
        ],
        "chart": chart(ahead),
        "changes": coming,
        "fall": fall(coming),
        "orders": orders(found),
        "contradictions": [
            {"because": reason, "question": question(reason.code, leads)}
            for reason in contradictions(found.profile, found.on, found.rules)
        ],
        "more": {factor.code: found.crs.gain(factor.code) for factor in found.crs.factors},
    }


def fall(ahead: list[Change]) -> Change | None:
    """The day that takes the most points, where it is not the next one, which is said anyway."""
    worst = min(ahead[1:], key=lambda change: change.gain, default=None)
    return worst if worst and worst.gain < min(ahead[0].gain, 0) else None


def names(streams: Iterable[str]) -> list[Any]:
    """The streams in words."""
    return [STREAMS[stream] for stream in streams]
