"""One change at a time, with what it asks of a person: the least effort first."""

from collections.abc import Iterable
from typing import NamedTuple

from scoring.advice import HELD, Option, advice, is_at_hand, is_worth, rank_kind
from scoring.assess import ProfileAssessment, assess
from scoring.later_facts import NEEDS_PERMIT, STUDY, see_done
from scoring.plans.efforts import UNKNOWN, Effort, estimate_effort
from scoring.plans.plan import find_day


class Rung(NamedTuple):
    """An option and what it asks of a person."""

    option: Option
    effort: Effort


def list_rungs(now: ProfileAssessment) -> list[Rung]:
    """The options of `scoring.advice` in their kinds, each kind by effort and then by the points gained.

    What is no effort but a choice, such as a partner who stays behind, comes last of its kind.
    """
    found = [Rung(option, estimate_effort(option.because, now.rules) or UNKNOWN) for option in advice(now)]
    rungs = [rung for rung in (count_on_day(rung, now) for rung in found) if is_worth(rung.option, now)]
    papers = [rung.option for rung in rungs if rung.option.because.code in HELD]
    return sorted((rung for rung in rungs if not is_needless(rung.option, papers)), key=rank_rung)


def is_needless(option: Option, papers: Iterable[Option]) -> bool:
    """A further credential that gives no more, and opens no more, than a paper for the one that is held."""
    return option.because.code == STUDY and any(
        paper.crs >= option.crs and {*option.opens} <= {*paper.opens} for paper in papers
    )


def rank_rung(rung: Rung) -> tuple[bool, bool, bool, bool, bool, int, int]:
    """Its kind; then a choice last, before it what needs a new permit, then the effort and the greatest gain."""
    effort = rung.effort.effort
    choice = not effort and not is_at_hand(rung.option)
    return *rank_kind(rung.option), choice, rung.option.because.code in NEEDS_PERMIT, effort, -rung.option.gain


def count_on_day(rung: Rung, now: ProfileAssessment) -> Rung:
    """What takes a known time, with the outcome of the day by which it can be true.

    So it has the figure that it has in a plan (`Plan.lasting`).
    """
    option, day = rung.option, find_day(rung.option.because, now)
    if option.on or day is None:
        return rung
    later = assess(see_done(option.profile, now, [option.because], day), day, now.book)
    opens = tuple(stream for stream in option.opens if stream in later.streams)
    gain = later.crs.total - now.crs.total
    return rung._replace(option=option._replace(opens=opens, crs=later.crs.total, gain=gain, on=day))
