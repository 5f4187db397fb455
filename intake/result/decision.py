"""What the result page says first: the figure that leads, what cannot wait, and the realistic ways.

All of it is of today, by the rules of today, whatever day the result was worked out on: nobody is told of a deadline
that has passed.
"""

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from intake.common.past_rounds import find_last_rounds
from intake.guide.fees import Family, work_out_costs
from intake.models import Client
from intake.result.couple_options import find_partner_entry, name_programs
from intake.result.leading import Leading
from intake.result.outlook import describe_rung, name_rounds, name_streams
from scoring.advice import WHOLE_LEVELS
from scoring.assess import Assessment, assess
from scoring.plans.combine import MOST_CHANGES, Plan, list_plans, make_changes
from scoring.plans.efforts import name_change
from scoring.plans.estimates import USUAL, Estimate
from scoring.plans.ladder import list_rungs
from scoring.plans.steps import describe_step, find_next_step
from scoring.plans.targets import list_ways_to
from scoring.plans.urgent import Urgent, find_urgent
from scoring.plans.ways import Round, Rounds, Way, is_far, list_cutoffs, list_ended, list_ways
from scoring.profile import COUPLES, Profile
from scoring.reasons import Reason
from scoring.requirements import lacks_one
from scoring.streams import PROGRAMS, STREAMS, list_streams
from scoring.timeline import timeline, two_years_from
from scoring.words import REQUIREMENT_TITLES

SHOWN_PLANS = 6
BIT = 20  # points
MOST_POINTS = 1200  # of core and transferability 600, additional 600
# The steps that leave the level open.
TESTS = frozenset({"step_test", "step_partner_test"})
# What the place of a next step says where there is none.
NO_STEP = frozenset({"step_short", "step_short_of_all"})
# The stages of a file at which a profile is, or was, in IRCC's pool.
IN_POOL = frozenset({Client.Stage.IN_POOL, Client.Stage.INVITED, Client.Stage.SUBMITTED})
COMPARED = 2  # rounds in the one sentence of where a score stands
# Not known only while another requirement is, which is the one to say.
FOLLOWS = frozenset({"cec_language", "fsw_grid"})


class ShownWay(NamedTuple):
    """A way with its words: the kind of round, what is supposed first, and the next step.

    `named`: the change that the step begins, where the step does not name it; `beside`: what is brought, or comes by
    itself, meanwhile; `open`: why it is not known yet whether the stream is open.
    """

    way: Way
    title: Any
    step: Reason
    named: Reason | None
    beside: tuple[Reason, ...]
    supposed: tuple[Reason, ...]
    open: tuple[Reason, ...]

    @property
    def undecided(self) -> bool:
        """Whether the stream is open hangs on an answer that is missing."""
        return bool(self.open)

    @property
    def lacks(self) -> tuple[Reason, ...]:
        """What the step says that nothing is reached without."""
        return self.way.left_out if self.step.code == "step_short" else ()

    @property
    def missing(self) -> int:
        """The points below the newest cut-off."""
        return max(-self.way.distance, 0)

    @property
    def is_near(self) -> bool:
        """It is open, or what opens it does not take years."""
        return self.way.is_open or (self.way.plan is not None and not is_far(self.way.plan))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all that has to become true, what is supposed first; none where no what-if takes them all."""
        if any(one.facts.get("clb", USUAL) not in WHOLE_LEVELS for one in self.supposed):
            return ()
        names = (*map(name_change, self.supposed), *(self.way.plan.names if self.way.plan else ()))
        return names if len(names) <= MOST_CHANGES else ()


class Ended(NamedTuple):
    """A kind of round that is open to a person and no longer held, and the last one."""

    title: Any
    last: Round


class Lacking(NamedTuple):
    """A program, the title of the one condition that is not met, and why."""

    program: Any
    title: Any
    because: Reason


class ShownUrgent(NamedTuple):
    """What cannot wait, with the kinds of round in words."""

    found: Urgent
    closes: list[Any]
    everything: bool
    prevented: list[Any]


class Choice(NamedTuple):
    """What a reader chose in the address of the page: the level of an estimate, and a score to reach.

    `mistaken`: what was typed as a score to reach is none.
    """

    clb: int | None = None
    target: int | None = None
    mistaken: bool = False


NO_CHOICE = Choice()


def build_decision(leading: Leading, choice: Choice, client: Client | None = None) -> dict[str, Any]:
    """The first part of the page, as of the day of what leads.

    `client`: whose file it is in, which says more of the pool than the facts.
    """
    now, chosen, basis = leading.now, leading.estimate, leading.basis
    today = now.on
    plans, rounds = list_plans(basis), find_last_rounds(today)
    entered = is_in_pool(now, client)
    ways = [keep_in_pool(shown) if entered else shown for shown in describe_ways(now, basis, plans, rounds, chosen)]
    aimed = find_missed_cutoff(ways)
    target = choice.target or aimed or basis.crs.total + BIT
    held = list_cutoffs(rounds, today)
    # A score that somebody typed is no round's: there a program is enough.
    cutoffs = held if aimed and not choice.target else None
    return {
        "now": now,
        "estimate": chosen,
        "levels": leading.levels,
        "target": target,
        "choice": choice,
        "most_points": MOST_POINTS,
        "plans": list_ways_to(target, plans, cutoffs)[:SHOWN_PLANS]
        if target > basis.crs.total or not basis.streams
        else [],
        "basis": basis,
        "urgent": describe_urgent(now, held),
        "ways": ways,
        "newest_round": max((found[0].on for found in rounds.values() if found), default=None),
        "steps": group_steps(ways),
        "ended": [Ended(STREAMS[stream], last) for stream, last in list_ended(basis.streams, rounds, today)],
        "held": held,
        "compared": [shown for shown in ways if shown.way.is_open][:COMPARED],
        "met": name_programs(now),
        "met_then": name_programs(basis) if chosen else [],
        # That is the first step, whatever comes after it.
        "enters": bool(now.streams) and not entered,
        "partner": find_partner_entry(leading, choice.clb),
        "options": [describe_rung(*rung, held) for rung in list_rungs(basis)],
        "lacking": list(list_lacking(basis)) if chosen and not basis.streams else [],
        "application": describe_application(now),
    }


def is_in_pool(now: Assessment, client: Client | None) -> bool:
    """A profile is with IRCC, or was until an invitation, by the answers or by what was told in the file."""
    told = get_told_of_pool(client)
    return now.profile.profile_submitted_at is not None or any(told[:2]) or told[2] in IN_POOL


def get_told_of_pool(client: Client | None) -> tuple[Any, Any, str]:
    """What a file says of IRCC's pool: since when the profile is in it, the day of an invitation, and the stage."""
    return (client.profile_submitted_at, client.invited_on, client.stage) if client else (None, None, "")


def keep_in_pool(shown: ShownWay) -> ShownWay:
    """The way of somebody who is in the pool: there is no profile to be created."""
    return shown._replace(step=Reason("step_in_pool")) if shown.step.code == "step_profile" else shown


def group_steps(ways: list[ShownWay]) -> list[tuple[ShownWay, list[Any]]]:
    """Each next step once, with the kinds of round that it leads to, in words; that one is out of reach is no step."""
    found: dict[str, tuple[ShownWay, list[Any]]] = {}
    for shown in ways:
        if shown.step.code in NO_STEP:
            continue
        said = " ".join(map(str, (shown.step, shown.named or "", *shown.lacks, *shown.beside)))
        found.setdefault(said, (shown, []))[1].append(shown.title)
    return list(found.values())


def find_missed_cutoff(ways: list[ShownWay]) -> int | None:
    """The lowest cut-off that is missed, or whose round is closed, of those that are near; None without one."""
    near = (shown for shown in ways if shown.is_near)
    return min((shown.way.cutoff for shown in near if shown.missing or not shown.way.is_open), default=None)


def describe_ways(
    now: Assessment, basis: Assessment, plans: list[Plan], rounds: Rounds, chosen: Estimate | None
) -> Iterator[ShownWay]:
    """The ways of a person, or of the estimate that leads."""
    supposed = chosen.missing if chosen else ()
    possible = find_possible_streams(basis)
    for way in list_ways(basis, plans, rounds):
        step, change, beside = find_next_step(way, basis)
        named = change if step.code in TESTS else None
        # What the estimate supposes is the first step of every way that needs it and leads somewhere.
        if supposed and leads_somewhere(way) and not opens_without(way, now):
            step, named = describe_step(supposed[0]), None
        missing = list_open(way.stream, basis) if not way.is_open and way.stream in possible else ()
        yield ShownWay(way, STREAMS[way.stream], step, named, beside, supposed, tuple(missing))


def leads_somewhere(way: Way) -> bool:
    """The cut-off is reached, at once or by the plan."""
    return way.reached or (way.plan is not None and not way.still_missing)


def find_possible_streams(basis: Assessment) -> list[str]:
    """The kinds of round that nothing which was stated closes."""
    programs = [code for code, outcome in basis.programs.items() if outcome.eligible or outcome.unknown]
    categories = [code for code, outcome in basis.categories.items() if outcome.eligible or outcome.unknown]
    return list_streams(programs, categories, nominated=basis.profile.nominated)


def list_open(stream: str, basis: Assessment) -> list[Reason]:
    """Why it is not known yet whether a stream is open: what was not stated for it, or for the programs."""
    asked = [basis.programs[stream]] if stream in basis.programs else [*basis.programs.values()]
    asked += [basis.categories[stream]] if stream in basis.categories else []
    rows = [row for outcome in asked if outcome.unknown for row in outcome.requirements if row.met is None]
    said = [row for row in rows if row.code not in FOLLOWS] or rows
    return list(dict.fromkeys(row.because for row in said))


def opens_without(way: Way, now: Assessment) -> bool:
    """The plan opens the stream although what the estimate supposes is missing, so that it is no first step."""
    made = make_changes(now, way.plan.names) if way.plan else None
    return made is not None and way.stream in made.found.streams


def list_lacking(basis: Assessment) -> Iterator[Lacking]:
    """Each program that one condition alone keeps closed although what an estimate supposes is there."""
    for code, outcome in basis.programs.items():
        if lacks_one([row.met for row in outcome.requirements]):
            (row,) = (row for row in outcome.requirements if not row.met)
            yield Lacking(PROGRAMS[code], REQUIREMENT_TITLES[row.code], row.because)


def describe_urgent(now: Assessment, held: Collection[str]) -> list[ShownUrgent]:
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


def describe_application(now: Assessment) -> dict[str, Any]:
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
