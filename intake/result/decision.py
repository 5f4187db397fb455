"""What the result page says first: the figure that leads, what cannot wait, and the realistic ways.

All of it is of today, by the rules of today, whatever day the result was worked out on: nobody is told of a deadline
that has passed.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from intake.common.past_rounds import find_last_rounds
from intake.common.rule_numbers import get_number
from intake.guide.fees import Family, work_out_costs
from intake.guide.nomination_words import describe_minimum, describe_reaching
from intake.guide.nominations import list_minimums
from intake.models import Client
from intake.result.couple_options import find_partner_entry, name_programs
from intake.result.headline_score import HeadlineScore
from intake.result.nearest import NearestCutoff, find_elsewhere, find_nearest_cutoff
from intake.result.outlook import describe_rungs, name_margins, name_rounds, name_streams
from intake.result.shown_ways import (
    ShownWay,
    WayDescriber,
    find_closed_cutoff,
    group_steps,
    keep_in_pool,
    list_first_steps,
    list_new_steps,
    list_sure_steps,
)
from intake.result.unmet import describe_programs
from scoring.advice import SOON, get_stated
from scoring.assess import ProfileAssessment, assess
from scoring.plans.combine import list_plans
from scoring.plans.efforts import name_change
from scoring.plans.ladder import list_rungs
from scoring.plans.plan import Plan
from scoring.plans.steps import list_papers
from scoring.plans.targets import list_ways_to
from scoring.plans.urgent import Urgent, find_urgent
from scoring.plans.waivers import find_waived
from scoring.plans.ways import Round, list_cutoffs, list_ended
from scoring.profile import COUPLES, Profile
from scoring.renewals import list_renewals
from scoring.streams import PROGRAMS, STREAMS
from scoring.timeline import timeline, two_years_from

SHOWN_PLANS = 6
BIT = 20  # points
# The stages of a file at which a profile is, or was, in IRCC's pool.
IN_POOL = frozenset({Client.Stage.IN_POOL, Client.Stage.INVITED, Client.Stage.SUBMITTED})
COMPARED = 2  # rounds in the one sentence of where a score stands


class EndedStream(NamedTuple):
    """A kind of round that is open to a person and no longer held, and the last one."""

    title: Any
    last: Round


class ShownUrgent(NamedTuple):
    """What cannot wait, with the kinds of round in words."""

    found: Urgent
    closes: list[Any]
    everything: bool
    prevented: list[Any]


class ShownPlan(NamedTuple):
    """A combination that reaches a score, and the rounds whose last cut-off it reaches, in words.

    `nearest`: where it reaches none; None where no round of a kind that it opens is held.
    """

    plan: Plan
    reaches: Sequence[Any]
    nearest: NearestCutoff | None = None


class Choice(NamedTuple):
    """What a reader chose in the address of the page: the level of an estimate, and a score to reach.

    `mistaken`: what was typed as a score to reach is none.
    """

    clb: int | None = None
    target: int | None = None
    mistaken: bool = False


NO_CHOICE = Choice()


def build_decision(headline: HeadlineScore, choice: Choice, client: Client | None = None) -> dict[str, Any]:
    """The first part of the page, as of the day of what leads.

    `client`: whose file it is in, which says more of the pool than the facts.
    """
    now, chosen, basis = headline.now, headline.estimate, headline.basis
    today = now.on
    plans, rounds = list_plans(basis), find_last_rounds(today)
    entered, describer = is_in_pool(now, client), WayDescriber(now, basis, plans, chosen)
    ways = [keep_in_pool(shown) if entered else shown for shown in describer.describe_all(rounds)]
    held, partner = list_cutoffs(rounds, today), find_partner_entry(headline, choice.clb)
    target, found = find_plans(basis, plans, held, ways, choice.target)
    alone = chosen.alone if chosen else None
    way_in = describer.describe_way_in(ways)
    first_steps = [] if now.streams else list(list_first_steps(ways, way_in, alone))
    sure = list_sure_steps(describer.gains.values(), first_steps, ways)
    return {
        "now": now,
        "estimate": chosen,
        "levels": headline.levels,
        "stated": get_stated(now.profile),
        "target": target,
        "bit": BIT,
        "waived": [PROGRAMS[code] for code in find_waived(basis)],
        "choice": choice,
        "most_points": get_number("most_points"),
        "plans": found,
        "supposed_names": [name_change(one) for one in describer.supposed],
        "basis": basis,
        "urgent": describe_urgent(now, held),
        "ways": ways,
        "newest_round": max((found[0].on for found in rounds.values() if found), default=None),
        "steps": list(list_new_steps(group_steps([one for one in ways if one.step.code != "step_profile"]), sure)),
        "first_steps": first_steps,
        "sure": sure,
        "minimums": list(describe_minimums(headline, plans)) if any(one.way.stream == "pnp" for one in ways) else [],
        "ended": [EndedStream(STREAMS[stream], last) for stream, last in list_ended(basis.streams, rounds, today)],
        "held": held,
        "compared": [shown for shown in ways if shown.way.is_open][:COMPARED],
        "elsewhere": find_elsewhere(ways, list_ended(basis.streams, rounds, today)),
        "met": name_programs(now),
        "met_then": name_programs(basis) if chosen else [],
        # That is the first step, whatever comes after it.
        "enters": bool(now.streams) and not entered,
        "partner": partner,
        "partner_waits": bool(partner and held and held.keys().isdisjoint(partner.streams)),
        "options": list(describe_rungs(list_rungs(basis), held)),
        "kept": [one.because for one in list_renewals(basis, today + SOON)],
        "unmet": describe_programs(basis, way_in.way.opening if way_in else None),
        "application": describe_application(now),
    }


def find_plans(
    basis: ProfileAssessment, plans: list[Plan], held: Mapping[str, int], ways: list[ShownWay], typed: int | None
) -> tuple[int, list[ShownPlan]]:
    """The score to reach, which was typed or is the next cut-off, and the combinations that reach it."""
    aimed = find_open_cutoff(basis, held) or find_closed_cutoff(ways)
    target = typed or aimed or basis.crs.total + BIT
    if target <= basis.crs.total and basis.streams:
        return target, []
    # A score that somebody typed is no round's: there a program is enough.
    found = list_ways_to(target, plans, held if aimed and not typed else None)[:SHOWN_PLANS]
    return target, [show_plan(plan, held) for plan in found]


def show_plan(plan: Plan, held: Mapping[str, int]) -> ShownPlan:
    """A plan beside the last cut-offs."""
    reaches = name_reached(plan, held)
    return ShownPlan(plan, reaches, None if reaches else find_nearest_cutoff(plan, held))


def name_reached(plan: Plan, held: Mapping[str, int]) -> list[Any]:
    """The rounds of those held that a plan could be invited in, each with its last cut-off and the points above it."""
    return name_margins([one for one in held if plan.reaches(one, held[one])], held, plan.lasting)


def find_open_cutoff(basis: ProfileAssessment, held: Mapping[str, int]) -> int | None:
    """The next cut-off above the score, of the rounds that are open; None where none is missed."""
    return min((held[one] for one in basis.streams if one in held and held[one] > basis.crs.total), default=None)


def is_in_pool(now: ProfileAssessment, client: Client | None) -> bool:
    """A profile is with IRCC, or was until an invitation, by the answers or by what was told in the file."""
    told = get_told_of_pool(client)
    return now.profile.profile_submitted_at is not None or any(told[:2]) or told[2] in IN_POOL


def get_told_of_pool(client: Client | None) -> tuple[Any, Any, str]:
    """What a file says of IRCC's pool: since when the profile is in it, the day of an invitation, and the stage."""
    return (client.profile_submitted_at, client.invited_on, client.stage) if client else (None, None, "")


def describe_urgent(now: ProfileAssessment, held: Collection[str]) -> list[ShownUrgent]:
    """What cannot wait; `held`: the streams of which rounds are held today."""
    periods = timeline(now.profile, now.on, two_years_from(now.on), now.book)
    days = [assess(now.profile, period.since, now.book) for period in periods]
    return [
        ShownUrgent(found, name_rounds(found.closes, held), not found.remaining, name_prevented(found))
        for found in find_urgent(days)
    ]


def name_prevented(found: Urgent) -> list[Any]:
    """The programs that would be met if the paper still counted; the kinds of round, where no program is among them."""
    streams = found.prevented.streams if found.prevented else ()
    return [PROGRAMS[one] for one in streams if one in PROGRAMS] or name_streams(streams)


def describe_minimums(headline: HeadlineScore, plans: Sequence[Plan]) -> Iterator[tuple[str, str]]:
    """The CRS score that each open stream asks for beside the one that leads, and the stream by its own name.

    With the paper that reaches it by itself, where one does. Only of the province that was stated, where one was; none
    for who is nominated.
    """
    profile, rules = headline.now.profile, headline.now.rules
    if profile.nominated or not rules.get("guide/nominee_programs"):
        return
    for one in list_minimums(rules, profile.nomination_province):
        words = describe_minimum(one.province, one.least, headline.crs, estimated=bool(headline.estimate))
        reaching = [plan for plan in list_papers(plans) if headline.crs < one.least <= plan.found.crs.total]
        more = [describe_reaching(plan.changes[0], plan.found.crs.total) for plan in reaching[:1]]
        yield " ".join([words, *more]), one.stream


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
