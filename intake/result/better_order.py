"""Whether the other of a couple should apply: what is decided before any step, and what a paper gives either way."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from intake.models import Client
from intake.result.couple_answer import CoupleAnswer, list_reached
from intake.result.couple_options import CoupleOption, assess_swapped
from intake.result.headline_score import HeadlineScore, find_headline
from intake.result.outlook import find_other_order, name_cutoffs
from scoring.assess import ProfileAssessment
from scoring.plans.plan import Plan
from scoring.plans.steps import GAINS, describe_step, list_gains, list_papers, shorten
from scoring.plans.ways import Round, Rounds, list_cutoffs
from scoring.reasons import Reason
from scoring.rulebook import Rules
from scoring.streams import STREAMS

# Whoever was invited has applied already, and in a closed file nobody decides any more.
DECIDED = frozenset({Client.Stage.INVITED, Client.Stage.SUBMITTED, Client.Stage.CLOSED})
PARTNER_PAPER = "step_partner_eca"


class BetterOrder(NamedTuple):
    """The partner as the principal applicant, where that is clearly better.

    `by`: why, where points do not decide (`intake.result.couple_answer.DECIDING`). `programs` and `rounds`: those of
    that way in words; `needs`: what the partner has to have first. `stream`: the kind of round held that the
    partner is nearest to, empty where none would be open; `last`: its rounds, the newest first.
    """

    crs: int
    more: int
    by: str
    programs: list[Any]
    rounds: list[Any]
    needs: list[Reason]
    stream: str = ""
    last: Sequence[Round] = ()

    @property
    def title(self) -> Any:
        """The kind of round that the partner is nearest to, in words."""
        return STREAMS[self.stream]

    @property
    def cutoff(self) -> int:
        """Its last cut-off."""
        return self.last[0].cutoff

    @property
    def above(self) -> int:
        """The points above that cut-off."""
        return max(self.crs - self.cutoff, 0)

    @property
    def missing(self) -> int:
        """The points below it."""
        return max(self.cutoff - self.crs, 0)

    @property
    def fewer(self) -> int:
        """The points that the partner has less."""
        return max(-self.more, 0)

    @property
    def own(self) -> int:
        """The score of the person who answered, on the basis that both are compared on."""
        return self.crs - self.more


def find_better_order(
    answer: CoupleAnswer | None,
    orders: Sequence[CoupleOption],
    rounds: Rounds,
    on: date,
    client: Client | None = None,
) -> BetterOrder | None:
    """The partner as the principal applicant, both going, where that is clearly better; None where it is not.

    `answer` and `orders`: of the couple, as the page has them; `rounds`: the last of each kind; `on`: the day by which
    they are still held.
    """
    option = find_other_order(orders)
    if answer is None or option is None or has_applied(client):
        return None
    if not is_clearly_partner(answer, find_birthday_cost(option.found.rules)):
        return None
    crs, held = option.found.crs.total, list_cutoffs(rounds, on)
    opened = [one for one in option.found.streams if one in held]
    reached = list_reached(opened, crs, held) if answer.by == "cutoff" else opened
    nearest = min(opened, key=lambda stream: held[stream], default="")
    return BetterOrder(
        crs,
        answer.more,
        answer.by,
        answer.partner.along.supposed,
        name_cutoffs(reached, held),
        list(map(shorten_paper, option.needs)),
        nearest,
        rounds[nearest] if nearest else (),
    )


def is_clearly_partner(answer: CoupleAnswer, least: int) -> bool:
    """The partner meets a program and is ahead by what outweighs points, or by more than `least` of them.

    So it is too, if every answer that is missing were given in favour of the other.
    """
    found = ((answer.who, answer.more, answer.by), answer.compare_at_best(answer.you))
    clear = all(who == "partner" and (by or more > least) for who, more, by in found)
    return clear and answer.together and answer.partner.rank.program


def find_birthday_cost(rules: Rules) -> int:
    """The most points that one birthday takes from an applicant with a partner: this many could turn with the next."""
    # The rows are of one age after the other.
    points = rules["crs/age"].column_values("with_partner")
    return max(before - after for before, after in pairwise(points))


def has_applied(client: Client | None) -> bool:
    """There was an invitation, after which nobody chooses who applies, or the file is closed."""
    return client is not None and (client.invited_on is not None or client.stage in DECIDED)


def shorten_paper(need: Reason) -> Reason:
    """What a partner has to have first, of an assessment without what it is for; a body's own is not "yours"."""
    return shorten(need) if need.code == "partner_eca" else need


def list_gains_of_both(
    headline: HeadlineScore, plans: Sequence[Plan], better: BetterOrder | None, clb: int | None = None
) -> dict[Reason, Reason]:
    """The steps of papers that raise the score, each with the points; where the partner should apply, of both orders.

    `plans`: of `scoring.plans.combinations`, counted from what leads; `clb`: the level supposed of a test still to be
    taken.
    """
    gains = list_gains(plans)
    if better is None:
        return gains
    papers = {describe_step(plan.changes[0]): plan for plan in list_papers(plans)}
    before = score_swapped(headline.basis, clb)
    return {
        step: name_both(step, papers[step].gain, score_swapped(papers[step].found, clb) - before, better)
        for step in gains
    }


def name_both(step: Reason, more: int, other: int, better: BetterOrder) -> Reason:
    """The step of a paper with its points in both orders; of one that the other order supposes, that it does."""
    if step.code != PARTNER_PAPER or not any("eca" in need.code for need in better.needs):
        return Reason(f"{GAINS[step.code]}_both", **step.facts, more=more, other=max(other, 0))
    # Beside a test it is supposed whether a program asks for it or not; alone only where none is met without it.
    kind = "needed" if len(better.needs) == 1 else "counted"
    return Reason(f"{GAINS[step.code]}_{kind}", **step.facts, more=more)


def score_swapped(found: ProfileAssessment, clb: int | None) -> int:
    """The score of an assessment's facts with the partner as the principal applicant, what is missing supposed."""
    swapped = assess_swapped(found)
    if swapped is None:
        raise ValueError("There is no partner who could apply.")
    return find_headline(swapped, clb).crs
