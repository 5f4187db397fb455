"""Where the marks of a chart stand."""

import re
from datetime import date

import pytest

from draws.public.cutoff_chart import BOTTOM, LEFT, RIGHT, TOP, build_cutoff_chart, build_scale
from draws.public.history import Cutoff, summarize_streams


def rounds(*cutoffs, stream="cec", start=2020):
    """One round a year, newest first, as the database gives them."""
    made = [Cutoff(str(n), date(start + n, 1, 1), stream, cutoff) for n, cutoff in enumerate(cutoffs)]
    return made[::-1]


@pytest.mark.parametrize(
    ("lowest", "highest", "scores"),
    [
        pytest.param(75, 902, [200, 400, 600, 800], id="all rounds"),
        pytest.param(382, 382, [375, 380, 385, 390], id="one round"),
        pytest.param(400, 500, [400, 420, 440, 460, 480, 500], id="round numbers"),
        pytest.param(0, 1200, [0, 200, 400, 600, 800, 1000, 1200], id="all scores"),
    ],
)
def test_a_scale_holds_its_scores_in_few_round_steps(lowest, highest, scores):
    assert [line.score for line in build_scale(lowest, highest, 320).lines] == scores


def test_marks_stand_at_their_day_and_score():
    made = build_cutoff_chart({"a": rounds(400, 450, 500)}, height=300)
    (series,) = made.series
    assert series.marks == f"M{LEFT} 253h0M536 146h0M{RIGHT} 39h0"
    assert (made.lines[0], made.lines[-1]) == ((400, 253), (500, 39))
    assert made.lines[-1].y > TOP
    assert made.lines[0].y < made.height - BOTTOM


def test_the_line_breaks_where_for_over_a_year_there_was_no_round():
    first, second, third = rounds(400, 450, 500)[::-1]
    later = third._replace(held_on=date(2024, 1, 1))
    (series,) = build_cutoff_chart({"a": [later, second, first]}).series
    assert re.sub(r"[\d ]+", "", series.line) == "MLM"


def test_a_round_without_a_cutoff_has_no_mark():
    made = build_cutoff_chart({"a": rounds(400, None, 500), "b": rounds(None)})
    assert [series.rounds for series in made.series] == [2]
    assert (made.rounds, made.lowest, made.highest) == (2, 400, 500)


def test_groups_keep_their_marks_where_one_is_empty():
    made = build_cutoff_chart({"a": [], "b": rounds(400), "c": rounds(500)})
    assert [series.mark for series in made.series] == ["square", "ring"]


def test_nothing_to_show_is_an_error():
    with pytest.raises(ValueError, match="no round has a cut-off"):
        build_cutoff_chart({"a": rounds(None)})


def test_days_are_years_over_long_times_quarters_over_a_year_and_months_over_less():
    years = build_cutoff_chart({"a": rounds(1, 2, 3, 4, 5, 6)})
    assert (years.unit, [tick.on.year for tick in years.ticks]) == ("Y", [2021, 2022, 2023, 2024, 2025])
    assert not any(tick.fine for tick in years.ticks)
    quarters = build_cutoff_chart({"a": rounds(1, 2)})
    assert [str(tick.on) for tick in quarters.ticks] == [
        "2020-01-01",
        "2020-04-01",
        "2020-07-01",
        "2020-10-01",
        "2021-01-01",
    ]
    months = build_cutoff_chart({"a": rounds(1)}, days=(date(2026, 1, 1), date(2026, 3, 15)))
    assert [tick.on.month for tick in months.ticks] == [1, 2, 3]


def test_of_many_days_every_second_one_can_be_left_out():
    years = build_cutoff_chart({"a": rounds(1, 2, 3, 4, 5, 6, 7)})
    assert [tick.fine for tick in years.ticks] == [False, True, False, True, False, True]


def test_a_stream_is_summed_up_by_its_newest_lowest_and_highest():
    (found,) = summarize_streams(rounds(470, 520, 500))
    assert (found.stream, found.rounds, found.newest.cutoff, found.lowest, found.highest) == ("cec", 3, 500, 470, 520)


def test_rounds_of_an_unknown_stream_or_cutoff_are_in_no_summary():
    assert summarize_streams([*rounds(470, stream=""), *rounds(None)]) == []
