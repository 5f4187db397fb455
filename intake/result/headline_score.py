"""The figure that leads on every page: the estimate where a test or an assessment is missing, else today's score.

Every number beside it is counted from the same assessment, so that nobody has two scores.
"""

from datetime import date
from typing import NamedTuple

from intake.models import Assessment
from scoring.apps import rulebook
from scoring.assess import ProfileAssessment, assess
from scoring.plans.estimates import Estimate, find_estimate, list_levels
from scoring.profile import decode


class HeadlineScore(NamedTuple):
    """What the rules give today, and the estimate that leads instead, where there is one.

    `levels`: those that may be chosen for a test still to be taken.
    """

    now: ProfileAssessment
    estimate: Estimate | None
    levels: tuple[int, ...] = ()

    @property
    def basis(self) -> ProfileAssessment:
        """The assessment that numbers are counted from."""
        return self.estimate.found if self.estimate else self.now

    @property
    def crs(self) -> int:
        """The score that leads."""
        return self.basis.crs.total


def find_headline(now: ProfileAssessment, clb: int | None = None) -> HeadlineScore:
    """The figure of an assessment; `clb`: the level that was chosen for a test still to be taken."""
    return HeadlineScore(now, find_estimate(now, clb), list_levels(now))


def find_headline_of(saved: Assessment, on: date, clb: int | None = None) -> HeadlineScore:
    """The figure of a saved result, by the rules of a day; `clb`: the level that was chosen for a test to be taken."""
    return find_headline(assess(decode(saved.facts), on, rulebook()), clb)


def tell_estimate(headline: HeadlineScore) -> bool | None:
    """Whether the score that leads is an estimate; None where no program is met with it, so that no profile can be."""
    return headline.estimate is not None if headline.basis.streams else None
