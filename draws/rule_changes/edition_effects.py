"""What one of the firm's editions says and changes: its rows next to the earlier ones, and who gains or loses."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone
from django.utils.translation import get_language

from draws.models import FirmEdition, RuleChange
from draws.rule_changes import compare
from draws.rule_changes.live_rulebook import load_rules_around, read_tables
from draws.rule_changes.tables_compared import get_title
from scoring.program_kinds import FOLDER, is_program
from scoring.rulebook import Rulebook
from scoring.streams import STREAMS
from scoring.table import RuleError, Table

Cell = tuple[str, str]
Member = User | AnonymousUser


class ChangedCell(NamedTuple):
    """One value that differs: its row and column, before and after; "" where there is none."""

    row: str
    column: str
    before: Any
    after: Any


class TableShown(NamedTuple):
    """A table of the edition, and what of it differs from the edition before."""

    table: Table
    title: Any
    changed: list[ChangedCell]


# Prefixes of the group codes: clients who enter a stream, clients who leave it.
GAIN, LOSE = "gain-", "lose-"


class StreamMoves(NamedTuple):
    """How many clients an edition lets into a stream, and how many out of it."""

    code: str
    stream: Any
    gain: int
    lose: int

    @property
    def gains(self) -> str:
        """The code of those who come in, as the page of the people knows it."""
        return f"{GAIN}{self.code}"

    @property
    def loses(self) -> str:
        """The code of those who fall out."""
        return f"{LOSE}{self.code}"


def describe(edition: FirmEdition, user: Member) -> dict[str, Any]:
    """What the edition's page shows to a member of staff: numbers of the files that they may see."""
    change: RuleChange = edition.change
    effects, waiting = change.effects.visible_to(user), compare.find_waiting(change)
    return {
        "edition": edition,
        "change": change,
        # Of everybody's files, whoever looks: the release waits for all of them.
        "complete": not waiting.exists(),
        "stalled": change.is_stalled(timezone.now()),
        "compared": effects.count(),
        "waiting": waiting.visible_to(user).count(),
        "higher": effects.higher().count(),
        "lower": effects.lower().count(),
        "streams": list(count_moved(effects, edition)),
        **describe_tables(edition),
    }


def count_moved(effects: Any, edition: FirmEdition) -> Iterator[StreamMoves]:
    """The streams that somebody gains or loses, those that the edition brings among them."""
    rows = list(effects.felt().values_list("gained", "lost"))
    gain, lose = Counter(code for row in rows for code in row[0]), Counter(code for row in rows for code in row[1])
    for code, name in name_streams(edition).items():
        if gain[code] or lose[code]:
            yield StreamMoves(code, name, gain[code], lose[code])


def name_streams(edition: FirmEdition | None) -> dict[str, Any]:
    """Every stream by its code, those that an edition of the firm brings among them."""
    # An edition in force stands in both; its own words are the newer.
    return {**STREAMS, **(name_programs(edition) if edition else {})}


def name_programs(edition: FirmEdition) -> dict[str, str]:
    """The programs that an edition has a table of, by their codes; none where it can't be read."""
    try:
        tables = read_tables(edition)
    except RuleError:
        return {}
    return {
        table.name.removeprefix(FOLDER): name_table(table) for table in tables if table.cells and is_program(table.name)
    }


def name_table(table: Table) -> str:
    """A program by its own name, which nobody knows before it is released; any other table by its title."""
    if not is_program(table.name) or not table.cells:
        return str(get_title(table.name))
    return str(table.values["name_fr" if get_language() == "fr" else "name"])


def describe_tables(edition: FirmEdition) -> dict[str, Any]:
    """Its tables next to the earlier editions, or why they do not fit the rules in use."""
    try:
        without, with_it = load_rules_around(edition)
    except RuleError as error:
        # An upgrade that ships the same edition leaves the firm's own without a place (record 0077).
        return {"tables": [], "problem": str(error)}
    return {"tables": list(list_tables_shown(edition, without, with_it)), "problem": ""}


def list_tables_shown(edition: FirmEdition, without: Rulebook, with_it: Rulebook) -> Iterator[TableShown]:
    """Each table that the edition adds."""
    for file in edition.tables.all():
        known = {table.source.effective for table in without.editions.get(file.name, ()) if not table.pending}
        for table in with_it.editions[file.name]:
            if table.source.effective not in known and not table.pending:
                yield TableShown(
                    table, name_table(table), list(find_differing(find_edition_before(table, without), table))
                )


def find_edition_before(table: Table, without: Rulebook) -> Table | None:
    """The edition that it takes the place of."""
    earlier = [
        one
        for one in without.editions.get(table.name, ())
        if one.source.effective <= table.source.effective and not one.pending
    ]
    return earlier[-1] if earlier else None


def find_differing(before: Table | None, after: Table) -> Iterator[ChangedCell]:
    """The values that differ, in the order of the rows."""
    was, now = collect_cells(before) if before else {}, collect_cells(after)
    for row, column in {**was, **now}:
        one, other = was.get((row, column), ""), now.get((row, column), "")
        if one != other:
            yield ChangedCell(row, column, one, other)


def collect_cells(table: Table) -> dict[Cell, Any]:
    """Every value of a table by its row and column; the scalars by their name."""
    rows = table.cells.items()
    found: dict[Cell, Any] = {(row, column): value for row, line in rows for column, value in line.items()}
    return found | {(name, ""): value for name, value in table.values.items()}
