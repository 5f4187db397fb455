"""Which of the two should apply, in one answer: by programs and rounds first, then by points, and what is not known."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from intake.result.couple_options import CoupleOption, find_partner_birth, list_today, name_programs
from intake.result.headline_score import HeadlineScore
from scoring.assess import ProfileAssessment
from scoring.requirements import list_not_known
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

    `best`: the rank, if every answer that is missing were given for it; `unanswered`: the requirements that are neither
    met nor not without those answers.
    """

    along: SideWay
    alone: SideWay
    rank: OrderRank
    best: OrderRank
    unanswered: Sequence[str] = ()


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
        """What was not stated and could turn the answer, in words; all of it, where neither meets a program."""
        sides = [side for side in (self.you, self.partner) if self.neither or self.is_turned_by(side)]
        codes = dict.fromkeys(code for side in sides for code in side.unanswered)
        return [REQUIREMENT_TITLES[code] for code in codes]

    @property
    def neither(self) -> bool:
        """Neither of them meets a program, even with what is supposed."""
        return not self.you.rank.program and not self.partner.rank.program

    def is_turned_by(self, side: ApplicantSide) -> bool:
        """With what one of them did not answer, somebody else would be ahead."""
        return self.compare_at_best(side)[0] != self.who

    def compare_at_best(self, side: ApplicantSide) -> tuple[str, int, str]:
        """Who is ahead, by how many points and by what, if every answer that one of them lacks were given for them."""
        sides = (one._replace(rank=one.best) if one is side else one for one in (self.you, self.partner))
        return compare_sides(*sides, together=self.together)


def find_answer(
    headline: HeadlineScore, orders: Sequence[CoupleOption], held: Mapping[str, int] | None = None
) -> CoupleAnswer | None:
    """Who should apply; None where only one of the two ways can be scored.

    `orders`: of `intake.result.couple_options`, as the page shows them; `held`: the last cut-offs of the rounds that
    are held today.
    """
    by_way = {(one.you_apply, one.together): one for one in orders}
    # Each of the two as applicant, with the other and without: all four are compared.
    if find_partner_birth(headline.now) is None or len(by_way) < 4:
        return None
    today = list_today(headline, orders)
    # As the answers say who comes along; where they say nothing, both.
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
    rank, best = (rank_streams(streams, found.crs.total, held) for streams in (found.streams, found.possible_streams))
    return ApplicantSide(along, alone, rank, best, list_unanswered(found))


def rank_streams(streams: Sequence[str], crs: int, held: Mapping[str, int]) -> OrderRank:
    """What these kinds of round and points come to; `held`: the last cut-offs of the rounds that are held today."""
    opened = [stream for stream in streams if stream in held]
    # Without a program no kind of round is open.
    return OrderRank(bool(streams), bool(opened), bool(list_reached(opened, crs, held)))


def list_reached(opened: Sequence[str], crs: int, held: Mapping[str, int]) -> list[str]:
    """Those of the kinds of round that are held whose last cut-off the points reach."""
    return [stream for stream in opened if crs >= held[stream]]


def list_unanswered(found: ProfileAssessment) -> list[str]:
    """The requirements that hang on a missing answer, of programs and categories that nothing speaks against."""
    rows = list_not_known((*found.programs.values(), *found.categories.values()))
    return list(dict.fromkeys(row.code for row in rows))
