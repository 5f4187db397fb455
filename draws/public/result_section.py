"""Where a kept assessment stands among the rounds so far: what the result page says of it today."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from draws.models import Draw, PoolBand
from draws.public.backtest import Place, Verdict, back_test, past, places
from draws.public.backtest_chart import chart
from draws.public.pool_position import position
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.profile import decode
from scoring.streams import PROGRAMS, STREAMS

ROUNDS_A_STREAM = 5


def where(facts: dict[str, Any], today: date) -> dict[str, Any]:
    """The rounds set beside these facts, and the place in the newest pool."""
    profile = decode(facts)
    draws = list(Draw.objects.with_cutoff_in(STREAMS).filter(held_on__lte=today))
    periods = past(profile, draws, today, rulebook())
    found, now = list(places(profile, draws, periods)), periods[-1]
    test, streams = back_test(found), by_stream(found, now.streams)
    return {
        "today": today,
        "crs": now.crs,
        "test": test,
        "chart": chart(test.places),
        "streams": streams,
        "newest_met": [newest for newest in map(newest_of, streams) if newest and newest.verdict == Verdict.MET],
        "undecided": [PROGRAMS[name] for name in assess(profile, today, rulebook()).undecided],
        "position": position(newest_bands(), now.crs),
    }


def by_stream(found: Sequence[Place], streams: Sequence[str]) -> list[dict[str, Any]]:
    """The last rounds of each stream that the person fits."""
    rounds: dict[str, list[Place]] = defaultdict(list)
    for place in found:
        rounds[place.draw.stream].append(place)
    return [{"title": STREAMS[stream], "places": rounds[stream][:ROUNDS_A_STREAM]} for stream in streams]


def newest_of(stream: dict[str, Any]) -> Place | None:
    """The last round of a stream."""
    return next(iter(stream["places"]), None)


def newest_bands() -> list[PoolBand]:
    """The bands of the newest pool that IRCC published."""
    newest = Draw.objects.newest_pool().values("pk")
    bands = PoolBand.objects.filter(draw__in=newest).select_related("draw")
    return list(bands.only("low", "high", "candidates", "draw__pool_as_on"))
