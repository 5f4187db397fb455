"""What the rules remember, so that the next person, day or plan finds it: acts, and the same with nothing remembered.

`bench.bought` runs the whole of it; `.venv/bin/python -m bench.bought_scoring [WORD]` weighs each memory alone at
every act that it has a part in, those with WORD in their names: some ten minutes for all. Each act begins with nothing
remembered but what is read of files, so that it finds only what it worked out for others itself. Both ways are measured
in turn, in processor time, of which the least counts; steps are counted too (functions called and lines run), which
are the same in one process and within two thousandths in another, and say more where the times of a busy machine
disagree (docs/decisions/0214).
"""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from importlib import import_module
from itertools import islice, product
from json import dumps, loads
from pkgutil import walk_packages
from typing import Any, NamedTuple

import django

if __name__ == "__main__":
    from bench.server import prepare_environment

    prepare_environment("bench.settings")
    django.setup()

from django.conf import settings

import scoring
from bench.absences import forgetful
from bench.scoring import ON, SAMPLES, make_strangers
from bench.weighing import HEADINGS, Act, Piece, Weighed, count_steps, measure_once
from intake.public import one_minute_choices, one_minute_score
from scoring import fingerprint, streams
from scoring.apps import rulebook
from scoring.assess import assess
from scoring.job_titles import neighbours
from scoring.job_titles.search import search_occupations
from scoring.management.commands.assess import assess_line
from scoring.memory import remember
from scoring.plans.combinations import list_plans
from scoring.profile import decode
from scoring.rulebook import Rules
from scoring.timeline import timeline, two_years_from

Choices = tuple[tuple[str, str], ...]

# Made-up people beside the two hundred sample clients; every so many of all has a timeline drawn, or plans listed.
MADE_UP, EVERY_SECOND, EVERY_EIGHTIETH = 100, 2, 80
# Scores in a minute: every so many of the choices that there are.
CHOICES, EVERY_SCORE = 200, 1997
TITLES = ("software devloper", "registered nurse", "truck driver", "cuisinier", "infirmière", "plumber aprentice")
FRENCH = frozenset({"cuisinier", "infirmière"})
SHORTEST_TYPED = 3
NOCS = ("21232", "31301", "73300", "63200", "72310", "65200")
# With it and without, twice each way round, so that neither has the quieter half of a round.
ORDER, ROUNDS = (True, False, False, True), 1
REMEMBERING = type(remember(len))
# Read of files once a process, or built from them: to do it at each call is no way that anybody would go.
FILES = frozenset(
    {
        "fingerprint._digest_code",
        "job_titles.everyday_words.read_table",
        "job_titles.index.get_index",
        "job_titles.neighbours.read_confused_sets",
        "job_titles.ranks.read_ranks",
        "occupations.by_code",
        "scales.scales",
    }
)


class Memory(NamedTuple):
    """A function of the rules that remembers its answers; `module` without "scoring."."""

    module: str
    name: str
    function: Any

    @property
    def title(self) -> str:
        """Its name as one would import it."""
        return f"{self.module}.{self.name}"

    def forgetful(self) -> AbstractContextManager[None]:
        """The same function, which works each answer out, wherever it is imported."""
        return forgetful(self.function)


def list_memories() -> list[Memory]:
    """Every function of the rules that remembers, but for what is read of files."""
    found = []
    for package in walk_packages(scoring.__path__, "scoring."):
        module = import_module(package.name)
        own = [
            (name, one)
            for name, one in vars(module).items()
            if isinstance(one, REMEMBERING) and one.__module__ == package.name
        ]
        found += [Memory(package.name.removeprefix("scoring."), name, one) for name, one in own]
    return [memory for memory in found if memory.title not in FILES]


def list_choices(rules: Rules) -> Iterator[Choices]:
    """Every way to answer the ten questions of a score in a minute."""
    names = [question.name for question in one_minute_choices.QUESTIONS]
    values = [[value for value, _words in one_minute_choices.list_options(name, rules)] for name in names]
    return (tuple(zip(names, chosen, strict=True)) for chosen in product(*values))


class ScoringPieces:
    """The acts of the rules, and what they are measured without; `every` makes them that many times smaller."""

    def __init__(self, every: int = 1) -> None:
        samples = [dumps(loads(line)["profile"]) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]
        self.every = every
        self.lines = [line.encode() for line in (*samples, *make_strangers(0)[:MADE_UP])][::every]
        self.profiles = [decode(line) for line in self.lines]
        self.book = rulebook()
        self.memories = list_memories()
        self.choices = list(islice(list_choices(self.book.on(ON)), 0, CHOICES * EVERY_SCORE, EVERY_SCORE))
        # What is read of files is there before anything is measured.
        self.find_titles()
        fingerprint.find_basis(self.book)

    def forget(self) -> None:
        """Begin with nothing remembered."""
        for memory in self.memories:
            memory.function.cache_clear()

    def assess_people(self) -> None:
        """Clients as `manage.py assess` takes them, each reason in words."""
        self.forget()
        for line in self.lines:
            assess_line(line, ON)

    def draw_timelines(self) -> None:
        """Two years of every other client, as standings are rewritten."""
        self.forget()
        for profile in self.profiles[::EVERY_SECOND]:
            timeline(profile, ON, two_years_from(ON), self.book)

    def list_plans(self) -> None:
        """What would give a few of them more, as a submission asks."""
        self.forget()
        for profile in self.profiles[:: max(1, EVERY_EIGHTIETH // self.every)]:
            _totals = [(plan.names, plan.found.crs.total) for plan in list_plans(assess(profile, ON, self.book))]

    def score_in_a_minute(self) -> None:
        """Scores of ten choices."""
        self.forget()
        for chosen in self.choices[:: self.every]:
            one_minute_score.work_out(chosen, ON, self.book)

    def find_titles(self) -> None:
        """Occupations by what people type, letter by letter."""
        self.forget()
        for title in TITLES[:: self.every]:
            for end in range(SHORTEST_TYPED, len(title) + 1):
                search_occupations(title[:end], "fr" if title in FRENCH else "en")

    def find_neighbours(self) -> None:
        """The occupations that are confused with some, asked for by several people."""
        self.forget()
        for noc in NOCS * 2:
            neighbours.find_neighbours(noc, "en")

    def name_streams(self) -> None:
        """Every kind of round by its name."""
        self.forget()
        for _time in range(CHOICES):
            streams.list_choices()

    def mark_rules(self) -> None:
        """The mark of the rules, asked for by several pages."""
        self.forget()
        for _time in range(CHOICES // 20):
            fingerprint.find_basis(self.book)

    @property
    def acts(self) -> tuple[Act, ...]:
        """All of them."""
        rules = (self.assess_people, self.draw_timelines, self.list_plans, self.score_in_a_minute)
        return (*rules, self.find_titles, self.find_neighbours, self.name_streams, self.mark_rules)

    def all(self) -> Iterator[Piece]:
        """All memories of the rules together, at each act."""
        for act in self.acts:
            absence = partial(forgetful, *(memory.function for memory in self.memories))
            yield Piece(f"scoring.memory: {act.__name__}", act, absence)


def weigh(act: Act, absence: Callable[[], AbstractContextManager[Any]], steps_there: int) -> Weighed:
    """Measure an act with something and without it, in turn; with it the act takes this many steps."""
    with absence():
        steps_gone = count_steps(act)
    times: dict[bool, list[float]] = {True: [], False: []}
    for is_there in ORDER * ROUNDS:
        with ExitStack() as stack:
            if not is_there:
                stack.enter_context(absence())
            times[is_there].append(measure_once(act))
    return Weighed(min(times[True]), min(times[False]), steps_there, steps_gone)


def find_users(pieces: ScoringPieces, act: Act) -> set[str]:
    """The memories that an act asks anything."""
    act()
    return {memory.title for memory in pieces.memories if memory.function.cache_info().misses}


def main() -> None:
    """Print what each memory buys."""
    out, word = sys.stdout.write, " ".join(sys.argv[1:])
    # Whether staff released rules is asked of the database every few seconds, and would be counted now and then.
    settings.RULES_CHECK_SECONDS = 0
    pieces = ScoringPieces()
    users = {act.__name__: find_users(pieces, act) for act in pieces.acts}
    steps = {act.__name__: count_steps(act) for act in pieces.acts}
    gc.collect()
    gc.freeze()
    out(f"{'memory and act':60}{HEADINGS}\n")
    for memory in [memory for memory in pieces.memories if word in memory.title]:
        for act in [act for act in pieces.acts if memory.title in users[act.__name__]]:
            found = weigh(act, memory.forgetful, steps[act.__name__])
            out(f"{memory.title + ': ' + act.__name__:60}{found.write()}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
