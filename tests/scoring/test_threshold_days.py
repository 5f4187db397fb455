"""The days on which work crosses a threshold, beside the amount of every day."""

from bisect import bisect_right
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.experience import canadian, window
from scoring.threshold_days import Ahead, crossing_days, list_year_days
from scoring.work import OPEN, Segment, worked
from tests.scoring.making import assess, job, make_profile

DAYS = st.dates(date(2014, 1, 1), date(2030, 12, 31))
YEARS = st.sampled_from([None, 3, 5, 10])
ON = date(2026, 11, 28)
RATES = st.sampled_from([15_000, 29_900, 30_000])


def look_at_every_day(spells, years, thresholds, ahead):
    """The days on which another number of thresholds is reached than on the day before."""
    days = [ahead.start + timedelta(days=n) for n in range((ahead.end - ahead.start).days)]
    amounts = [worked(spells, *window(day, years)) for day in days]
    reached = [bisect_right(thresholds, amount) for amount in amounts]
    return {day for day, before, now in zip(days[1:], reached, reached[1:], strict=False) if before != now}


@st.composite
def segments(draw):
    """Up to three segments in order, of which the last may go on."""
    edges = sorted(draw(st.sets(DAYS.map(date.toordinal), min_size=2, max_size=6)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    found = [Segment(first, last, draw(RATES)) for first, last in pairs]
    return (*found[:-1], found[-1]._replace(last=OPEN)) if draw(st.booleans()) else tuple(found)


@settings(max_examples=60, deadline=None)
@given(spells=segments(), years=YEARS, start=DAYS, length=st.integers(2, 900), full=st.integers(1, 4))
def test_the_crossings_are_those_of_every_day(spells, years, start, length, full):
    ahead = Ahead(start, start + timedelta(days=length))
    thresholds = [full * 364 * 30_000, full * 364 * 30_000 + 180 * 15_000]
    assert set(crossing_days(spells, years, thresholds, ahead)) == look_at_every_day(spells, years, thresholds, ahead)


@pytest.mark.parametrize("years", [3, 10])
@pytest.mark.parametrize("first", [date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1), date(2021, 2, 28)])
@pytest.mark.parametrize("length", [364, 365, 366, 367])
def test_work_around_a_29th_of_february_leaves_the_window_on_its_day(first, years, length):
    last = first + timedelta(days=length - 1)
    spells, thresholds = (Segment(first.toordinal(), last.toordinal(), 30_000),), [364 * 30_000]
    ahead = Ahead(date(first.year + years - 1, 12, 1), date(first.year + years + 2, 6, 1))
    assert set(crossing_days(spells, years, thresholds, ahead)) == look_at_every_day(spells, years, thresholds, ahead)


UNDER_WAY = {
    "eight months": [job("2026-04-01")],
    "a year and eight months": [job("2025-03-10")],
    "part-time, and another before": [job("2026-01-01", hours_per_week=20), job("2022-01-01", "2022-09-30")],
    "nine years ago and now": [job("2017-10-01", "2018-06-30"), job("2026-02-01")],
    "two at once": [job("2026-05-01", hours_per_week=15), job("2026-06-01", hours_per_week=20)],
}


@pytest.mark.parametrize("jobs", UNDER_WAY.values(), ids=UNDER_WAY.keys())
def test_the_days_of_the_years_under_way_are_those_of_every_day(jobs):
    work = assess(make_profile(jobs=jobs), ON).candidate.me.experience
    held, first = work.years(canadian, ON, 10), {}
    for ahead in range(1, 730):
        day = ON + timedelta(days=ahead)
        first.setdefault(work.years(canadian, day, 10), day)
    expected = [(years, first[years]) for years in (held + 1, held + 2) if years in first]
    assert expected
    assert list_year_days(work, ON) == expected


@pytest.mark.parametrize(
    "jobs", [[], [job("2024-01-01", "2026-10-31")], [job("2026-11-28", hours_per_week=10)]], ids=["none", "over", "new"]
)
def test_a_year_of_which_nothing_is_done_is_none_under_way(jobs):
    assert list_year_days(assess(make_profile(jobs=jobs), ON).candidate.me.experience, ON) == []
