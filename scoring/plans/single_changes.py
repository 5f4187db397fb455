"""One change at a time, with what it asks of a person: the least effort first."""

from collections.abc import Iterable
from typing import NamedTuple

from scoring.advice import HELD, Option, advice, is_at_hand, is_worth, rank_kind
from scoring.assess import ProfileAssessment
from scoring.later_facts import NEEDS_PERMIT, STUDY
from scoring.plans.efforts import UNKNOWN, Effort
from scoring.plans.plan import Plan

# A copy of the answers can't swap the two people: nearly every answer would change.
NO_TRIAL = frozenset({"partner_first"})


class Rung(NamedTuple):
    """An option, what it asks of a person, and the plan of it alone."""

    option: Option
    effort: Effort
    plan: Plan

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the change and of what is renewed beside it, for a trial; empty where there is no trial."""
        because = self.option.because
        # A test that is taken again would be named as a renewal too.
        return () if because.code in NO_TRIAL else tuple(dict.fromkeys(self.plan.all_names))


def list_rungs(now: ProfileAssessment) -> list[Rung]:
    """The options of `scoring.advice` in their kinds, each kind by effort and then by the points gained.

    What is no effort but a choice, such as a partner who stays behind, comes last of its kind.
    """
    found = (build_rung(option, now) for option in advice(now))
    rungs = [rung for rung in found if is_worth(rung.option, now)]
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


def build_rung(option: Option, now: ProfileAssessment) -> Rung:
    """The option as a rung, by the outcome of the day by which it can be true where that takes a known time.

    So it has the figure that it has in a plan (`Plan.lasting`).
    """
    plan = Plan((option.because,), option.found, now)
    effort = plan.efforts[0] or UNKNOWN
    if option.on or plan.later is None:
        return Rung(option, effort, plan)
    opens = tuple(stream for stream in option.opens if plan.opens(stream))
    counted = option._replace(opens=opens, crs=plan.lasting, gain=plan.lasting - now.crs.total, on=plan.day)
    return Rung(counted, effort, plan)
