"""Where a saved assessment stands among the rounds so far: what the result page says of it today."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from draws.models import Draw, PoolBand
from draws.public.backtest import RoundResult, Verdict, build_back_test, build_timeline, judge_rounds
from draws.public.pool_chart import build_pool_chart
from draws.public.pool_position import find_position
from intake.common.charts.step_chart import SHAPES, WIDE_ROUND_FRAME, RoundPoint, build_round_chart
from intake.result.headline_score import HeadlineScore
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.profile import decode
from scoring.streams import PROGRAMS, STREAMS

ROUNDS_A_STREAM = 5


def build_context(
    facts: dict[str, Any], today: date, headline: HeadlineScore, ways: Collection[str] = ()
) -> dict[str, Any]:
    """The rounds compared with these facts, and the position in the newest pool of the figure that leads.

    `ways`: the kinds of round that the page shows a way into; their last ones are drawn where no round so far was open.
    """
    profile = decode(facts)
    draws = list(Draw.objects.with_cutoff_in(STREAMS).filter(held_on__lte=today))
    periods = build_timeline(profile, draws, today, rulebook())
    # Today's score: since the assessment was saved a birthday may have changed it, or a test have lapsed.
    found, now = list(judge_rounds(profile, draws, periods)), periods[-1]
    bands, assessed = list_newest_bands(), assess(profile, today, rulebook())
    # The past is judged by what was at hand; where one would stand in the pool, by the figure that leads.
    test, streams = build_back_test(found), group_by_stream(found, now.streams)
    rounds = test.rounds or list_ahead(draws, ways, headline)
    shapes = choose_shapes(rounds)
    points = list_points(rounds, shapes)
    return {
        "today": today,
        "crs": now.crs,
        "test": test,
        "ahead": [] if test.rounds else rounds,
        "chart": build_round_chart(points),
        "wide_chart": build_round_chart(points, WIDE_ROUND_FRAME),
        "shapes": [(shape, STREAMS[stream]) for stream, shape in shapes.items()],
        "streams": streams,
        "newest_met": [newest for newest in map(find_newest, streams) if newest and newest.verdict == Verdict.MET],
        "undecided": [PROGRAMS[name] for name in assessed.undecided],
        "headline": headline,
        "position": find_position(bands, headline.crs),
        "pool": build_pool_chart(bands, headline.crs),
        "wide_pool": build_pool_chart(bands, headline.crs, WIDE_ROUND_FRAME.width),
    }


def list_ahead(draws: Iterable[Draw], ways: Collection[str], headline: HeadlineScore) -> list[RoundResult]:
    """The last rounds of these kinds beside the figure that leads as it is today, newest first."""
    last: dict[str, list[Draw]] = defaultdict(list)
    for draw in draws:
        if draw.stream in ways and draw.cutoff is not None and len(last[draw.stream]) < ROUNDS_A_STREAM:
            last[draw.stream].append(draw)
    found = sorted((draw for rounds in last.values() for draw in rounds), key=lambda draw: draw.held_on, reverse=True)
    return [RoundResult(draw, headline.crs, judge_level(draw, headline.crs)) for draw in found]


def judge_level(draw: Draw, crs: int) -> Verdict:
    """Whether a score is at the cut-off or above it, whatever opens the kind of round."""
    return Verdict.MET if draw.cutoff is not None and crs >= draw.cutoff else Verdict.SHORT


def choose_shapes(rounds: Sequence[RoundResult]) -> dict[str, str]:
    """How the rounds of each stream are marked, in the order in which the site names streams."""
    found = {one.draw.stream for one in rounds}
    known = [stream for stream in STREAMS if stream in found]
    # Of more streams than there are shapes the last ones share one: the table below still names each.
    return {stream: SHAPES[min(index, len(SHAPES) - 1)] for index, stream in enumerate(known)}


def list_points(rounds: Sequence[RoundResult], shapes: Mapping[str, str]) -> list[RoundPoint]:
    """The rounds for the chart, oldest first."""
    return [
        RoundPoint(
            one.draw.held_on,
            one.draw.cutoff or 0,
            one.crs,
            one.verdict == Verdict.MET,
            shapes[one.draw.stream],
        )
        for one in reversed(rounds)
    ]


def group_by_stream(found: Sequence[RoundResult], streams: Sequence[str]) -> list[dict[str, Any]]:
    """The last rounds of each stream that the person fits."""
    rounds: dict[str, list[RoundResult]] = defaultdict(list)
    for one in found:
        rounds[one.draw.stream].append(one)
    return [{"title": STREAMS[stream], "rounds": rounds[stream][:ROUNDS_A_STREAM]} for stream in streams]


def find_newest(stream: dict[str, Any]) -> RoundResult | None:
    """The last round of a stream."""
    return next(iter(stream["rounds"]), None)


def list_newest_bands() -> list[PoolBand]:
    """The bands of the newest pool that IRCC published."""
    newest = Draw.objects.newest_pool().values("pk")
    bands = PoolBand.objects.filter(draw__in=newest).select_related("draw")
    return list(bands.only("low", "high", "candidates", "draw__pool_as_on"))
