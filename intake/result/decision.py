"""What the result page says first: the figure that leads, what cannot wait, and the realistic ways.

All of it is of today, by the rules of today, whatever day the result was worked out on: nobody is told of a deadline
that has passed.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from intake.common.past_rounds import find_last_rounds
from intake.common.rule_numbers import get_number
from intake.guide.fees import Family, work_out_costs
from intake.guide.nomination_words import describe_minimum, describe_outside, describe_reaching
from intake.guide.nominations import Minimum, list_minimums
from intake.models import Client
from intake.result.better_order import BetterOrder, find_better_order, list_gains_of_both
from intake.result.couple_answer import CoupleAnswer
from intake.result.couple_options import CoupleOption, find_partner_entry, name_programs
from intake.result.headline_score import HeadlineScore, tell_estimate
from intake.result.nearest_round import Elsewhere, find_elsewhere, find_nearest_cutoff
from intake.result.outlook import describe_rungs, suppose_for_couple
from intake.result.plans_to_score import BIT, find_minimums, find_plans
from intake.result.pool_profile import find_submission_day, is_in_pool
from intake.result.shown_urgent import describe_urgent
from intake.result.unmet_requirements import describe_programs
from intake.result.way_display import (
    ShownWay,
    WayDescriber,
    group_steps,
    keep_in_pool,
    list_first_steps,
    list_new_steps,
    list_sure_steps,
)
from scoring.advice import SOON, get_stated
from scoring.assess import ProfileAssessment
from scoring.plans.combinations import MOST_CHANGES, list_plans
from scoring.plans.efforts import name_change
from scoring.plans.plan import Plan
from scoring.plans.single_changes import list_rungs
from scoring.plans.steps import list_papers
from scoring.plans.waivers import find_waived
from scoring.plans.ways import Round, Rounds, Way, list_cutoffs, list_ended
from scoring.profile import COUPLES, Profile
from scoring.reasons import Reason
from scoring.renewals import list_renewals
from scoring.streams import PROGRAMS, STREAMS

COMPARED = 2  # rounds in the one sentence of where a score stands


class EndedStream(NamedTuple):
    """A kind of round that is open to a person and no longer held, and the last one."""

    title: Any
    last: Round


class Choice(NamedTuple):
    """What a reader chose in the address of the page: the level of an estimate, and a score to reach.

    `mistaken`: what was typed as a score to reach is not one.
    """

    clb: int | None = None
    target: int | None = None
    mistaken: bool = False


NO_CHOICE = Choice()


class DecisionInputs(NamedTuple):
    """What all parts of the decision are counted from, found once.

    `entered`: a profile is in IRCC's pool, or was until an invitation; `submitted_on`: the day of one that may still
    lead to an invitation, in the pool or past its end; `held`: the last cut-offs of the rounds that are held today;
    `better`: the partner as the principal applicant, where that is clearly better.
    """

    headline: HeadlineScore
    choice: Choice
    entered: bool
    submitted_on: date | None
    rounds: Rounds
    held: Mapping[str, int]
    plans: list[Plan]
    describer: WayDescriber
    ways: list[ShownWay]
    better: BetterOrder | None

    @property
    def now(self) -> ProfileAssessment:
        """What the rules give today."""
        return self.headline.now

    @property
    def basis(self) -> ProfileAssessment:
        """The assessment that numbers are counted from."""
        return self.headline.basis


def build_decision(
    headline: HeadlineScore,
    choice: Choice,
    client: Client | None = None,
    couple: CoupleAnswer | None = None,
    orders: Sequence[CoupleOption] = (),
) -> dict[str, Any]:
    """The first part of the page, as of the day of what leads.

    `client`: whose file it is in, which says more of the pool than the facts; `couple` and `orders`: which of two
    should apply, and the ways that they have.
    """
    inputs = gather_inputs(headline, choice, client, couple, orders)
    figure, steps, rounds = describe_figure(inputs), describe_steps(inputs), describe_rounds(inputs)
    first = bool(inputs.better or (figure["urgent"] and steps["first_steps"]))
    return {
        **figure,
        **steps,
        **rounds,
        "folded": choose_folded(rounds["elsewhere"], urgent=bool(figure["urgent"]), first=first),
        **describe_plans(inputs),
        **describe_partner(inputs),
        "application": describe_application(inputs.now),
    }


def choose_folded(elsewhere: Elsewhere | None, *, urgent: bool, first: bool) -> str:
    """What of where somebody stands is folded on the page: "all" of it, the "nearest" kind of round, or nothing.

    The first screen of a phone has no room for more. `first`: who should apply, or a first step, comes before it.
    """
    if elsewhere is None:
        return ""
    return "all" if first else "nearest" if urgent and elsewhere.met else ""


def gather_inputs(
    headline: HeadlineScore,
    choice: Choice,
    client: Client | None,
    couple: CoupleAnswer | None,
    orders: Sequence[CoupleOption],
) -> DecisionInputs:
    """What all parts of the decision are counted from."""
    now, basis = headline.now, headline.basis
    rounds = find_last_rounds(now.on)
    held, plans = list_cutoffs(rounds, now.on), list_plans(basis)
    entered, submitted_on = is_in_pool(now, client), find_submission_day(now, client)
    better = find_better_order(couple, orders, rounds, now.on, client)
    gains = list_gains_of_both(headline, plans, better, choice.clb)
    describer = WayDescriber(now, basis, plans, headline.estimate, gains)
    ways = [keep_in_pool(shown) if entered else shown for shown in describer.describe_all(rounds)]
    return DecisionInputs(headline, choice, entered, submitted_on, rounds, held, plans, describer, ways, better)


def describe_figure(inputs: DecisionInputs) -> dict[str, Any]:
    """The score that leads, what it supposes, and which programs are met with it and without."""
    headline, now = inputs.headline, inputs.now
    return {
        "now": now,
        "basis": inputs.basis,
        "estimate": headline.estimate,
        "levels": headline.levels,
        "stated": get_stated(now.profile),
        "choice": inputs.choice,
        "most_points": get_number("most_points"),
        "most_changes": MOST_CHANGES,
        "bit": BIT,
        "met": name_programs(now),
        "met_then": name_programs(inputs.basis) if headline.estimate else [],
        "useless_profile": inputs.entered and not now.streams and not now.undecided,
        "urgent": describe_urgent(now, inputs.held, inputs.submitted_on),
    }


def describe_steps(inputs: DecisionInputs) -> dict[str, Any]:
    """What to begin with, what to do in any case, and what is not met yet."""
    headline, ways, describer = inputs.headline, inputs.ways, inputs.describer
    way_in = describer.describe_way_in(ways)
    alone = headline.estimate.alone if headline.estimate else None
    first_steps = [] if inputs.now.streams else list(list_first_steps(ways, way_in, alone, entered=inputs.entered))
    sure = list_sure_steps(describer.gains.values(), first_steps)
    # The profile itself is said first, and beside every way.
    named, further = [*sure, str(Reason("step_profile"))], [one for one in ways if one.surer or not one.awaits_profile]
    return {
        "better": inputs.better,
        # That is the first step, whatever comes after it.
        "enters": bool(inputs.now.streams) and not inputs.entered,
        "first_steps": first_steps,
        "after": find_nearest_cutoff(way_in.way.plan, inputs.held) if way_in and way_in.way.plan else None,
        "sure": sure,
        "steps": list(list_new_steps(group_steps(further), named)),
        "unmet": describe_programs(inputs.basis, way_in.way.opening if way_in else None),
        "waived": [PROGRAMS[code] for code in find_waived(inputs.basis)],
    }


def describe_rounds(inputs: DecisionInputs) -> dict[str, Any]:
    """The realistic ways, and the rounds beside which a score stands."""
    ways, rounds = inputs.ways, inputs.rounds
    ended = list_ended(inputs.basis.streams, rounds, inputs.now.on)
    nominee = next((one.way for one in ways if one.way.stream == "pnp"), None)
    return {
        "ways": ways,
        "held": inputs.held,
        "newest_round": max((found[0].on for found in rounds.values() if found), default=None),
        "compared": [shown for shown in ways if shown.way.is_open][:COMPARED],
        "ended": [EndedStream(STREAMS[stream], last) for stream, last in ended],
        "elsewhere": find_elsewhere(ways, ended),
        "minimums": list(describe_minimums(inputs.headline, inputs.plans, nominee)) if nominee else [],
    }


def describe_plans(inputs: DecisionInputs) -> dict[str, Any]:
    """The score to reach with the combinations that reach it, and what each change does alone."""
    basis, unreached = inputs.basis, find_minimums(inputs.basis)
    target, found = find_plans(basis, inputs.plans, inputs.held, inputs.ways, unreached, inputs.choice.target)
    return {
        "target": target,
        "plans": found,
        "unreached": unreached,
        "supposed_names": [name_change(one) for one in inputs.describer.supposed],
        "options": list(describe_rungs(list_rungs(basis), inputs.held)),
        "assumed": [one.because for one in list_renewals(basis, inputs.now.on + SOON)],
    }


def describe_partner(inputs: DecisionInputs) -> dict[str, Any]:
    """The partner as the principal applicant, where that is worth a word and not what is decided first."""
    # As the couple's table: staff's figure supposes nothing, and would be compared with what supposes of the partner.
    clb = inputs.choice.clb
    partner = None if inputs.better else find_partner_entry(suppose_for_couple(inputs.headline, clb), clb)
    held = inputs.held
    waits = bool(partner and held and held.keys().isdisjoint(partner.streams))
    return {"partner": partner, "partner_waits": waits}


def describe_minimums(
    headline: HeadlineScore, plans: Sequence[Plan], way: Way | None = None
) -> Iterator[tuple[str, str]]:
    """The CRS score that each open stream asks for beside the one that leads, and the stream by its own name.

    With the paper that reaches it by itself, where one does. Where the score is too low for the stream, or for the
    rounds even with a nomination (`way`), the province's open streams outside Express Entry too. Only of the province
    that was stated, where one was; none for somebody who is nominated.
    """
    profile, rules = headline.now.profile, headline.now.rules
    if profile.nominated or not rules.get("guide/nominee_programs"):
        return
    for one in list_minimums(rules, profile.nomination_province):
        words = describe_minimum(one.province, one.least, headline.crs, estimated=tell_estimate(headline))
        reaching = [plan for plan in list_papers(plans) if headline.crs < one.least <= plan.found.crs.total]
        more = [describe_reaching(plan.changes[0], plan.found.crs.total) for plan in reaching[:1]]
        yield " ".join([words, *more]), one.stream
        if headline.crs < one.least or (way and way.still_missing):
            yield from list_outside_words(one)


def list_outside_words(minimum: Minimum) -> Iterator[tuple[str, str]]:
    """The open streams of a province outside Express Entry, in words, each with its own name."""
    for stream in minimum.outside:
        yield describe_outside(minimum.province, stream.details.conditions if stream.details else []), stream.name


def describe_application(now: ProfileAssessment) -> dict[str, Any]:
    """What comes after an invitation: the days to apply, and what IRCC asks of this family; None without a table."""
    return {
        "days": now.rules["invitation/deadlines"].points("application"),
        "costs": work_out_costs(now.rules, find_family(now.profile)) if now.rules.get("guide/fees") else None,
    }


def find_family(profile: Profile) -> Family:
    """Who would be in the application: a partner who comes along, and the children in the size of the family."""
    # The size of the family has the partner in it, whether they come along or not (IRPR 76(1)(b)(i)).
    others = profile.family_size - 1 - (profile.marital_status in COUPLES)
    return Family(partner=profile.counted_partner is not None, children=max(others, 0))
