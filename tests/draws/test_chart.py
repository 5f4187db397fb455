"""Where the marks of a chart stand."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils.translation import override

from draws.public.cutoff_chart import BOTTOM, LEFT, RIGHT, TOP, build_cutoff_chart, build_scale
from draws.public.round_list import Cutoff, summarize_streams


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
    assert [tick.words for tick in years.ticks] == ["2021", "2022", "2023", "2024", "2025"]
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


def test_of_many_days_those_without_room_are_left_out_on_a_narrow_page():
    years = build_cutoff_chart({"a": rounds(*range(12))})
    assert [tick.fine for tick in years.ticks] == [index % 3 != 0 for index in range(11)]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("days", [1, 40, 150, 300, 301, 500, 1099, 1101, 4000])
def test_days_that_are_shown_are_apart_and_inside_at_every_width(days, language):
    with override(language):
        made = build_cutoff_chart({"a": rounds(400)}, days=(date(2025, 1, 1), date(2025, 1, 1) + timedelta(days)))
    for width, shown in ((288, [one for one in made.ticks if not one.fine]), (560, made.ticks)):
        assert shown
        spans = []
        for one in shown:
            x, long = float(one.x[:-1]) * width / 100, 7 * len(one.words)
            begins = x - {"start": 0, "middle": long / 2, "end": long}[one.anchor]
            spans.append((begins, begins + long))
        assert spans[0][0] >= 0
        assert spans[-1][1] <= width
        assert all(before[1] + 6 < after[0] for before, after in pairwise(spans))


def test_months_are_short_as_each_language_writes_them():
    with override("fr"):
        made = build_cutoff_chart({"a": rounds(400)}, days=(date(2026, 1, 1), date(2026, 9, 15)))
    assert "jan. 2026" in {tick.words for tick in made.ticks}
    assert all(tick.words[0].islower() for tick in made.ticks)


def test_a_stream_is_summed_up_by_its_newest_lowest_and_highest():
    (found,) = summarize_streams(rounds(470, 520, 500))
    assert (found.stream, found.rounds, found.newest.cutoff, found.lowest, found.highest) == ("cec", 3, 500, 470, 520)


def test_rounds_of_an_unknown_stream_or_cutoff_are_in_no_summary():
    assert summarize_streams([*rounds(470, stream=""), *rounds(None)]) == []
