"""Beside the score: what would raise it, what it will be, and which answers to look at again."""

from typing import Any

from scoring.advice import advice
from scoring.assess import Assessment
from scoring.contradictions import contradictions
from scoring.streams import STREAMS
from scoring.timeline import timeline, two_years_from


def outlook(found: Assessment) -> dict[str, Any]:
    """The options, the periods of the next two years and the contradictions of an assessment."""
    periods = timeline(found.profile, found.on, two_years_from(found.on), found.book)
    return {
        "options": [
            {"because": option.because, "gain": option.gain, "crs": option.crs, "opens": names(option.opens)}
            for option in advice(found)
        ],
        "periods": [{"since": period.since, "crs": period.crs, "streams": names(period.streams)} for period in periods],
        "contradictions": contradictions(found.profile, found.on, found.rules),
        "more": {factor.code: found.crs.gain(factor.code) for factor in found.crs.factors},
    }


def names(streams: tuple[str, ...]) -> list[Any]:
    """The streams in words."""
    return [STREAMS[stream] for stream in streams]
