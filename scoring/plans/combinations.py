"""Combinations of at most three changes of facts, each assessed by the same rules: smallest effort first."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, groupby, islice

from scoring.advice import MIXED, SECOND, WELL, find_ladder, list_changes, takes_degree
from scoring.advice_partner import Change
from scoring.assess import ProfileAssessment, assess
from scoring.later_facts import (
    NEEDS_PERMIT,
    SECOND_YEAR,
    STUDY,
    UNDER_WAY,
    YEAR,
    assess_change,
    find_own_day,
    find_permit_end,
    see_on,
)
from scoring.plans.efforts import BY_LEVEL, estimate_effort, name_change
from scoring.plans.plan import Plan, find_day
from scoring.profile import Profile
from scoring.reasons import Reason

MOST_CHANGES = 3
# What an estimate supposes, a test and an assessment, is tried out with the plan.
MOST_SUPPOSED = 2
# Some twenty single changes are scored to choose these kinds; of their pairs and triples most don't go together.
LOOKED_AT = 10
# How many rungs of a ladder are looked at, the lowest first; of any other kind one.
RUNGS = {
    "all_abilities": 5,
    "english": 3,
    "partner_test": 3,
    "credential": 2,
    "french_up": 4,
    "first_french": 3,
    "canadian_year_goes_on": 2,
}
# Rungs of one ladder, or two papers for one thing: never two of them together.
LADDERS = {
    "ability_up": "first",
    "all_abilities": "first",
    "all_abilities_and_one": "first",
    "second_ability_up": "second",
    "english": "second",
}
# These open a program and give no point.
ENABLING = frozenset({"more_funds", "show_funds", "eca_issuer"})


def list_plans(now: ProfileAssessment) -> list[Plan]:
    """Every combination that raises the score or opens a stream; smallest effort first, then the most points.

    About a hundred assessments, each of about a millisecond: keep the result.
    """
    single = choose_changes(now)
    found = [plan for plan in single if is_worth(plan)]
    known = {plan.names: plan for plan in single}
    for number in range(2, MOST_CHANGES + 1):
        tried = single if number < MOST_CHANGES else [plan for plan in single if not is_carrying(plan)]
        for together in combinations(tried, number):
            plan = join_plans(known, tuple(plan.changes[0] for plan in together), now)
            if plan:
                known[plan.names] = plan
                found.append(plan)
    return sorted(found, key=lambda plan: plan.order)


def choose_changes(now: ProfileAssessment) -> list[Plan]:
    """The single changes that are combined: the least effort of each kind, and what opens a stream."""
    scored = [
        Plan((because,), assess_change(because, profile, now), now)
        for because, profile in list_changes(now)
        if because.code != SECOND and estimate_effort(because, now.rules)
    ]
    found = [plan for plan in scored if is_worth(plan) or plan.changes[0].code in ENABLING]
    worth = [plan for plan in found if plan.changes[0].code not in MIXED or passes_grid(plan, found)]
    ordered = sorted(_drop_dearer(worth), key=lambda plan: plan.order)
    nominated = [plan for plan in ordered if is_nomination(plan)]
    rest = [plan for plan in ordered if not is_nomination(plan)]
    kinds = list(dict.fromkeys(find_ladder(plan.changes[0]) for plan in rest))[: LOOKED_AT - len(nominated)]
    looked_at = [plan for plan in rest if find_ladder(plan.changes[0]) in kinds]
    # What is assessed on a day of its own comes after what is done today, which would otherwise be done on that day.
    # By its effort a nomination could be cut off, although it opens the rounds of nominees.
    return [*sorted(looked_at, key=goes_on), *nominated]


def passes_grid(mixed: Plan, others: Sequence[Plan]) -> bool:
    """The grid of the Federal Skilled Worker Program is passed by this rung and by none below it."""
    (change,) = mixed.changes
    plain = [plan for plan in others if find_ladder(plan.changes[0]) == MIXED[change.code] and plan.level < mixed.level]
    return meets_grid(mixed) and not any(meets_grid(plan) for plan in plain)


def meets_grid(plan: Plan) -> bool:
    """The pass mark of the grid is reached, whatever else the program lacks."""
    grid = plan.found.programs["fsw"].find("fsw_grid")
    return grid is not None and grid.met is True


def goes_on(plan: Plan) -> bool:
    """The last change is work that goes on until a day of its own."""
    return plan.changes[-1].code in UNDER_WAY


def is_carrying(plan: Plan) -> bool:
    """French at the higher level, or a degree, carries a score with one other change: it is not tried beside two."""
    (change,) = plan.changes
    return takes_degree(change) or (change.code in BY_LEVEL and change.facts["clb"] == WELL)


def is_nomination(plan: Plan) -> bool:
    """The province's part: it outweighs what a person adds to it."""
    return name_change(plan.changes[-1]) == "nomination_up"


def _drop_dearer(plans: Sequence[Plan]) -> Iterator[Plan]:
    """Of the rungs of a ladder a few: the lowest first, and none that gives no more than the one below it."""
    for code, rungs in groupby(sorted(plans, key=_rung), key=lambda plan: find_ladder(plan.changes[0])):
        yield from islice(_climb(rungs), RUNGS.get(code, 1))


def _rung(plan: Plan) -> tuple[str, tuple[bool, int, int, int, int]]:
    # Without what is renewed meanwhile, which is known of a program of a year and not of a doctorate.
    conditional, _effort, level, number, gain = plan.order
    return find_ladder(plan.changes[0]), (conditional, plan.own_effort, level, number, gain)


def _climb(rungs: Iterable[Plan]) -> Iterator[Plan]:
    """Each rung that gives more than all below it, or opens more."""
    best = (-1, -1)
    for rung in rungs:
        gives = rung.gain, len(rung.found.streams)
        if gives[0] > best[0] or gives[1] > best[1]:
            best = max(best[0], gives[0]), max(best[1], gives[1])
            yield rung


def is_worth(plan: Plan) -> bool:
    """It gives points, or opens a stream."""
    return plan.gain > 0 or any(stream not in plan.now.streams for stream in plan.found.streams)


def join_plans(known: dict[tuple[str, ...], Plan], changes: tuple[Reason, ...], now: ProfileAssessment) -> Plan | None:
    """One change more on a combination that was assessed already; None where they don't go together or add nothing."""
    ladders = [LADDERS.get(change.code, name_change(change).partition("-")[0]) for change in changes]
    before = known.get(tuple(map(name_change, changes[:-1])))
    if before is None or len(set(ladders)) < len(ladders):
        return None
    if is_too_much(changes, now) or is_dated_wrong(changes, now):
        return None
    # On the assessment of the changes before it, so that no gains are added up (record 0085).
    match = find_change(before.found, name_change(changes[-1]))
    if match is None:
        return None
    plan = Plan(changes, assess_after(before.found, match, now, changes), now)
    return plan if is_more(plan, before) and not is_past_permit(plan) else None


def is_too_much(changes: Sequence[Reason], now: ProfileAssessment) -> bool:
    """A nomination beside two things of which none opens a program: whoever meets one needs at most one more.

    Where no program is met, a second year of work is too much: the first one opens it.
    """
    if len(changes) < MOST_CHANGES or name_change(changes[-1]) != "nomination_up":
        return False
    return bool(now.streams) or any(change.code in SECOND_YEAR for change in changes)


def is_past_permit(plan: Plan) -> bool:
    """A year of work that would be begun after studies, and so be complete only after the last day of the permit."""
    codes = {change.code for change in plan.changes}
    last = find_permit_end(plan.now.profile)
    begun = bool(codes & (YEAR - UNDER_WAY - NEEDS_PERMIT)) and STUDY in codes
    return begun and last is not None and plan.until > last


def is_dated_wrong(changes: Sequence[Reason], now: ProfileAssessment) -> bool:
    """A degree of which nobody knows how long it takes, beside what has a day: it would be counted as done by then."""
    days = [find_day(change, now) for change in changes if change.code == STUDY or change.code in YEAR]
    return None in days and any(days)


def assess_after(
    before: ProfileAssessment, match: Change, now: ProfileAssessment, changes: Sequence[Reason]
) -> ProfileAssessment:
    """The assessment with one change more on the ones before it, on its own day where it has one."""
    day = find_own_day(match[0])
    return assess(see_on(match[1], now, changes, day) if day else match[1], day or before.on, now.book)


def is_more(plan: Plan, before: Plan) -> bool:
    """The last change gives something that the ones before it did not."""
    opened = set(plan.found.streams) - set(before.found.streams)
    return plan.gain > before.gain or bool(opened) or plan.changes[-1].code in ENABLING


def find_change(found: ProfileAssessment, name: str) -> Change | None:
    """The change of this name and the facts with it made; None where there is no such change for an assessment."""
    return next((one for one in list_changes(found) if name_change(one[0]) == name), None)


def make_changes(now: ProfileAssessment, names: Sequence[str]) -> Plan | None:
    """The combination with these names; None where one of them is no change for this person, or there are too many."""
    made = follow_changes(now, names)
    return made[0] if made else None


def follow_changes(now: ProfileAssessment, names: Sequence[str]) -> tuple[Plan, Profile] | None:
    """The combination, and the facts with all of it as if made today: work that is still to come in days gone by."""
    # The names come out of an address: no more of them are worked out than a plan may have
    # beside what an estimate supposes.
    if not 0 < len(names) <= MOST_CHANGES + MOST_SUPPOSED:
        return None
    found, profile, changes = now, now.profile, dict.fromkeys(names, Reason(""))
    # Work that goes on comes last, because it is assessed on its own day.
    for name in sorted(changes, key=is_year_name):
        match = find_change(found, name)
        if match is None:
            return None
        changes[name], profile = match
        found = assess_after(found, match, now, [*changes.values()])
    return (Plan(tuple(changes.values()), found, now), profile) if len(changes) == len(names) else None


def is_year_name(name: str) -> bool:
    """The name is that of a year of work."""
    return name.partition("-")[0] == "canadian_year"
