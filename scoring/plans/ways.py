"""The realistic ways: the kinds of round that are open to a person or could be, and what closes the distance."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from scoring.advice import SOON, takes_degree
from scoring.assess import ProfileAssessment
from scoring.days import years_before
from scoring.later_facts import GOES_ON, NEEDS_PERMIT
from scoring.merging import merge
from scoring.plans.deadlines import MUCH
from scoring.plans.efforts import name_change
from scoring.plans.plan import FAR, Plan
from scoring.plans.targets import is_easier
from scoring.reasons import Reason
from scoring.streams import PROGRAMS, STREAMS
from scoring.timeline import Period

MOST_WAYS = 4
FEWEST_WAYS = 2
SHOWN_ROUNDS = 3
MOST_LOOKED_AT = 30
# Whoever is above a cut-off already is shown a detour only where there would be fewer ways than that.
LITTLE = 6
NOMINATION = "nomination_up"
# Sort weights, each larger than any plan's total effort: opens by itself but falls short; takes years; nothing reaches
# the cut-off.
SHORT, YEARS, NOTHING = 50, 100, 200
# A change that a plan leaves out, and what its kind is called.
LEFT_OUT = merge(
    {
        "first_french": "left_french",
        "credential": "left_credential",
        "first_canadian_job": "left_canadian_year",
        "first_canadian_year": "left_canadian_year",
        "first_canadian_year_licensed": "left_canadian_year",
        "certificate": "left_certificate",
        "nomination_up": "left_nomination",
        "nomination_rest": "left_nomination",
    },
    dict.fromkeys(NEEDS_PERMIT, "left_new_permit"),
)


class Round(NamedTuple):
    """A past round: its number, its day and its cut-off."""

    number: str
    on: date
    cutoff: int


class Outlasting(NamedTuple):
    """A plan that is enough when that of a way no longer is, and when it falls itself; None within two years."""

    plan: Plan
    falls: Period | None


Rounds = Mapping[str, Sequence[Round]]  # by stream, newest first


class Way(NamedTuple):
    """One kind of round, its last rounds, and how one comes in.

    `distance`: points above the newest cut-off today, negative below it. `plan`: the least effort that opens the stream
    and reaches the cut-off, or what comes nearest to it; None where nothing is missing, or nothing near helps.
    `opening`: the least of the plan that opens a stream which is closed. Where the plan falls short: `beyond`: the
    easiest plan that reaches the cut-off with what takes years or is another's to give; `left_out`: what of that kind
    it has, or what is in any that reaches it; `without`: all of that kind which was looked at and is not in the plan.
    `surer`: the least effort that reaches all of `rounds`, where only some of them are reached, the newest among them.
    """

    stream: str
    is_open: bool
    rounds: tuple[Round, ...]
    distance: int
    plan: Plan | None
    opening: Plan | None = None
    left_out: tuple[Reason, ...] = ()
    without: tuple[Reason, ...] = ()
    beyond: Plan | None = None
    surer: Plan | None = None

    @property
    def cutoff(self) -> int:
        """The newest cut-off."""
        return self.rounds[0].cutoff

    @property
    def highest(self) -> int:
        """The highest of its last cut-offs."""
        return max(one.cutoff for one in self.rounds)

    @property
    def missed(self) -> tuple[Round, ...]:
        """Of a way whose newest cut-off is reached the rounds whose cut-off is not."""
        return tuple(one for one in self.rounds if one.cutoff > self.cutoff + self.distance) if self.reached else ()

    @property
    def planned(self) -> tuple[Reason, ...]:
        """The changes of the plan."""
        return self.plan.changes if self.plan else ()

    @property
    def still_missing(self) -> int:
        """The points that the plan leaves missing; 0 where it reaches the cut-off, or nothing is planned."""
        return max(self.cutoff - self.plan.lasting, 0) if self.plan else 0

    @property
    def above_then(self) -> int:
        """The points above the newest cut-off that the plan brings; 0 where it brings none."""
        return max(self.plan.lasting - self.cutoff, 0) if self.plan else 0

    @property
    def goes_further(self) -> bool:
        """The plan asks for more than what opens the stream."""
        return bool(self.plan and self.opening and self.plan.names != self.opening.names)

    @property
    def is_closed_later(self) -> bool:
        """What the plan opens has closed again by the day on which all of it is true."""
        return bool(self.plan and self.plan.later and self.stream not in self.plan.later.streams)

    @property
    def falls(self) -> Period | None:
        """When what the plan reaches is reached no more, by a birthday or an expiry; None within two years."""
        return self.plan.find_fall(self.stream, self.cutoff) if self.plan else None

    @property
    def falls_beyond(self) -> Period | None:
        """The same of what reaches the cut-off where the plan falls short."""
        return self.beyond.find_fall(self.stream, self.cutoff) if self.beyond else None

    @property
    def drops(self) -> Period | None:
        """When many points of what the plan reaches are lost again, before the cut-off is missed if it ever is."""
        if self.plan is None or self.still_missing:
            return None
        drop, fall = self.plan.find_drop(MUCH), self.falls
        return drop if drop and (fall is None or drop.since < fall.since) else None

    @property
    def reached(self) -> bool:
        """The stream is open, and the score at or above its newest cut-off."""
        return self.is_open and self.distance >= 0

    @property
    def reaching(self) -> Plan | None:
        """What reaches the cut-off: the plan, or what is beyond one that falls short; None where nothing does."""
        return self.beyond or (None if self.still_missing else self.plan)

    @property
    def is_detour(self) -> bool:
        """The stream is closed, and to open it asks for much."""
        return not self.is_open and (self.plan is None or self.plan.own_effort > LITTLE)


def list_ways(now: ProfileAssessment, plans: Sequence[Plan], rounds: Rounds) -> list[Way]:
    """At most four ways, the nearest first.

    `plans`: of `scoring.plans.combinations`, smallest effort first. A stream without a round for a year is no way.
    Whoever is above a cut-off is shown a detour only as the second of two ways (`is_second`).
    """
    held = [stream for stream in STREAMS if rounds.get(stream) and not is_old(rounds[stream], now.on)]
    found = [find_way(stream, now, plans, rounds[stream][:SHOWN_ROUNDS]) for stream in held]
    ways = sorted((way for way in found if way.is_open or way.plan), key=_rank)
    if any(way.reached for way in ways):
        near = [way for way in ways if not way.is_detour]
        others = [way for way in ways if way.is_detour and is_second(way, now)]
        ways = [*near, *others[: max(FEWEST_WAYS - len(near), 0)]]
    return ways[:MOST_WAYS]


def is_second(way: Way, now: ProfileAssessment) -> bool:
    """Whether a detour may stand beside a cut-off that is reached: it reaches its own, and takes no degree.

    A nominee, who is above every cut-off already, is shown none.
    """
    changes = way.reaching.changes if way.reaching else ()
    return bool(changes) and not any(map(takes_degree, changes)) and not now.profile.nominated


def list_ended(streams: Iterable[str], rounds: Rounds, on: date) -> list[tuple[str, Round]]:
    """Those of these kinds of round of which none was held for a year, each with its last one."""
    known = [(stream, rounds[stream]) for stream in streams if rounds.get(stream)]
    return [(stream, found[0]) for stream, found in known if is_old(found, on)]


def find_way(stream: str, now: ProfileAssessment, plans: Sequence[Plan], rounds: Sequence[Round]) -> Way:
    """How one comes into one kind of round."""
    cutoff, is_open = rounds[0].cutoff, stream in now.streams
    distance = now.crs.total - cutoff
    plan = None if is_open and distance >= 0 else find_plan(stream, cutoff, plans)
    way = Way(stream, is_open, tuple(rounds), distance, plan)
    if way.reached:
        return way._replace(surer=find_surer(way, plans)) if way.missed else way
    return explain_way(way, [one for one in plans if stream in one.found.streams])


def find_surer(way: Way, plans: Iterable[Plan]) -> Plan | None:
    """The least effort that reaches all of the last cut-offs of a way, without what takes years; None without one.

    `plans`: smallest effort first.
    """
    near = (plan for plan in plans if leads_nominees(plan, way.stream) and not is_far(plan))
    return next((plan for plan in near if plan.reaches(way.stream, way.highest)), None)


def explain_way(way: Way, inside: Sequence[Plan]) -> Way:
    """The way with what its plan does, and what else would; `inside`: all plans that open its stream."""
    if way.plan and not way.is_open:
        way = way._replace(opening=find_opening(way.plan, inside))
    if way.plan and not way.still_missing:
        return way
    reaching = [one for one in inside if one.reaches(way.stream, way.cutoff)]
    own = (one for one in reaching if leads_nominees(one, way.stream))
    beyond = min(own, key=lambda one: one.ease, default=None)
    return way._replace(
        # Of the very plan that stands below it: a nomination alone is no answer where something else reaches it.
        left_out=tuple(list_left_out(way.planned, [beyond] if beyond else reaching)),
        without=tuple(list_without(way.planned, inside)),
        beyond=beyond,
    )


def find_opening(plan: Plan, inside: Sequence[Plan]) -> Plan:
    """The fewest changes of a plan, at their lowest levels, that open its stream; `inside`: all plans that do."""
    parts = [one for one in inside if one is plan or is_easier(one, plan)]
    return min(parts, key=lambda one: (len(one.changes), one.order))


def list_left_out(planned: Sequence[Reason], reaching: Sequence[Plan]) -> list[Reason]:
    """Of the plans that reach a cut-off, by the fewest changes, what takes years or is another's to give; each once.

    `planned`: the changes of the plan that falls short.
    """
    fewest = min((len(one.changes) for one in reaching), default=0)
    short = [one for one in reaching if len(one.changes) == fewest]
    left = [change for one in short for change in one.changes if change not in planned and is_left(change, one)]
    return list(dict.fromkeys(describe_left(change) for change in left))


def list_without(planned: Sequence[Reason], inside: Sequence[Plan]) -> list[Reason]:
    """The kinds of what takes years or is another's to give in the plans that a plan was chosen from; each once."""
    left = [change for one in inside for change in one.changes if change not in planned and is_left(change, one)]
    return list(dict.fromkeys(describe_left(change) for change in left))


def is_left(change: Reason, plan: Plan) -> bool:
    """It takes years, or is a nomination."""
    return name_change(change) == NOMINATION or is_far_change(change, plan)


def describe_left(change: Reason) -> Reason:
    """The kind of a change in a few words; the change itself, where none are known."""
    return Reason(LEFT_OUT[change.code]) if change.code in LEFT_OUT else change


def list_cutoffs(rounds: Rounds, on: date) -> dict[str, int]:
    """The last cut-off of each kind of round that is still held."""
    return {stream: found[0].cutoff for stream, found in rounds.items() if found and not is_old(found, on)}


def is_old(rounds: Sequence[Round], on: date) -> bool:
    """There has been no such round for over a year."""
    return rounds[0].on < years_before(on, 1)


def find_plan(stream: str, cutoff: int, plans: Sequence[Plan]) -> Plan | None:
    """The least effort that reaches a cut-off in a stream, else what comes nearest to it.

    What takes years is looked at only where nothing nearer opens the stream, and where there is a choice what still
    reaches the cut-off in half a year: nobody knows when it is true.
    """
    into = [plan for plan in plans if stream in plan.found.streams and leads_nominees(plan, stream)]
    near = [plan for plan in into if not is_far(plan)]
    reaching = list(islice((plan for plan in near or into if plan.reaches(stream, cutoff)), MOST_LOOKED_AT))
    lasting = reaching if near else (plan for plan in reaching if lasts_beyond_soon(plan, stream, cutoff))
    return next(iter(lasting), None) or next(iter(reaching), None) or find_nearest(stream, near)


def lasts_beyond_soon(plan: Plan, stream: str, cutoff: int) -> bool:
    """A cut-off that is reached still is in half a year from today."""
    fall = plan.find_fall(stream, cutoff)
    return fall is None or fall.since > plan.now.on + SOON


def find_nearest(stream: str, plans: Sequence[Plan]) -> Plan | None:
    """What comes nearest to the cut-off of a stream, by what is still there on the day by which all is true."""
    opening = (plan for plan in plans if plan.opens(stream))
    return max(opening, key=lambda plan: (plan.lasting, -plan.effort, plan.crs), default=None)


def find_outlasting(way: Way, plans: Sequence[Plan]) -> Outlasting | None:
    """The least effort that reaches the cut-off for longer than half a year, where the plan of a way does not.

    `plans`: smallest effort first. None where the plan of the way lasts longer, or nothing near does.
    """
    plan, fall = way.plan, way.falls
    if plan is None or fall is None or fall.since > plan.now.on + SOON:
        return None
    # What is true only later leaves a gap between the two.
    in_time = (one for one in plans if one.until <= fall.since and one.reaches(way.stream, way.cutoff))
    near = (one for one in in_time if leads_nominees(one, way.stream) and not is_far(one))
    # Each of them costs a timeline; what comes after so many asks for far more than the plan of the way.
    looked_at = (Outlasting(one, one.find_fall(way.stream, way.cutoff)) for one in islice(near, MOST_LOOKED_AT))
    later = max(plan.now.on, fall.since - SOON / 2) + SOON
    return next((one for one in looked_at if one.falls is None or one.falls.since > later), None)


def leads_nominees(plan: Plan, stream: str) -> bool:
    """A nomination leads into a round of its own alone, and is no way into another: it carries over every cut-off."""
    return is_nominated(plan) == (stream == "pnp") or (stream == "pnp" and plan.now.profile.nominated)


def is_nominated(plan: Plan) -> bool:
    """One of its changes is a nomination."""
    return NOMINATION in plan.names


def is_far(plan: Plan) -> bool:
    """One of its changes takes years; a nomination is another's to give, and no question of years."""
    return any(is_far_change(change, plan) for change in plan.changes)


def is_far_change(change: Reason, plan: Plan) -> bool:
    """Whether a change of a plan takes years."""
    effort = plan.efforts[plan.changes.index(change)]
    return effort is not None and effort.effort >= FAR and name_change(change) != NOMINATION


def _rank(way: Way) -> tuple[bool, int, bool, int, bool, int]:
    """What is reached, then the least effort, then what is open and too far; nominees' own rounds before others.

    Before a program is met a nomination comes after every other way: its streams ask for a profile in the pool.
    """
    too_early = bool(way.plan and is_nominated(way.plan) and not way.plan.now.streams)
    takes_years = bool(way.plan and is_far(way.plan))
    nominated = bool(way.plan and way.plan.now.profile.nominated)
    nominees = way.stream != "pnp" if way.reached or nominated else 0
    return too_early, weigh(way), takes_years, nominees, way.stream in PROGRAMS, -way.distance


def weigh(way: Way) -> int:
    """The effort of what brings one into a round, nearer things first: 0 where the last one would have invited."""
    if way.reached:
        return 0
    if way.plan and way.still_missing and opens_by_itself(way):
        return way.plan.effort + SHORT
    # A way that falls short stands where what reaches it does: else it came before one that asks for less and invites.
    return way.reaching.effort + YEARS * is_far(way.reaching) if way.reaching else NOTHING


def opens_by_itself(way: Way) -> bool:
    """What opens the stream is work that goes on, and nothing else."""
    return bool(way.opening and all(change.code in GOES_ON for change in way.opening.changes))
