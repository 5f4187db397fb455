"""The one door to what the rules remember: whoever asks the same later, for another person, day or plan, finds it.

`remember` is for answers that depend on somebody's facts and that many people share: the rows of a section, the
requirement that is met by them, its words. `make_once` is for what there is once for an edition of the rules, a table,
a language or the process.

Both are safe for what is given to them: pure functions, whose arguments are compared by value, or by identity where
they are rules, tables and their rows, which never change. All that an answer depends on is an argument, the edition of
the rules and the language of words too; what hangs on more, as the name that the rules in use give a program, stands
outside. What they return is immutable, or read and not written.

Together they save seven tenths of assessing clients as on the command line, three quarters of their timelines, half
of the plans of a submission, and of a score in a minute: `.venv/bin/python -m bench.bought scoring` measures it, and
asks for a fifth. `bench.bought_scoring` measures each alone (docs/decisions/0214).
"""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

# Bounds, because workers live for weeks: answers to different facts, those asked for last; editions, tables, languages.
ANSWERS, EDITIONS = 10_000, 64


def remember(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """The same function, which knows the answers that were asked for last."""
    return cast("Callable[Asked, Answer]", lru_cache(maxsize=ANSWERS)(function))


def make_once(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """The same function, which makes what there is once for an edition, a table, a language or the process."""
    return cast("Callable[Asked, Answer]", lru_cache(maxsize=EDITIONS)(function))
