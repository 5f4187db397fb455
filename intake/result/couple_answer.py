"""Which of the two should apply, in one answer: by programs first, then by points, and what is not known yet."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from intake.result.couple_options import CoupleOption, assess_swapped, name_programs
from intake.result.headline_score import HeadlineScore
from scoring.assess import ProfileAssessment
from scoring.words import REQUIREMENT_TITLES


class ApplicantSide(NamedTuple):
    """One of the two as the applicant: the points with the other along and without, and the programs that are met.

    `supposed`: the programs with what an estimate supposes. `deciding`: what was not stated, where it alone keeps a
    program from being met or not.
    """

    along: int
    alone: int
    programs: list[Any]
    supposed: list[Any]
    deciding: list[Any]


class CoupleAnswer(NamedTuple):
    """Who should apply by the numbers.

    `who`: "you" or "partner"; empty where both ways are the same. `more`: the points that they have more, negative
    where a program outweighs points. `by_program`: only they meet one. `estimated`: what is missing is supposed.
    """

    who: str
    more: int
    by_program: bool
    estimated: bool
    you: ApplicantSide
    partner: ApplicantSide

    @property
    def fewer(self) -> int:
        """The points that they have less."""
        return max(-self.more, 0)

    @property
    def deciding(self) -> list[Any]:
        """What was not stated and could turn the answer: of a way that meets no program and is not behind in points."""
        if not self.by_program:
            return [*self.you.deciding, *self.partner.deciding] if self.neither else []
        other = self.partner if self.who == "you" else self.you
        return other.deciding if self.more <= 0 else []

    @property
    def neither(self) -> bool:
        """Neither of them meets a program, even with what is supposed."""
        return not self.you.supposed and not self.partner.supposed


def find_answer(headline: HeadlineScore, orders: Sequence[CoupleOption]) -> CoupleAnswer | None:
    """Who should apply; None where only one of the two ways can be scored.

    `orders`: of `intake.result.couple_options`, as the page shows them.
    """
    by_way = {(one.you_apply, one.together): one for one in orders}
    theirs = assess_swapped(headline.now)
    if theirs is None or len(by_way) < 4:
        return None
    together = next((one.together for one in orders if one.stated), True)
    you = describe_side(headline.now, by_way, you_apply=True, together=together)
    partner = describe_side(theirs, by_way, you_apply=False, together=together)
    estimated = any(by_way[who, together].estimated for who in (True, False))
    who, more, by_program = compare_sides(you, partner, together=together)
    return CoupleAnswer(who, more, by_program, estimated, you, partner)


def compare_sides(you: ApplicantSide, partner: ApplicantSide, *, together: bool) -> tuple[str, int, bool]:
    """Who is ahead, by how many points, and whether by a program: one that is met counts more than points."""
    more = (you.along - partner.along) if together else (you.alone - partner.alone)
    met = bool(you.supposed), bool(partner.supposed)
    if met[0] != met[1]:
        return ("you", more, True) if met[0] else ("partner", -more, True)
    return ("you" if more > 0 else "partner" if more else "", abs(more), False)


def describe_side(
    today: ProfileAssessment, by_way: dict[tuple[bool, bool], CoupleOption], *, you_apply: bool, together: bool
) -> ApplicantSide:
    """One of the two as the applicant; `today`: without what an estimate supposes."""
    found = by_way[you_apply, together].found
    return ApplicantSide(
        by_way[you_apply, True].found.crs.total,
        by_way[you_apply, False].found.crs.total,
        name_programs(today),
        name_programs(found),
        list_deciding(found),
    )


def list_deciding(found: ProfileAssessment) -> list[Any]:
    """What was not stated and decides whether a program is met, in words; none where one is met."""
    if found.streams:
        return []
    rows = [row for code in found.undecided for row in found.programs[code].requirements if row.met is None]
    return [REQUIREMENT_TITLES[code] for code in dict.fromkeys(row.code for row in rows)]
