"""Where the month of a job alone is stated, both outcomes are said; never more is claimed than the worst day gives."""

from datetime import date

import pytest

from scoring.exact_days import OpenDay, find_decisions
from tests.scoring.making import TODAY, book, celpip, job, make_profile, partner

CEC = {"language_tests": [celpip(7)]}


def decided(profile, *open_days, on=TODAY):
    return find_decisions(profile, open_days, on, book())


def test_a_start_within_the_month_decides_the_year_and_the_program():
    """To 3 January 2026, 364 days begin on 5 January 2025."""
    profile = make_profile(jobs=[job("2025-01-31", "2026-01-03")], **CEC)
    (found,) = decided(profile, OpenDay("me", 0, "start", date(2025, 1, 1), date(2025, 1, 31)))
    assert found.day == date(2025, 1, 5)
    assert found.then.crs - found.otherwise.crs == 40
    assert found.opens == ["general", "cec"]
    assert found.later is None


def test_of_work_that_goes_on_the_later_day_is_said():
    """By 30 September 2025 the 364th day is 28 September 2026; by the 15th it is the 13th, on which it counts."""
    profile = make_profile(jobs=[job("2025-09-30")], **CEC)
    (found,) = decided(profile, OpenDay("me", 0, "start", date(2025, 9, 1), date(2025, 9, 30)), on=date(2026, 9, 13))
    assert found.day == date(2025, 9, 15)
    assert found.later == date(2026, 9, 28)
    assert str(found.because).endswith(f"otherwise it is {found.otherwise.crs}, as counted here, until Sept. 28, 2026")


def test_an_end_within_the_month_decides():
    profile = make_profile(jobs=[job("2025-01-10", "2026-01-01")], **CEC)
    (found,) = decided(profile, OpenDay("me", 0, "end", date(2026, 1, 1), date(2026, 1, 31)))
    assert found.day == date(2026, 1, 8)
    assert found.opens == ["general", "cec"]


def test_the_partners_work_decides_too():
    couple = make_profile(marital_status="married", partner=partner(jobs=[job("2025-01-31", "2026-01-03")]))
    (found,) = decided(couple, OpenDay("partner", 0, "start", date(2025, 1, 1), date(2025, 1, 31)))
    assert (found.day, found.then.crs - found.otherwise.crs) == (date(2025, 1, 5), 5)
    assert str(found.because).startswith("Your partner's work in NOC 21232")


def test_days_that_decide_only_together_are_said_together():
    """355 days at least; each month alone adds at most 4 days short of the year."""
    profile = make_profile(jobs=[job("2025-01-06", "2025-12-25")], **CEC)
    days = (
        OpenDay("me", 0, "start", date(2025, 1, 1), date(2025, 1, 6)),
        OpenDay("me", 0, "end", date(2025, 12, 25), date(2025, 12, 31)),
    )
    (found,) = decided(profile, *days)
    assert (found.open_day, found.day) == (None, None)
    assert found.then.crs - found.otherwise.crs == 40


@pytest.mark.parametrize(
    ("start", "end"), [("2024-10-31", "2026-01-03"), ("2025-06-30", "2026-01-03")], ids=["long over", "far below"]
)
def test_days_that_decide_nothing_are_not_asked_for(start, end):
    profile = make_profile(jobs=[job(start, end)], **CEC)
    first = date.fromisoformat(start)
    assert not decided(profile, OpenDay("me", 0, "start", first.replace(day=1), first))
