"""The ways in words: the kind of round, what is supposed first, the next step, and what to begin with."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from intake.result.score_calendar import name_causes
from intake.result.unmet_requirements import Unmet, describe_closing
from intake.result.way_steps import (
    AGAIN,
    BETTER,
    Coming,
    add_supposed,
    date_again,
    find_coming,
    find_deadlines,
    find_way_in,
    order_steps,
)
from scoring.advice import SOON
from scoring.assess import ProfileAssessment
from scoring.plans.combinations import ENABLING
from scoring.plans.efforts import name_change
from scoring.plans.estimates import Estimate
from scoring.plans.plan import Plan
from scoring.plans.steps import (
    AIMS,
    describe_beside,
    describe_step,
    find_next_step,
    list_gains,
    order_changes,
    shorten_beside,
)
from scoring.plans.ways import Outlasting, Rounds, Way, find_outlasting, is_far, is_nominated, list_ways
from scoring.reasons import Reason
from scoring.requirements import list_not_known
from scoring.streams import STREAMS
from scoring.timeline import Period

# The steps that leave the level open.
TESTS = frozenset({"step_test", "step_french_again", "step_partner_test"})
# The steps to a level of the first official language.
FIRST_TEST = frozenset(AIMS[code] for code in BETTER)
# What the place of a next step says where there is none.
NO_STEP = frozenset({"step_short", "step_short_of_all"})
# What is said of work that goes on, which is no step.
BY_ITSELF = frozenset(
    {
        "step_year_by_itself",
        "step_years_by_themselves",
        "step_year_opens",
        "step_year_opens_test",
        "step_year_opens_eca",
    }
)
# Points, which are ours: an assessment costs some hundred dollars, and the list of single changes has those with fewer.
ENOUGH = 10
# Of the steps of a partner's paper those that say what the other order of the couple supposes.
NEEDED = ("_needed", "_counted")


class Loss(NamedTuple):
    """A day from which less of what a plan brings is true, and why, in words."""

    period: Period
    causes: list[Any]

    @property
    def since(self) -> date:
        """The day."""
        return self.period.since

    @property
    def crs(self) -> int:
        """The score from then on."""
        return self.period.crs


class ShownWay(NamedTuple):
    """A way with its words: the kind of round, what is supposed first, and the next step.

    `named`: the change that the step begins, where the step does not name it; `aim`: the step with what it leaves open,
    the level and the language; `via`: a way that is listed too and whose plan is all that reaches this cut-off as well;
    `beside`: what is brought, or comes by itself, meanwhile; `open`: why it is not known yet whether the stream is
    open; `parts`: the changes of the plan, in words; `coming`: the day on which work that goes on opens the stream;
    `unmet`: what keeps it closed; `outlasting`: what is enough for longer than the plan, where that is lost soon;
    `surer`: what reaches all of its last cut-offs, where the newest one is reached and others are not.
    """

    way: Way
    title: Any
    step: Reason
    named: Reason | None
    beside: tuple[Reason, ...]
    supposed: tuple[Reason, ...]
    open: tuple[Reason, ...]
    parts: tuple[Reason, ...] = ()
    aim: Reason | None = None
    via: Any = None  # a `ShownWay`
    coming: Coming | None = None
    unmet: tuple[Unmet, ...] = ()
    outlasting: Outlasting | None = None
    surer: Plan | None = None

    @property
    def steps(self) -> tuple[Reason, ...]:
        """The step and what stands beside it."""
        return (self.step, *self.beside)

    @property
    def awaits_profile(self) -> bool:
        """The next step is the profile with IRCC."""
        return self.step.code == "step_profile"

    @property
    def begins_again(self) -> bool:
        """The next step is to have a paper again that ends soon."""
        return self.step.code in AGAIN

    @property
    def undecided(self) -> bool:
        """Whether the stream is open hangs on an answer that is missing."""
        return bool(self.open)

    @property
    def fall(self) -> Loss | None:
        """When what the plan reaches is reached no more; None within two years."""
        return describe_loss(self.way.plan, self.way.falls)

    @property
    def fall_beyond(self) -> Loss | None:
        """The same of what reaches the cut-off where the plan falls short."""
        return describe_loss(self.way.beyond, self.way.falls_beyond)

    @property
    def drop(self) -> Loss | None:
        """When many points of what the plan reaches are lost again, before that."""
        return describe_loss(self.way.plan, self.way.drops)

    @property
    def lacks(self) -> tuple[Reason, ...]:
        """The changes without which no cut-off is reached, where the step itself says that the plan falls short."""
        return self.way.left_out if self.step.code == "step_short" else ()

    @property
    def fall_surer(self) -> Loss | None:
        """When all of the last cut-offs are reached no more, by what reaches them."""
        fall = self.surer.find_fall(self.way.stream, self.way.highest) if self.surer else None
        return describe_loss(self.surer, fall)

    @property
    def missing(self) -> int:
        """The points below the newest cut-off."""
        return max(-self.way.distance, 0)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all that has to become true, what is supposed first."""
        return self.list_names(self.way.plan)

    @property
    def names_beyond(self) -> tuple[str, ...]:
        """The names of what reaches the cut-off where the plan falls short."""
        return self.list_names(self.way.beyond) if self.way.beyond else ()

    @property
    def names_surer(self) -> tuple[str, ...]:
        """The names of what reaches all of the last cut-offs."""
        return self.list_names(self.surer) if self.surer else ()

    def list_names(self, plan: Plan | None) -> tuple[str, ...]:
        """The names of a plan for an address, after what is supposed."""
        return (*map(name_change, self.supposed), *(plan.all_names if plan else ()))


class FirstStep(NamedTuple):
    """What to begin with where no program is met today, in words.

    `also`: what the first of them does not say and no program is met without, as money; `toward`: the way
    that it serves, if it is one; `changes`: what that asks for beyond the first step; `fall` and `outlasting`: when
    what it opens closes again, where that is soon, and what is enough for longer.
    """

    words: list[str]
    toward: ShownWay | None = None
    changes: tuple[Reason, ...] = ()
    fall: Loss | None = None
    also: tuple[Reason, ...] = ()
    outlasting: Outlasting | None = None


class WayDescriber:
    """Puts the ways of a person, or of the estimate that leads, into words: what all of them share is found once."""

    def __init__(
        self,
        now: ProfileAssessment,
        basis: ProfileAssessment,
        plans: list[Plan],
        chosen: Estimate | None,
        gains: Mapping[Reason, Reason] | None = None,
    ) -> None:
        """`gains`: the steps of papers and what each gives, where that is not by the applicant's own score alone."""
        self.now, self.basis, self.plans = now, basis, plans
        self.supposed = chosen.missing if chosen else ()
        self.coming = find_coming(basis, plans)
        self.deadlines = find_deadlines(now)
        self.gains = {} if basis.profile.nominated else list_gains(plans) if gains is None else gains

    def describe_all(self, rounds: Rounds) -> Iterator[ShownWay]:
        """The realistic ways, the nearest first."""
        possible = self.basis.possible_streams
        shown = [self.describe(way) for way in list_ways(self.basis, self.plans, rounds)]
        for one in shown:
            way = one.way
            missing = list_open(way.stream, self.basis) if not way.is_open and way.stream in possible else ()
            yield one._replace(open=tuple(missing), via=find_via(one, shown))

    def describe_way_in(self, ways: Sequence[ShownWay] = ()) -> ShownWay | None:
        """What opens a program first, on the way to the best of these; None where one is met, or nothing opens one."""
        near = (shown.way.plan for shown in ways if shown.way.plan and is_near(shown.way))
        way = find_way_in(self.basis, self.plans, next(near, None))
        return self.describe(way) if way else None

    def describe(self, way: Way) -> ShownWay:
        """The way with its words."""
        (step, *beside), named = self._order(way)
        parts = way.plan.parts if way.plan else ()
        coming = self.coming if self.coming and way.stream in self.coming.streams and not way.is_open else None
        # An estimate supposes a level already, and says what another would give.
        surer = None if self.supposed else way.surer
        return ShownWay(
            way,
            STREAMS[way.stream],
            step,
            named,
            (*beside, *list_surer_steps(way, surer, self.basis)),
            self.supposed,
            aim=name_aim(named, self.basis) if named else None,
            open=(),
            parts=tuple(date_again(part, self.deadlines) for part in parts),
            coming=coming,
            unmet=describe_closing(way, self.basis),
            outlasting=find_outlasting(way, self.plans),
            surer=surer,
        )

    def _order(self, way: Way) -> tuple[list[Reason], Reason | None]:
        """The steps in order, and the change that the first of them begins, where it does not name it."""
        step, change, beside = find_next_step(way, self.basis)
        steps: tuple[Reason, ...] = (step, *beside)
        if self.supposed and (leads_somewhere(way) or (way.plan and step.code not in NO_STEP)):
            steps = add_supposed(self.supposed, steps, way, self.now)
        ordered = [date_again(one, self.deadlines) for one in order_steps(steps, way, self.basis, self.coming)]
        opened = change if change and step.code in TESTS else None
        if opened and ordered[0] != step:
            # Not the first any more, which would name the level by itself.
            ordered = [describe_beside(opened) if one == step else one for one in ordered]
            opened = None
        return [self.gains.get(one, name_language(one, self.basis)) for one in ordered], opened


def list_surer_steps(way: Way, surer: Plan | None, basis: ProfileAssessment) -> Iterator[Reason]:
    """What reaches all of the last cut-offs of a way, in words, after why one would want that."""
    if surer is None:
        return
    yield Reason("step_surer", missed=len(way.missed), rounds=len(way.rounds), crs=surer.lasting)
    for change in order_changes(way, surer):
        yield name_language(describe_beside(change), basis)


def describe_loss(plan: Plan | None, period: Period | None) -> Loss | None:
    """The first day of a period after a plan, with what happens on it."""
    if plan is None or period is None:
        return None
    return Loss(period, name_causes(plan.lasting_profile, period.since, plan.now.book))


def keep_in_pool(shown: ShownWay) -> ShownWay:
    """The way of somebody who is in the pool: there is no profile to be created."""
    return shown._replace(step=Reason("step_in_pool")) if shown.awaits_profile else shown


def find_via(shown: ShownWay, ways: Iterable[ShownWay]) -> ShownWay | None:
    """The other listed way whose plan also reaches this cut-off, where this one alone would be out of reach.

    None if there is none.
    """
    beyond = shown.way.beyond if shown.step.code in NO_STEP else None
    if beyond is None:
        return None
    planned = ((one, one.way.plan) for one in ways if one.step.code not in NO_STEP)
    return next((one for one, plan in planned if plan and {*plan.names} == {*beyond.names}), None)


def name_aim(change: Reason, basis: ProfileAssessment) -> Reason:
    """The step that begins a change of a test, with its level; of the first test with its language."""
    return name_language(describe_beside(change), basis)


def name_language(step: Reason, basis: ProfileAssessment) -> Reason:
    """A step to a level of the first test with its language: beside a test of the other one that is not plain."""
    if step.code not in FIRST_TEST or basis.crs.first is None:
        return step
    return Reason(f"{step.code}_in", **step.facts, booked_test=basis.crs.first.test.language)


def is_near(way: Way) -> bool:
    """The plan reaches the cut-off, and takes no years; a nomination is another's to give."""
    return bool(way.plan and leads_somewhere(way) and not is_far(way.plan) and not is_nominated(way.plan))


def leads_somewhere(way: Way) -> bool:
    """The cut-off is reached, at once or by the plan."""
    return way.reached or (way.plan is not None and not way.still_missing)


def list_reached(ways: Iterable[ShownWay]) -> list[ShownWay]:
    """The ways whose cut-off is reached, at once or by the plan; where there are any, those alone that are near."""
    reached = [shown for shown in ways if leads_somewhere(shown.way)]
    return [shown for shown in reached if shown.way.reached or is_near(shown.way)] or reached


def list_open(stream: str, basis: ProfileAssessment) -> list[Reason]:
    """Why it is not known yet whether a stream is open: what was not stated for it, or for the programs."""
    asked = [basis.programs[stream]] if stream in basis.programs else [*basis.programs.values()]
    asked += [basis.categories[stream]] if stream in basis.categories else []
    return list(dict.fromkeys(row.because for row in list_not_known(asked)))


def group_steps(ways: list[ShownWay]) -> list[tuple[ShownWay, list[Any]]]:
    """Each next step once, with the kinds of round that it leads to, in words; that one is out of reach is no step."""
    found: dict[str, tuple[ShownWay, list[Any]]] = {}
    for shown in ways:
        own = shown.via or shown
        if own.step.code in NO_STEP:
            continue
        words = " ".join(map(str, (own.step, own.named or "", *own.lacks, *own.beside)))
        found.setdefault(words, (own, []))[1].append(shown.title)
    return list(found.values())


def list_first_steps(
    ways: list[ShownWay], way_in: ShownWay | None, alone: Reason | None = None, *, entered: bool = False
) -> Iterator[FirstStep]:
    """What opens a program, else the step of the best way; then what else the lowest cut-off within reach asks for.

    `alone`: what one of two tests that are supposed comes to without the other; `entered`: a profile is with IRCC.
    """
    best = next((shown for shown in ways if shown.step.code not in NO_STEP), None)
    first = way_in or best
    if first is None:
        return
    beside = [
        *(first.beside if way_in else list_supposed(first)),
        *([] if first.way.plan else list_unsaid(first)),
        *filter(None, [alone]),
    ]
    begin = [word_step(first), *map(str, beside)]
    if way_in:
        # What opens a program is not all: only from the pool can a round invite.
        after = [] if entered else [str(Reason("step_then_profile"))]
        also, fall = list_enabling(way_in), find_soon(way_in)
        yield FirstStep([*begin, *after], fall=fall, also=also, outlasting=way_in.outlasting if fall else None)
    else:
        yield FirstStep(begin)
    nearest = min(list_reached(ways), key=lambda shown: shown.way.cutoff, default=None)
    if nearest and nearest != first and (more := word_further(nearest, first)):
        yield FirstStep(more, nearest, list_further(nearest, first))


def list_enabling(shown: ShownWay) -> tuple[Reason, ...]:
    """The changes of a way that give no points and that no program is met without, beside its first step."""
    changes = shown.way.plan.changes if shown.way.plan else ()
    beside = (one for one in changes if one.code in ENABLING and describe_step(one) != shown.step)
    return tuple(map(shorten_beside, beside))


def find_soon(shown: ShownWay) -> Loss | None:
    """When what a way opens closes again, where that cannot wait."""
    fall, plan = shown.fall, shown.way.plan
    return fall if fall and plan and fall.since <= plan.now.on + SOON else None


def list_supposed(shown: ShownWay) -> list[Reason]:
    """The steps beside the first one of a way that an estimate supposes."""
    supposed = [*map(describe_step, shown.supposed)]
    return [step for step in shown.beside if step in supposed]


def list_unsaid(shown: ShownWay) -> list[Reason]:
    """The steps of what an estimate supposes that the steps of a way do not say."""
    booked = {one.facts.get("booked_test") for one in shown.steps}
    papers = any(one.code.startswith("step_eca") for one in shown.steps)
    steps = map(describe_step, shown.supposed)
    return [one for one in steps if (one.facts.get("booked_test") not in booked if is_test(one) else not papers)]


def is_test(step: Reason) -> bool:
    """The step books a test that an estimate supposes."""
    return "booked_test" in step.facts


def list_sure_steps(gains: Iterable[Reason], first_steps: list[FirstStep]) -> list[str]:
    """The steps of papers that raise the score enough, in words, where the first steps do not name them."""
    named = {word for step in first_steps for word in step.words}
    return [str(step) for step in gains if gives_enough(step) and str(step) not in named]


def gives_enough(step: Reason) -> bool:
    """A paper that an order of the couple needs, or that gives more than few points in one: less is no first step."""
    given = [int(str(step.facts[name])) for name in ("more", "other") if name in step.facts]
    return step.code.endswith(NEEDED) or max(given, default=0) >= ENOUGH


def word_further(shown: ShownWay, first: ShownWay) -> list[str]:
    """The steps of a way that the first step does not say, in words."""
    named = {str(step) for step in first.steps}
    return [
        str(one) for one in shown.steps if not (one.code in BY_ITSELF or str(one) in named or is_booked(one, first))
    ]


def is_booked(step: Reason, first: ShownWay) -> bool:
    """The first step books this test, at this level or a higher one."""
    levels = {one.facts["booked_test"]: one.facts["clb"] for one in first.steps if is_test(one)}
    booked = levels.get(step.facts.get("booked_test"))
    return booked is not None and int(str(booked)) >= int(str(step.facts["clb"]))


def list_further(shown: ShownWay, first: ShownWay) -> tuple[Reason, ...]:
    """The changes that a way asks for beyond those of the first step."""
    done = first.way.plan.changes if first.way.plan else ()
    more = [change for change in shown.way.plan.changes if change not in done] if shown.way.plan else []
    # Money: its step says the amount, what was stated and what is missing; the change would say that again.
    return tuple(change for change in more if change.code not in ENABLING)


def list_new_steps(
    steps: list[tuple[ShownWay, list[Any]]], named: Iterable[str] = ()
) -> Iterator[tuple[list[str], list[Any]]]:
    """The steps of the ways in words, each sentence once, with the kinds of round that they lead to.

    `named`: what is said beside them.
    """
    named_so_far = set(named)
    for shown, titles in steps:
        fresh = [one for one in (word_step(shown), *map(str, shown.beside)) if one not in named_so_far]
        named_so_far.update(fresh)
        if fresh:
            yield fresh, titles


def word_step(shown: ShownWay) -> str:
    """A step in words, with the level of a test and its language."""
    return str(shown.aim or shown.step)


def find_closed_cutoff(ways: list[ShownWay]) -> int | None:
    """The lowest cut-off of the rounds that are closed, where what opens them does not take years; None without one.

    Whoever is above a cut-off aims at no detour.
    """
    invited = any(shown.way.reached for shown in ways)
    closed = (shown.way for shown in ways if not (shown.way.is_open or (invited and shown.way.is_detour)))
    return min((way.cutoff for way in closed if way.plan and not is_far(way.plan)), default=None)
