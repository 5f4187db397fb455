"""Combinations of at most three changes of facts, each assessed by the same rules: smallest effort first."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations, groupby, islice

from scoring.advice import WELL, list_changes
from scoring.assess import Assessment, assess
from scoring.plans.efforts import BY_LEVEL, Effort, estimate_effort, name_change
from scoring.plans.waiting import YEAR, take_tests_now, wait_for_year
from scoring.profile import Profile
from scoring.reasons import Reason
from scoring.timeline import Period, timeline, two_years_from

MOST_CHANGES = 3
# From this effort on it takes years or is another's to give: a further language, a degree, a permit, a nomination.
FAR = 9
# Some twenty single changes are scored to choose these kinds; of their pairs and triples most don't go together.
LOOKED_AT = 10
# How many rungs of a ladder are looked at, the lowest first; of any other kind one.
RUNGS = {"all_abilities": 4, "english": 3, "partner_test": 3, "credential": 2, "french_up": 2, "first_french": 2}
# Changes of one effort that are offered at several levels: the lower level asks for less.
LEVELLED = frozenset({"all_abilities", "english", "partner_test", "french_up", "first_french"})
# Rungs of one ladder, or two papers for one thing: never two of them together.
LADDERS = {"ability_up": "first", "all_abilities": "first", "second_ability_up": "second", "english": "second"}
# These open a program and give no point.
ENABLING = frozenset({"more_funds", "show_funds", "eca_issuer"})


class Plan:
    """Some changes together, and the assessment with all of them made today."""

    def __init__(self, changes: tuple[Reason, ...], found: Assessment, now: Assessment) -> None:
        self.changes = changes
        self.found = found
        self.now = now

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the changes, for an address."""
        return tuple(map(name_change, self.changes))

    @property
    def crs(self) -> int:
        """The total with all of them made today."""
        return self.found.crs.total

    @property
    def gain(self) -> int:
        """The points that they give together."""
        return self.found.crs.total - self.now.crs.total

    @cached_property
    def efforts(self) -> list[Effort | None]:
        """What each of them asks of the person; None where the table has no row for it."""
        return [estimate_effort(change, self.now.rules) for change in self.changes]

    @cached_property
    def effort(self) -> int:
        """The effort of all of them."""
        return sum(one.effort for one in self.efforts if one)

    @cached_property
    def level(self) -> int:
        """The levels of what is offered at several, together: of one effort the lower asks for less."""
        return sum(int(str(change.facts["clb"])) for change in self.changes if change.code in LEVELLED)

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Smallest effort first, then the lower levels, the fewer changes, the most points."""
        return self.effort, self.level, len(self.changes), -self.gain

    @cached_property
    def weeks(self) -> int | None:
        """The weeks until all are true, side by side; None where one of them is not known, or two can't be at once."""
        known = [one.weeks for one in self.efforts if one and one.weeks is not None]
        return max(known) if len(known) == len(self.changes) and not self.is_one_after_the_other else None

    @property
    def is_one_after_the_other(self) -> bool:
        """A year of work and one of study, of which nobody knows which is first."""
        # Work during full-time studies does not count.
        codes = {change.code for change in self.changes}
        return bool(codes & YEAR) and "credential" in codes

    @property
    def is_open_ended(self) -> bool:
        """One of them takes years, or is another's to give, and nobody knows how long."""
        # Beside it the weeks of another change say nothing: "at least 17 weeks" is no word on a doctorate.
        return any(one is not None and one.weeks is None and one.effort >= FAR for one in self.efforts)

    @property
    def least_weeks(self) -> int | None:
        """The full weeks that pass at the least; None where none is known, or what takes longest is not."""
        if self.is_open_ended:
            return None
        known = [
            find_full_weeks(change, one.weeks, self.now.on)
            for change, one in zip(self.changes, self.efforts, strict=True)
            if one and one.weeks is not None
        ]
        return max(known, default=None)

    @property
    def day(self) -> date | None:
        """The first day by which all can be true, as far as their times are known; None where no time is."""
        pairs = zip(self.changes, self.efforts, strict=True)
        known = [(change, effort) for change, effort in pairs if effort and effort.weeks is not None]
        if self.is_one_after_the_other or self.is_open_ended or not known:
            return None
        return max(find_day(change, effort, self.now.on) for change, effort in known)

    @cached_property
    def cad(self) -> int | None:
        """The dollars that all of them cost together; None where the cost of one of them is not known."""
        known = [one.cad for one in self.efforts if one and one.cad is not None]
        return sum(known) if len(known) == len(self.changes) else None

    @cached_property
    def later(self) -> Assessment | None:
        """The assessment of that day, with birthdays and expiries until then; None where the day is not known."""
        if self.day is None:
            return None
        changed = take_tests_now(self.found.profile, self.now)
        profile = wait_for_year(changed, self.now, self.changes, self.day)
        return assess(profile, self.day, self.now.book)

    @property
    def lasting(self) -> int:
        """The total that is still there on the day by which all can be true."""
        return min(self.crs, self.later.crs.total) if self.later else self.crs

    def find_fall(self, cutoff: int) -> Period | None:
        """The first period within two years in which a cut-off that is reached today no longer is; None without one.

        None too where a year of work is among the changes, whose own day `later` is of.
        """
        if self.crs < cutoff or any(change.code in YEAR for change in self.changes):
            return None
        profile, on = take_tests_now(self.found.profile, self.now), self.now.on
        ahead = timeline(profile, on, two_years_from(on), self.now.book)
        return next((period for period in ahead if period.crs < cutoff), None)

    @property
    def is_closed_later(self) -> bool:
        """What it opens has closed again by the day on which all is true."""
        return bool(self.later and self.found.streams and not self.later.streams)


def find_day(change: Reason, effort: Effort, on: date) -> date:
    """The day by which a change is true: its own, else the day after the weeks that it takes."""
    named = change.facts.get("day")
    return named if isinstance(named, date) else on + timedelta(weeks=effort.weeks or 0, days=1)


def find_full_weeks(change: Reason, weeks: int, on: date) -> int:
    """The full weeks that a change takes: until its own day, where it has one."""
    named = change.facts.get("day")
    return (named - on) // timedelta(weeks=1) if isinstance(named, date) else weeks


def list_plans(now: Assessment) -> list[Plan]:
    """Every combination that raises the score or opens a stream; smallest effort first, then the most points.

    About a hundred assessments, each of about a millisecond: keep the result.
    """
    single = choose_changes(now)
    found = [plan for plan in single if is_worth(plan)]
    known = {plan.names: plan for plan in single}
    for number in range(2, MOST_CHANGES + 1):
        tried = single if number < MOST_CHANGES else [plan for plan in single if not is_learned_instead(plan)]
        for together in combinations(tried, number):
            plan = join_plans(known, tuple(plan.changes[0] for plan in together), now)
            if plan:
                known[plan.names] = plan
                found.append(plan)
    return sorted(found, key=lambda plan: plan.order)


def choose_changes(now: Assessment) -> list[Plan]:
    """The single changes that are combined: the least effort of each kind, and what opens a stream."""
    scored = [
        Plan((because,), assess(profile, now.on, now.book), now)
        for because, profile in list_changes(now)
        if estimate_effort(because, now.rules)
    ]
    worth = [plan for plan in scored if is_worth(plan) or plan.changes[0].code in ENABLING]
    ordered = sorted(_drop_dearer(worth), key=lambda plan: plan.order)
    nominated = [plan for plan in ordered if is_nomination(plan)]
    rest = [plan for plan in ordered if not is_nomination(plan)]
    kinds = list(dict.fromkeys(plan.changes[0].code for plan in rest))[: LOOKED_AT - len(nominated)]
    # By its effort a nomination could be cut off, although it opens the rounds of nominees.
    return [*[plan for plan in rest if plan.changes[0].code in kinds], *nominated]


def is_learned_instead(plan: Plan) -> bool:
    """French at the higher level takes the place of other changes: beside two more it is not tried."""
    (change,) = plan.changes
    return change.code in BY_LEVEL and change.facts["clb"] == WELL


def is_nomination(plan: Plan) -> bool:
    """The province's part: it outweighs whatever a person adds to it."""
    return name_change(plan.changes[-1]) == "nomination_up"


def _drop_dearer(plans: Sequence[Plan]) -> Iterator[Plan]:
    """Of the rungs of a ladder a few: the lowest first, and none that gives no more than the one below it."""
    for code, rungs in groupby(sorted(plans, key=_rung), key=lambda plan: plan.changes[0].code):
        yield from islice(_climb(rungs), RUNGS.get(code, 1))


def _rung(plan: Plan) -> tuple[str, tuple[int, int, int, int]]:
    return plan.changes[0].code, plan.order


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


def join_plans(known: dict[tuple[str, ...], Plan], changes: tuple[Reason, ...], now: Assessment) -> Plan | None:
    """One change more on a combination that was assessed already; None where they don't go together or add nothing."""
    ladders = [LADDERS.get(change.code, name_change(change).partition("-")[0]) for change in changes]
    before = known.get(tuple(map(name_change, changes[:-1])))
    # Whoever is in the pool needs nothing beside a nomination; others must first meet a program.
    alone = bool(now.streams) and name_change(changes[-1]) == "nomination_up"
    if before is None or alone or len(set(ladders)) < len(ladders):
        return None
    # On the assessment of the changes before it, so that no gains are added up (record 0085).
    match = find_change(before.found, name_change(changes[-1]))
    if match is None:
        return None
    plan = Plan(changes, assess(match[1], now.on, now.book), now)
    return plan if is_more(plan, before) else None


def is_more(plan: Plan, before: Plan) -> bool:
    """The last change gives something that the ones before it did not."""
    opened = set(plan.found.streams) - set(before.found.streams)
    return plan.gain > before.gain or bool(opened) or plan.changes[-1].code in ENABLING


def find_change(found: Assessment, name: str) -> tuple[Reason, Profile] | None:
    """The change of this name and the facts with it made; None where there is no such change for an assessment."""
    return next((one for one in list_changes(found) if name_change(one[0]) == name), None)


def make_changes(now: Assessment, names: Sequence[str]) -> Plan | None:
    """The combination with these names; None where one of them is no change for this person, or there are too many."""
    found, changes = now, []
    # The names come out of an address: no more of them are worked out than a plan may have.
    for name in names[:MOST_CHANGES]:
        match = find_change(found, name)
        if match is None:
            return None
        changes.append(match[0])
        found = assess(match[1], now.on, now.book)
    return Plan(tuple(changes), found, now) if changes and len(names) <= MOST_CHANGES else None
