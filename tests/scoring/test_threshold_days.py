"""The days on which work crosses a threshold, beside the amount of every day."""

from bisect import bisect_right
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.experience import window
from scoring.threshold_days import Ahead, crossing_days
from scoring.work import OPEN, Segment, worked

DAYS = st.dates(date(2014, 1, 1), date(2030, 12, 31))
YEARS = st.sampled_from([None, 3, 5, 10])
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
