"""Where a person stands: each round on its own day, by the rules of that day, and never a prediction."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from msgspec.structs import replace

from draws.feed.importer import import_rows
from draws.feed.parser import OWN_COPY
from draws.models import Draw, PoolBand
from draws.public.backtest import Verdict, build_back_test, build_timeline, judge_rounds
from draws.public.pool_chart import build_pool_chart
from draws.public.pool_position import find_position
from draws.public.result_section import build_context, choose_shapes, list_points
from intake.common.charts.step_chart import RoundPoint, build_round_chart
from intake.result.headline_score import find_headline
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.profile import decode
from scoring.streams import STREAMS
from tests.draws.factories import DrawFactory, PublishedDrawFactory

TODAY = date(2026, 8, 25)
TEF = {
    "test": "tef_canada",
    "taken_on": "2025-06-01",
    "reading": 233,
    "writing": 349,
    "listening": 280,
    "speaking": 349,
}
FACTS = {
    "date_of_birth": "1994-05-20",
    "marital_status": "never_married",
    "credentials": [{"level": "masters", "country": "CA", "awarded_on": "2022-06-01"}],
    "language_tests": [
        {"test": "celpip_general", "taken_on": day, "reading": 8, "writing": 9, "listening": 9, "speaking": 8}
        for day in ("2024-03-01", "2026-02-15")
    ]
    + [
        {
            "test": "tef_canada",
            "taken_on": "2025-06-01",
            "reading": 233,
            "writing": 349,
            "listening": 280,
            "speaking": 349,
        }
    ],
    "jobs": [{"noc": "21231", "country": "CA", "start": "2022-07-01", "hours_per_week": 37.5}],
    "settlement_funds_cad": 20000,
}
PROFILE = decode(FACTS)
APRIL_AND_MAY = (date(2020, 4, 30), date(2020, 5, 1))
TIE = datetime(2026, 7, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def feed():
    """IRCC's 438 rounds."""
    import_rows(json.loads(OWN_COPY.read_text())["rounds"])


def beside(profile=PROFILE):
    """Every round beside the person's score."""
    draws = list(Draw.objects.with_cutoff_in(STREAMS))
    return list(judge_rounds(profile, draws, build_timeline(profile, draws, TODAY, rulebook())))


def test_every_round_since_birth_is_judged_as_assess_does_on_its_day(feed):
    found = beside()
    assert len(found) == 438
    for one in found:
        then = assess(PROFILE, one.draw.held_on, rulebook())
        assert (one.crs, one.draw.stream in then.streams) == (then.crs.total, one.verdict != Verdict.OUTSIDE)
        if one.verdict != Verdict.OUTSIDE and one.crs != one.draw.cutoff:
            assert (one.verdict == Verdict.MET) == (then.crs.total > one.draw.cutoff)


def test_a_round_of_the_later_day_is_judged_on_it(feed):
    """146: April 30, 2020 in IRCC's list, and the morning of May 1 by its own time. Thirty on that day."""
    found = beside(replace(PROFILE, date_of_birth=date(1990, 5, 1)))
    (one,) = [one for one in found if one.draw.number == "146"]
    before, then = (assess(replace(PROFILE, date_of_birth=date(1990, 5, 1)), day, rulebook()) for day in APRIL_AND_MAY)
    assert before.crs.total > then.crs.total == one.crs


def test_only_the_last_forty_rounds_that_the_person_could_be_in_count(feed):
    test = build_back_test(beside())
    assert len(test.rounds) == 40
    assert {one.draw.stream for one in test.rounds} == {"cec", "french"}
    assert test.rounds[0].draw.held_on == date(2026, 8, 19)
    assert test.met == sum(one.crs > one.draw.cutoff for one in test.rounds)
    assert 0 < test.met < 40


def test_the_nearest_miss_is_the_fewest_points_and_the_newest_of_them(feed):
    test = build_back_test(beside())
    nearest = test.nearest_miss
    missed = [one for one in test.rounds if one.verdict == Verdict.SHORT]
    assert nearest.missing == min(one.draw.cutoff - one.crs for one in missed) > 0
    assert nearest == next(one for one in missed if one.missing == nearest.missing)


def test_a_round_before_the_test_was_taken_was_not_open():
    DrawFactory(held_on=date(2024, 2, 29), received={}, cutoff=1)
    DrawFactory(held_on=date(2024, 3, 1), received={}, cutoff=1)
    assert [one.verdict for one in beside()] == [Verdict.MET, Verdict.OUTSIDE]


@pytest.mark.parametrize(
    ("tie_break", "submitted", "verdict"),
    [
        pytest.param(None, None, Verdict.MET, id="no tie-break published"),
        pytest.param(TIE, None, Verdict.TIE, id="time not known"),
        pytest.param(TIE, TIE, Verdict.MET, id="at it"),
        pytest.param(TIE, TIE + timedelta(seconds=1), Verdict.LATE, id="after"),
    ],
)
def test_at_the_cutoff_the_time_of_submission_decides(tie_break, submitted, verdict):
    held_on = date(2026, 8, 20)
    cutoff = assess(PROFILE, held_on, rulebook()).crs.total
    DrawFactory(held_on=held_on, received={}, cutoff=cutoff, tie_break=tie_break)
    (one,) = beside(replace(PROFILE, profile_submitted_at=submitted))
    assert (one.verdict, one.missing) == (verdict, 0)


def compare_facts():
    return build_context(FACTS, TODAY, find_headline(assess(decode(FACTS), TODAY, rulebook())))


def test_a_round_that_is_still_to_come_is_not_counted():
    PublishedDrawFactory(held_on=TODAY + timedelta(days=1), cutoff=1)
    assert compare_facts()["test"].rounds == []


def test_the_streams_whose_newest_cutoff_would_have_been_met_are_named():
    day = timedelta(days=1)
    PublishedDrawFactory(stream="cec", held_on=TODAY - day, cutoff=1, tie_break=None)
    PublishedDrawFactory(stream="french", held_on=TODAY - day, cutoff=1199)
    PublishedDrawFactory(stream="french", held_on=TODAY - 9 * day, cutoff=1)
    assert [one.draw.stream for one in compare_facts()["newest_met"]] == ["cec"]


def test_the_chart_has_a_mark_for_each_round_inside_its_frame(feed):
    found = compare_facts()
    drawn = found["chart"]
    assert [mark.met for mark in drawn.marks] == [one.verdict == Verdict.MET for one in reversed(found["test"].rounds)]
    frame = drawn.frame
    assert all(frame.left < mark.x < frame.right and 0 < mark.y < frame.base for mark in drawn.marks)
    assert [mark.x for mark in drawn.marks] == sorted(mark.x for mark in drawn.marks)
    assert build_round_chart(list_points(found["test"].rounds[:1], choose_shapes(found["test"].rounds))) is None


@pytest.mark.parametrize(
    ("scores", "said"),
    [((430, 430, 430), ["382", "725", "430"]), ((430, 430, 431), ["382", "725"]), ((385, 385, 385), ["382", "725"])],
    ids=["level", "with a step", "level, beside an end of the scale"],
)
def test_a_level_line_has_its_score_written_where_there_is_room(scores, said):
    held = zip((date(2026, 8, 1), date(2026, 8, 2), date(2026, 8, 3)), (382, 523, 725), scores, strict=True)
    points = [RoundPoint(on, cutoff, crs, met=crs >= cutoff) for on, cutoff, crs in held]
    assert [label.text for label in build_round_chart(points).scores] == said


def test_nobody_is_compared_with_a_round_that_is_not_public():
    DrawFactory(held_on=date(2026, 8, 20), cutoff=1)
    assert compare_facts()["test"].rounds == []


def test_each_stream_of_today_shows_its_last_five_rounds(feed):
    streams = compare_facts()["streams"]
    assert [(str(stream["title"]), len(stream["rounds"])) for stream in streams] == [
        ("General: all programs", 5),
        ("Federal Skilled Worker Program", 1),
        ("Canadian Experience Class", 5),
        ("French-language proficiency", 5),
    ]


def bands(*rows):
    """Bands of a pool."""
    draw = PublishedDrawFactory(pool_as_on=date(2026, 8, 18))
    return PoolBand.objects.bulk_create([PoolBand(draw=draw, low=a, high=b, candidates=n) for a, b, n in rows])


POOL = [(601, 1200, 10), (501, 600, 100), (491, 500, 1000), (0, 490, 5000)]


@pytest.mark.parametrize(
    ("crs", "least", "most"),
    [
        pytest.param(495, 110, 1110, id="inside a band: the band counts or not"),
        pytest.param(491, 1110, 1110, id="the band's lowest score: all of it stand there or higher"),
        pytest.param(500, 110, 1110, id="the band's highest score"),
        pytest.param(1200, 0, 10, id="the top"),
        pytest.param(0, 6110, 6110, id="the bottom"),
    ],
)
def test_the_place_in_the_pool_is_a_range(crs, least, most):
    found = find_position(bands(*POOL), crs)
    assert (found.least, found.most, found.total, found.on) == (least, most, 6110, date(2026, 8, 18))


@pytest.mark.parametrize(
    ("crs", "said"),
    [
        pytest.param(150, True, id="in the lowest band, and few are in it"),
        pytest.param(495, False, id="in the middle"),
        pytest.param(0, False, id="all of them, exactly"),
    ],
)
def test_of_nearly_all_the_range_is_not_said(crs, said):
    assert find_position(bands((491, 1200, 500), (301, 490, 9000), (0, 300, 100)), crs).nearly_all is said


@pytest.mark.parametrize("width", [360, 760])
def test_the_pool_is_drawn_band_by_band_with_ones_own_filled(width):
    chart = build_pool_chart(bands(*POOL), 495, width)
    assert [(*bar.item[:2], bar.number, bar.item.own) for bar in chart.bars] == [
        (601, 1200, 10, False),
        (501, 600, 100, False),
        (491, 500, 1000, True),
        (0, 490, 5000, False),
    ]
    lengths = [bar.width for bar in chart.bars]
    assert lengths == sorted(lengths)
    assert lengths[3] == round(5 * (width - 160) / 5)
    assert lengths[0] >= 1
    for bar in chart.bars:
        assert bar.end + 7 * len("269,000") <= width, "no number is cut off"
        assert bar.y + chart.bar <= chart.height
    assert all(one.text_y + 4 <= other.y + 10 for one, other in pairwise(chart.bars)), "no line of words over another"


def test_of_an_empty_pool_nothing_is_drawn():
    assert build_pool_chart(bands((0, 1200, 0)), 495) is None
    assert build_pool_chart([], 495) is None
    assert build_pool_chart(bands((501, 1200, 0), (0, 500, 7)), 495).bars[0].width == 0


def test_without_a_distribution_there_is_no_place():
    assert find_position([], 500) is None


def test_the_newest_distribution_counts(feed):
    PublishedDrawFactory(held_on=date(2026, 8, 26), pool_as_on=None)
    assert compare_facts()["position"].on == date(2026, 8, 16)


@pytest.mark.parametrize("rounds", [1, 3])
def test_it_takes_two_queries(rounds, django_assert_num_queries):
    PublishedDrawFactory.create_batch(rounds)
    bands(*POOL)
    with django_assert_num_queries(2):
        compare_facts()
