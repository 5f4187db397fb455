"""Which of the two should apply, in one answer: by programs and rounds first, then by points, and what is not known."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from intake.result.couple_options import CoupleOption, assess_swapped, list_today, name_programs
from intake.result.headline_score import HeadlineScore
from scoring.assess import ProfileAssessment
from scoring.words import REQUIREMENT_TITLES

# What counts more than any points, the first of them most.
DECIDING = ("program", "round", "cutoff")


class OrderRank(NamedTuple):
    """What a way to apply comes to besides points: a program is met, a round of it is held, its cut-off is reached."""

    program: bool
    round: bool
    cutoff: bool


class SideWay(NamedTuple):
    """One of the two as the applicant, the other along or not: the points, and the programs that are met.

    `programs`: today; `supposed`: with what an estimate supposes.
    """

    crs: int
    programs: list[Any]
    supposed: list[Any]


class ApplicantSide(NamedTuple):
    """One of the two as the applicant, with the other along and alone, and what the way that was stated comes to.

    `deciding`: what was not stated, where it alone keeps a program from being met or not.
    """

    along: SideWay
    alone: SideWay
    deciding: list[Any]
    rank: OrderRank


class CoupleAnswer(NamedTuple):
    """Who should apply by the numbers.

    `who`: "you" or "partner"; empty where both ways are the same. `more`: the points that they have more, negative
    where something outweighs points, which is `by`: one of `DECIDING`, or empty where points decide. `together`: the
    other comes along. `estimated`: what is missing is supposed.
    """

    who: str
    more: int
    by: str
    together: bool
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
        if self.by != "program":
            return [*self.you.deciding, *self.partner.deciding] if self.neither else []
        other = self.partner if self.who == "you" else self.you
        return other.deciding if self.more <= 0 else []

    @property
    def neither(self) -> bool:
        """Neither of them meets a program, even with what is supposed."""
        return not self.you.rank.program and not self.partner.rank.program


def find_answer(
    headline: HeadlineScore, orders: Sequence[CoupleOption], held: Mapping[str, int] | None = None
) -> CoupleAnswer | None:
    """Who should apply; None where only one of the two ways can be scored.

    `orders`: of `intake.result.couple_options`, as the page shows them; `held`: the last cut-offs of the rounds that
    are held today.
    """
    by_way = {(one.you_apply, one.together): one for one in orders}
    if assess_swapped(headline.now) is None or len(by_way) < 4:
        return None
    today = list_today(headline, orders)
    together = next((one.together for one in orders if one.stated), True)
    you, partner = (
        describe_side(by_way, today, held or {}, you_apply=you_apply, together=together) for you_apply in (True, False)
    )
    estimated = any(by_way[who, together].estimated for who in (True, False))
    who, more, by = compare_sides(you, partner, together=together)
    return CoupleAnswer(who, more, by, together, estimated, you, partner)


def compare_sides(you: ApplicantSide, partner: ApplicantSide, *, together: bool) -> tuple[str, int, str]:
    """Who is ahead, by how many points, and by what: what is first in `DECIDING` counts more than points."""
    more = (you.along.crs - partner.along.crs) if together else (you.alone.crs - partner.alone.crs)
    for by, own, other in zip(DECIDING, you.rank, partner.rank, strict=True):
        if own != other:
            return ("you", more, by) if own else ("partner", -more, by)
    return ("you" if more > 0 else "partner" if more else "", abs(more), "")


def describe_side(
    by_way: Mapping[tuple[bool, bool], CoupleOption],
    today: Mapping[tuple[bool, bool], ProfileAssessment],
    held: Mapping[str, int],
    *,
    you_apply: bool,
    together: bool,
) -> ApplicantSide:
    """One of the two as the applicant; `today`: each way without what an estimate supposes."""
    along, alone = (
        SideWay(by_way[way].found.crs.total, name_programs(today[way]), name_programs(by_way[way].found))
        for way in ((you_apply, True), (you_apply, False))
    )
    found = by_way[you_apply, together].found
    return ApplicantSide(along, alone, list_deciding(found), rank_way(found, held))


def rank_way(found: ProfileAssessment, held: Mapping[str, int]) -> OrderRank:
    """What a way to apply comes to besides points; `held`: the last cut-offs of the rounds that are held today."""
    opened = [held[stream] for stream in found.streams if stream in held]
    return OrderRank(bool(name_programs(found)), bool(opened), any(found.crs.total >= cutoff for cutoff in opened))


def list_deciding(found: ProfileAssessment) -> list[Any]:
    """What was not stated and decides whether a program is met, in words; none where one is met."""
    if found.streams:
        return []
    rows = [row for code in found.undecided for row in found.programs[code].requirements if row.met is None]
    return [REQUIREMENT_TITLES[code] for code in dict.fromkeys(row.code for row in rows)]
