"""The programs of a day, as their tables have them: each requirement with its thresholds looked up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scoring import experience
from scoring.experience import Counted, Counts
from scoring.memory import make_once
from scoring.program_kinds import FOLDER, LAST, REFERENCE
from scoring.rulebook import Rules
from scoring.table import RuleError, Source, Table, span
from scoring.work import amount

COUNTED: dict[str, Counts] = {
    "canadian_work": experience.canadian,
    "foreign_work": experience.foreign,
    "canadian_or_foreign_work": experience.canadian_or_foreign,
    "skilled_work": experience.skilled_work,
    "trade_work": experience.trade,
}


@dataclass(frozen=True, slots=True, eq=False)
class RequirementRow:
    """One requirement of a program.

    `needed` is `hours` in the units of `scoring.work`; `own` whether the row has a code,
    and so a title, of its own. What the row's kind does not read has no meaning.
    """

    code: str
    kind: str
    source: Source
    own: bool
    counts: Counted = experience.skilled_work
    hours: int = 0
    needed: int = 0
    years: int = 0
    clb: int = 0
    pass_mark: int = 0
    levels: Table | None = None
    level: str | None = None
    professional_bodies: bool = False
    exempt: str = "nobody"
    occupations: Table | None = None
    teers: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """A program: its code, and what it asks for.

    Some of its rows once more: `work` in one occupation, which an application
    names, `education`, and the pass mark of the `grid`.
    """

    code: str
    rows: tuple[RequirementRow, ...]
    work: RequirementRow | None
    education: RequirementRow | None
    grid: RequirementRow | None


@make_once
def programs(rules: Rules) -> tuple[Program, ...]:
    """Those in force, in the order in which they are named."""
    tables = dict(rules.named(FOLDER.rstrip("/")))
    order = sorted(tables, key=lambda code: (tables[code].values.get("place", LAST), code))
    return tuple(_program(code, tables[code], rules) for code in order)


def _program(code: str, table: Table, rules: Rules) -> Program:
    rows = tuple(_row(name, given, table, rules) for name, given in table.cells.items())
    work = _find(rows, "continuous_work", "work_in_one_occupation")
    return Program(code, rows, work, _find(rows, "education"), _find(rows, "grid"))


def _find(rows: tuple[RequirementRow, ...], *kinds: str) -> RequirementRow | None:
    """The first requirement of one of these kinds."""
    return next((row for row in rows if row.kind in kinds), None)


def _row(code: str, given: Mapping[str, Any], table: Table, rules: Rules) -> RequirementRow:
    source = table.source
    cited = rules.get(given.get("cites", ""))
    facts: dict[str, Any] = {
        name: _number(given[name], rules) for name in ("years", "clb", "pass_mark") if name in given
    }
    facts |= {name: given[name] for name in ("level", "professional_bodies", "exempt", "teers") if name in given}
    if "hours" in given:
        facts["hours"] = _number(given["hours"], rules)
        facts["needed"] = amount(facts["hours"])
    if "levels" in given:
        facts["levels"] = _levels(given["levels"], table, rules)
    if "occupations" in given:
        facts["occupations"] = rules[given["occupations"]]
    if "counts" in given:
        facts["counts"] = _counted(given, rules)
    # The kind itself, or the kind with "_2", is no name of its own.
    return RequirementRow(
        code, given["kind"], cited.source if cited else source, not code.startswith(given["kind"]), **facts
    )


def _number(given: int | str, rules: Rules) -> int:
    """A whole number, or the one in the row or value of another table."""
    if isinstance(given, int):
        return given
    match = REFERENCE.fullmatch(given)
    if match is None:
        raise RuleError(f"{given!r} is no row of a table")
    table = rules[match["table"]]
    return table.points(match["row"]) if match["row"] in table else table.value(match["row"])


def _levels(given: str | Mapping[str, int], table: Table, rules: Rules) -> Table:
    """The table of levels, or the levels in the row itself."""
    if isinstance(given, str):
        return rules[given]
    return Table(table.name, table.source, ("clb",), {key: {"clb": level} for key, level in given.items()})


def _counted(given: Mapping[str, Any], rules: Rules) -> Counted:
    """The work that counts, of the TEERs and in the occupations that the row names, if it names any."""
    counts, teers, listed = COUNTED[given["counts"]], given.get("teers"), given.get("occupations")
    if teers is None and listed is None:
        return counts
    # Within the TEERs that count as skilled at all; a row can only narrow them (record 0081).
    codes = [code for code in experience.skilled(rules) if teers is None or is_of_teers(code, teers)]
    return experience.WorkInOccupations(counts, frozenset([c for c in codes if listed is None or c in rules[listed]]))


def is_of_teers(code: str, teers: str) -> bool:
    """The occupation is in these TEERs ("0-3")."""
    row = span(teers)
    return row is not None and row.low <= int(code[1]) <= (row.low if row.high is None else row.high)
