"""One change at a time, with what it asks of a person: the least effort first."""

from typing import NamedTuple

from scoring.advice import Option, advice, rank_kind
from scoring.assess import Assessment
from scoring.plans.efforts import HARDEST, UNKNOWN, Effort, estimate_effort


class Rung(NamedTuple):
    """An option and what it asks of a person."""

    option: Option
    effort: Effort


def list_rungs(now: Assessment) -> list[Rung]:
    """The options of `scoring.advice` in their kinds, each kind by effort and then by the points gained.

    What is no effort but a choice, such as a partner who stays behind, comes last of its kind.
    """
    rungs = [Rung(option, estimate_effort(option.because, now.rules) or UNKNOWN) for option in advice(now)]
    # A stable sort: of one effort, the greatest gain stays first.
    return sorted(rungs, key=lambda rung: (*rank_kind(rung.option), rung.effort.effort or HARDEST + 1))
