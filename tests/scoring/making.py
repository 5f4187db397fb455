"""Profiles for tests: plain facts with everything that a test does not speak of left out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from scoring.assess import ProfileAssessment
from scoring.assess import assess as assess_with
from scoring.profile import Profile, decode
from scoring.rulebook import Rulebook, load

TODAY = date(2026, 9, 15)


@cache
def book() -> Rulebook:
    """The shipped tables."""
    return load()


def make_book(weeks: Mapping[str, int | str]) -> Rulebook:
    """The shipped tables with an edition of a firm's own that says how many weeks these changes take."""
    (shipped,) = book().editions["guide/efforts"]
    cells = {name: {**row, "weeks": weeks.get(name, row["weeks"])} for name, row in shipped.cells.items()}
    own = replace(shipped, cells=cells, source=replace(shipped.source, effective=date(2026, 11, 1)))
    return Rulebook({**book().editions, "guide/efforts": [shipped, own]})


def make_profile(**facts: Any) -> Profile:
    """A single person of 30 with nothing stated; `facts` in the contract's form."""
    return decode({"date_of_birth": "1996-01-10", "marital_status": "never_married", **facts})


def assess(profile: Profile, on: date = TODAY) -> ProfileAssessment:
    """By the shipped rules."""
    return assess_with(profile, on, book())


def points(profile: Profile, on: date = TODAY) -> dict[str, int]:
    """The points of every row, by its code."""
    return {factor.code: factor.points for factor in assess(profile, on).crs.factors}


def celpip(clb: int | tuple[int, int, int, int], taken_on: str = "2026-01-15") -> dict[str, Any]:
    """A CELPIP test, whose scores are CLB levels: one for all, or reading, writing, listening, speaking."""
    reading, writing, listening, speaking = (clb,) * 4 if isinstance(clb, int) else clb
    scores = {"reading": reading, "writing": writing, "listening": listening, "speaking": speaking}
    return {"test": "celpip_general", "taken_on": taken_on, **scores}


# The lowest TEF Canada score, old column, of each level: reading, writing, listening, speaking.
TEF = {10: (263, 393, 316, 393), 9: (248, 371, 298, 371), 7: (207, 310, 249, 310), 6: (181, 271, 217, 271)}


def french(nclc: int, taken_on: str = "2026-01-15") -> dict[str, Any]:
    """A TEF Canada test at one level."""
    reading, writing, listening, speaking = TEF[nclc]
    scores = {"reading": reading, "writing": writing, "listening": listening, "speaking": speaking}
    return {"test": "tef_canada", "taken_on": taken_on, **scores}


def job(start: str, end: str | None = None, **facts: Any) -> dict[str, Any]:
    """Full-time paid work as a software developer in Canada."""
    return {"noc": "21232", "country": "CA", "start": start, "end": end, "hours_per_week": 40, **facts}


def credential(level: str, country: str = "CA", **facts: Any) -> dict[str, Any]:
    """A completed credential."""
    return {"level": level, "country": country, **facts}


def partner(**facts: Any) -> dict[str, Any]:
    """A partner who comes along and is not Canadian."""
    return {"accompanying": True, "canadian": False, **facts}
