"""The rows of a result: each factor with its reason and source, each limit that takes points away."""

from collections.abc import Iterator
from typing import NamedTuple

from scoring.candidate import Candidate
from scoring.crs.because import BECAUSE
from scoring.crs.score import (
    ADDITIONAL,
    CORE,
    PARTNER,
    SECOND_LANGUAGE,
    TRANSFER,
    TRANSFERABILITY,
    Rule,
    in_force,
    second_language_limit,
)
from scoring.reasons import Reason
from scoring.table import Source


class Factor(NamedTuple):
    """One row of a result: the points, the most it can give, why, and by which rule."""

    code: str
    section: str
    points: int
    maximum: int
    because: Reason
    source: Source


def factors(c: Candidate) -> Iterator[Factor]:
    """One row a factor of the rules in force, and one for each limit that takes points away."""
    yield from _rows(c, CORE)
    yield from _limited(c, SECOND_LANGUAGE, "second_language", second_language_limit(c))
    if c.partner:
        yield from _rows(c, PARTNER)
    yield from _transferability(c)
    yield from _limited(c, ADDITIONAL, "additional", _limit(c, "additional"))


def _transferability(c: Candidate) -> Iterator[Factor]:
    rows = [row for name, rules in TRANSFERABILITY.items() for row in _limited(c, rules, name, _limit(c, name))]
    yield from rows
    yield from _excess(c, rows, TRANSFER, _limit(c, TRANSFER))


def _limit(c: Candidate, name: str) -> int:
    return c.rules["crs/limits"].points(name, c.column)


def _limited(c: Candidate, rules: tuple[Rule, ...], name: str, limit: int) -> Iterator[Factor]:
    rows = list(_rows(c, rules))
    yield from rows
    yield from _excess(c, rows, name, limit)


def _excess(c: Candidate, rows: list[Factor], name: str, limit: int) -> Iterator[Factor]:
    """A row that takes away what stands above the limit."""
    reached = sum(row.points for row in rows)
    if reached > limit:
        because = Reason("limit", limit=limit, reached=reached)
        yield Factor(f"{name}_limit", rows[0].section, limit - reached, 0, because, c.rules["crs/limits"].source)


def _rows(c: Candidate, rules: tuple[Rule, ...]) -> Iterator[Factor]:
    for rule, table in in_force(c.rules, rules):
        points = rule.points(c, table)
        yield Factor(rule.code, rule.section, points, rule.maximum(c, table), BECAUSE[rule.code](c), table.source)
