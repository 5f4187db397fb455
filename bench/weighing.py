"""How a piece of code is weighed: the same act with it and without, in processor time and in steps.

Steps are functions called and lines run. They are the same on every machine, however busy it is, and know nothing of
what a compiled library does meanwhile: of a picture or a statement, time says more.
"""

import gc
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

Act = Callable[[], object]

ROUNDS, TIMES, FEWEST = 7, 20, 4
A_ROUND, A_LONG_ACT, FEW_ROUNDS = 0.2, 0.5, 3  # seconds, seconds, rounds of a long act


class Piece(NamedTuple):
    """A piece and the act that it serves, by name; the act; what makes a context in which the piece is not there."""

    name: str
    act: Act
    absence: Callable[[], AbstractContextManager[Any]]


class Weighed(NamedTuple):
    """Milliseconds and steps of an act, with what is weighed and without."""

    there: float
    gone: float
    steps_there: int
    steps_gone: int

    @property
    def time_bought(self) -> float:
        """The part of the time that it saves."""
        return 1 - self.there / self.gone

    @property
    def steps_bought(self) -> float:
        """The part of the steps that it saves."""
        return 1 - self.steps_there / self.steps_gone

    @property
    def bought(self) -> float:
        """What it buys: of the steps, or of the time where a library or the database does the work."""
        return max(self.time_bought, self.steps_bought)

    def write(self) -> str:
        """The line of a table: time with it, without, saved; steps with it, without, saved."""
        times = f"{self.there:>10.3f}{self.gone:>10.3f}{self.time_bought:>7.1%}"
        return f"{times}{self.steps_there:>11,}{self.steps_gone:>11,}{self.steps_bought:>7.1%}"


HEADINGS = f"{'with, ms':>10}{'without':>10}{'buys':>7}{'steps':>11}{'without':>11}{'buys':>7}"


def weigh_piece(piece: Piece) -> Weighed:
    """What a piece buys its act."""
    times, rounds = plan_rounds(piece.act)
    there, gone = [], []
    # In turn, so that a busy minute is neither's alone.
    for _round in range(rounds):
        there.append(time_round(piece.act, times))
        with piece.absence():
            gone.append(time_round(piece.act, times))
    steps_there = count_steps(prepare(piece.act))
    with piece.absence():
        return Weighed(min(there), min(gone), steps_there, count_steps(prepare(piece.act)))


def plan_rounds(act: Act) -> tuple[int, int]:
    """How often the act is done in a round, so that each takes about as long, and how many rounds there are."""
    took = measure_once(prepare(act)) / 1000
    return (1, FEW_ROUNDS) if took > A_LONG_ACT else (max(FEWEST, min(TIMES, int(A_ROUND / took))), ROUNDS)


def prepare(act: Act) -> Act:
    """The act, done once: what the first call makes and keeps belongs to no round."""
    act()
    return act


def time_round(act: Act, times: int) -> float:
    """Milliseconds of processor time that the act takes, this many times."""
    prepare(act)
    began = time.process_time()
    for _time in range(times):
        act()
    return 1000 * (time.process_time() - began) / times


def measure_once(act: Act) -> float:
    """Milliseconds of processor time, without the collector's."""
    gc.collect()
    gc.disable()
    began = time.process_time()
    act()
    took = time.process_time() - began
    gc.enable()
    return 1000 * took


def count_steps(act: Act) -> int:
    """How many functions the act calls, Python's own included, and how many lines it runs."""
    steps = 0

    def count_calls(_frame: object, event: str, _argument: object) -> None:
        nonlocal steps
        steps += event in {"call", "c_call"}

    def count_lines(_frame: object, event: str, _argument: object) -> Any:
        nonlocal steps
        steps += event == "line"
        return count_lines

    sys.setprofile(count_calls)
    sys.settrace(count_lines)
    try:
        act()
    finally:
        sys.settrace(None)
        sys.setprofile(None)
    return steps
