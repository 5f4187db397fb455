"""The score of the next two years: each change, with what happens on the day and what it does."""

import re
from datetime import date, timedelta
from itertools import accumulate, combinations, pairwise

import pytest
from django.utils.translation import override

from intake.common.charts.step_chart import MARK, SCORE_FRAME, WIDE_SCORE_FRAME, build_score_chart
from intake.common.charts.step_labels import ABOVE, BELOW, FIGURES, cover_label
from intake.result.headline_score import HeadlineScore
from intake.result.outlook import build_outlook
from intake.result.score_calendar import assess_periods, group_days, list_changes, list_periods
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.profile import decode
from scoring.timeline import Period

ON = date(2026, 9, 15)
TEST = {"test": "celpip_general", "taken_on": "2025-01-15", "reading": 9, "writing": 9, "listening": 9, "speaking": 8}
FACTS = {
    "date_of_birth": "1996-11-10",
    "marital_status": "never_married",
    "credentials": [{"level": "masters", "country": "IN", "eca_issued_on": "2023-02-01"}],
    "language_tests": [TEST],
    "jobs": [{"noc": "21232", "country": "CA", "start": "2024-11-01", "hours_per_week": 40}],
}


def ahead(**facts):
    """The changes of the next two years."""
    found = assess(decode(FACTS | facts), ON, rulebook())
    return list_changes(assess_periods(found, list_periods(HeadlineScore(found, None))))


def words(change):
    """What the calendar says of a change."""
    return [str(cause) for cause in change.causes], [(str(row.title), row.before, row.after) for row in change.moved]


def on(day, found):
    """The change of that day."""
    (change,) = [change for change in found if change.on == day]
    return change


def test_a_birthday_says_so_and_moves_the_age():
    change = on(date(2026, 11, 10), ahead())
    assert words(change) == (["You turn 30"], [("Age", 110, 105)])
    assert change.gain == -5
    assert (change.opens, change.closes) == ([], [])


def test_a_job_that_reaches_two_years_moves_the_rows_of_work():
    first = ahead()[0]
    causes, rows = words(first)
    assert first.on < date(2026, 11, 10)
    assert causes == []
    assert ("Canadian work experience", 40, 53) in rows
    assert "2 full years of Canadian work experience" in str(first.moved[0].because)


def test_a_test_that_expires_takes_its_points_in_one_row_and_says_what_is_lost():
    change = on(date(2027, 1, 15), ahead())
    causes, rows = words(change)
    assert causes == ["Your CELPIP-General results are no longer valid and cease to count"]
    assert ("First official language", 116, 0) in rows
    assert [title for title, *_ in rows].count("First official language") == 1
    assert "Canadian Experience Class" in [str(stream) for stream in change.closes]
    assert "Language: all four abilities" in [str(title) for title, _because in change.lost]


def test_a_limit_that_nothing_exceeds_any_more_is_said_as_that():
    abroad = {"noc": "21232", "country": "IN", "start": "2019-01-01", "end": "2024-06-30", "hours_per_week": 40}
    change = on(date(2027, 1, 15), ahead(jobs=[*FACTS["jobs"], abroad]))
    (row,) = [one for one in change.moved if "Limit for foreign work" in str(one.title)]
    assert row.before < 0 == row.after
    assert str(row.because) == "Together these points no longer come to more than 50, so none is taken away"


def test_an_assessment_that_expires_says_so():
    change = on(date(2028, 2, 1), ahead())
    assert words(change)[0] == ["Your educational credential assessment (ECA) is no longer valid and ceases to count"]


def test_the_partners_papers_count_only_where_the_partner_does():
    partner = {"accompanying": True, "canadian": False, "language_tests": [TEST | {"taken_on": "2025-03-01"}]}
    told = "Your partner's CELPIP-General results are no longer valid and cease to count"
    day = date(2027, 3, 1)
    assert words(on(day, ahead(marital_status="married", partner=partner)))[0] == [told]
    staying = ahead(marital_status="married", partner=partner | {"accompanying": False})
    assert day not in [change.on for change in staying]


def test_changes_lead_from_each_score_to_the_next():
    found = ahead()
    assert [change.before for change in found[1:]] == [change.after for change in found[:-1]]
    assert found[0].before == assess(decode(FACTS), ON, rulebook()).crs.total


@pytest.mark.parametrize("scores", [[500], [500, 499], [600, 0, 1200, 300]])
def test_the_line_stays_inside_the_chart(scores):
    days = [date(2026 + index, 1, 1) for index in range(len(scores) + 1)]
    line = build_score_chart([Period(days[i], days[i + 1], crs, ()) for i, crs in enumerate(scores)])
    drawn = [int(number) for number in line.line.replace("M", " ").replace("V", " ").replace("H", " ").split()]
    heights = [drawn[1], *drawn[2::2]]
    assert all(SCORE_FRAME.top <= y <= SCORE_FRAME.bottom for y in heights)
    assert drawn[0] == SCORE_FRAME.left
    assert drawn[-1] == SCORE_FRAME.right
    assert all(label.y > 10 for label in line.scores)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("gap", [3, 20, 45, 90, 200])
@pytest.mark.parametrize("frame", [SCORE_FRAME, WIDE_SCORE_FRAME], ids=["narrow", "wide"])
def test_the_labels_of_the_chart_are_apart_and_inside_in_both_languages(language, gap, frame):
    begins = [ON + timedelta(days=index * gap) for index in range(700 // gap)]
    periods = [Period(day, day + timedelta(days=gap), 990 + index % 40, ()) for index, day in enumerate(begins)]
    with override(language):
        drawn = build_score_chart(periods, frame)
    for labels in (drawn.scores, drawn.days):
        spans = [label.span for label in labels]
        assert spans[0][0] >= 0
        assert spans[-1][1] <= drawn.frame.width
    assert all(before.span[1] < after.span[0] for before, after in pairwise(drawn.days))
    boxes = [cover_label(label) for label in drawn.scores]
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))


# What a stranger walked into: short steps beside each other, and one far below; and stairs up and down.
WALKED = [(487, 28), (527, 54), (522, 311), (535, 55), (530, 73), (402, 210)]
STAIRS = [(400, 60), (440, 60), (480, 60), (520, 60), (480, 60), (440, 60), (400, 370)]
VALLEY = [(480, 300), (440, 30), (485, 401)]
ENDS = [(400, 5), (440, 720), (395, 6)]


# Both drawings are scaled as a whole, the narrow one up to 767 px and the wide one from there on: what is apart in
# their own units is apart at every width from 320 to 1440 px, and on paper.
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("frame", [SCORE_FRAME, WIDE_SCORE_FRAME], ids=["narrow", "wide"])
@pytest.mark.parametrize(("steps", "marked"), [(WALKED, (2, 4, 5)), (STAIRS, (2,)), (VALLEY, (2,)), (ENDS, ())])
def test_every_score_stands_at_its_own_step_over_no_line_and_no_other(language, frame, steps, marked):
    days = list(accumulate((timedelta(days=length) for _crs, length in steps), initial=ON))
    periods = [Period(days[i], days[i + 1], crs, ()) for i, (crs, _length) in enumerate(steps)]
    with override(language):
        drawn = build_score_chart(periods, frame, {"birthday": [days[number] for number in marked]})
    path = [list(map(int, one.split("H"))) for one in drawn.line.split("V")[1:]]
    lefts = [frame.left, *(right for _y, right in path)]
    lines = [(lefts[i], y, right, y) for i, (y, right) in enumerate(path)]
    lines += [(x, min(y, later), x, max(y, later)) for (y, x), (later, _x) in pairwise(path)]
    lines += [(int(x), int(y), int(x), drawn.frame.base) for x, y in re.findall(r"M(\d+) (\d+)V", drawn.drops)]
    assert len(drawn.scores) == len(steps), "none is left out"
    boxes = [cover_label(label) for label in drawn.scores]
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    for label, box, left, (y, right) in zip(drawn.scores, boxes, lefts, path, strict=False):
        assert label.y in (y - ABOVE, y + BELOW)
        middle = (box.left + box.right) / 2
        assert left <= middle <= right or box.left <= (left + right) / 2 <= box.right
        assert not any(a < box.right and box.left < c and b < box.bottom and box.top < d + 1 for a, b, c, d in lines)
        assert label.y - FIGURES >= 0


def test_where_there_is_no_room_the_ends_the_highest_and_the_lowest_are_said():
    scores = [
        500,
        *(510 + index % 7 for index in range(100)),
        590,
        430,
        *(520 + index % 7 for index in range(100)),
        505,
    ]
    days = [ON + timedelta(days=index * 7) for index in range(len(scores) + 1)]
    periods = [Period(days[i], days[i + 1], crs, ()) for i, crs in enumerate(scores)]
    for frame in (SCORE_FRAME, WIDE_SCORE_FRAME):
        labels = [label.text for label in build_score_chart(periods, frame).scores]
        assert len(labels) < len(scores)
        assert {"590", "430"} <= {*labels}
        assert (labels[0], labels[-1]) == ("500", "505")


def test_the_label_of_a_short_step_stands_at_its_own_height():
    days = [date(2026, 11, 23), date(2028, 1, 25), date(2028, 2, 1), date(2028, 11, 23)]
    scores = [440, 448, 302]
    periods = [Period(days[i], days[i + 1], crs, ()) for i, crs in enumerate(scores)]
    for frame in (SCORE_FRAME, WIDE_SCORE_FRAME):
        heights = {label.text: label.y for label in build_score_chart(periods, frame).scores}
        assert heights["448"] < heights["440"], "y grows downwards"


def test_birthdays_and_what_expires_are_marked_on_their_days():
    assert group_days(ahead()) == {
        "birthday": [date(2026, 11, 10), date(2027, 11, 10)],
        "expiry": [date(2027, 1, 15), date(2028, 2, 1)],
        "rules": [],
    }
    drawn = build_outlook(HeadlineScore(assess(decode(FACTS), ON, rulebook()), None))
    assert drawn["marked"] == ["birthday", "expiry"]
    for chart in (drawn["chart"], drawn["wide_chart"]):
        assert [mark.kind for mark in chart.day_marks] == ["birthday"] * 2 + ["expiry"] * 2
        places = [mark.x + MARK // 2 for mark in chart.day_marks]
        assert sorted(places) == [int(drop.split()[0]) for drop in chart.drops.split("M")[1:]]


@pytest.mark.parametrize("gap", [1, 3, 20, 45, 90, 200])
@pytest.mark.parametrize("frame", [SCORE_FRAME, WIDE_SCORE_FRAME], ids=["narrow", "wide"])
def test_the_marks_are_apart_inside_and_between_the_line_and_the_days(gap, frame):
    begins = [ON + timedelta(days=index * gap) for index in range(700 // gap)]
    periods = [Period(day, day + timedelta(days=gap), 400 + index % 40, ()) for index, day in enumerate(begins)]
    marked = {"birthday": begins[1::2], "expiry": begins[1:], "rules": begins[-1:]}
    drawn = build_score_chart(periods, frame, marked)
    rows = [[mark for mark in drawn.day_marks if mark.kind == kind] for kind in marked]
    for row in rows:
        assert row[0].x >= 0
        assert row[-1].x + row[-1].width <= drawn.frame.width
        assert all(before.x + before.width + 2 <= after.x for before, after in pairwise(row))
    heights = [row[0].y for row in rows]
    assert heights[0] > drawn.frame.base
    assert all(below - above > MARK + 2 for above, below in pairwise(heights))
    assert heights[-1] + MARK + 2 < min(label.y for label in drawn.days) - 11, "the letters of a day are 11 high"


def test_a_line_leads_from_each_marked_day_to_the_base_and_crosses_no_score():
    days = [date(2026, 11, 23), date(2027, 6, 1), date(2027, 11, 23), date(2028, 11, 23)]
    periods = [Period(days[i], days[i + 1], crs, ()) for i, crs in enumerate([440, 480, 302])]
    drawn = build_score_chart(periods, marked={"expiry": days[1:3]})
    drops = [tuple(map(int, drop.replace("V", " ").split())) for drop in drawn.drops.split("M")[1:]]
    assert [base for _x, _y, base in drops] == [drawn.frame.base] * 2
    for x, top, _base in drops:
        over = [label for label in drawn.scores if label.span[0] <= x <= label.span[1]]
        assert all(label.y < top for label in over)


def test_without_such_a_day_there_is_no_row():
    periods = [Period(ON, date(2028, 9, 15), 400, ())]
    drawn = build_score_chart(periods, marked={"birthday": [], "expiry": []})
    assert (drawn.frame, drawn.day_marks, drawn.drops) == (SCORE_FRAME, [], "")
