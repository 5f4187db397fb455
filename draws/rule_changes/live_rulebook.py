"""The rules that this process works with: those of the files, and the editions that staff released.

What was released is in the database. Each process looks every few seconds
whether it is still what it knows, so an edition needs no restart. Within a
transaction the rules stay as they are.
"""

import logging
import time
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from draws.models import FirmEdition, FirmTable
from draws.models.firm_rules import Version
from scoring.apps import firm_folder, rulebook_of_files
from scoring.rulebook import Rulebook, load
from scoring.table import RuleError, Table
from scoring.table_files import TableText, read_table

log = logging.getLogger(__name__)
LeftOut = tuple[int, str]
Texts = tuple[TableText, ...]


class ReleasedRules:
    """The rulebook of this process.

    `version` is what of the released editions is known; `left_out` are the
    editions that no longer fit the files, and why.
    """

    def __init__(self) -> None:
        self.version: Version | None = None
        self.book: Rulebook | None = None
        self.left_out: list[LeftOut] = []
        self.due_at = 0.0

    def current(self) -> Rulebook:
        """The rules, at most some seconds old."""
        if self.is_due():
            self.look()
        return self.book or rulebook_of_files()

    def is_due(self) -> bool:
        """Whether it is time to look, and no transaction is under way that has begun with other rules."""
        if not settings.RULES_CHECK_SECONDS or time.monotonic() < self.due_at:
            return False
        # Two halves of one transaction must not be scored by different rules.
        return self.version is None or not connection.in_atomic_block

    def look(self) -> None:
        """Take what was released or withdrawn since the last time; without a database nothing changes."""
        # First of all: a database that is away is not asked more often for it.
        self.due_at = time.monotonic() + settings.RULES_CHECK_SECONDS
        try:
            # A query that fails inside a transaction would break all of it: a savepoint is rolled back alone.
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                version = FirmEdition.objects.version()
                if version != self.version:
                    self.take(version)
        except DatabaseError as problem:
            # The scoring alone, on a command line or in a measurement, has no database and wants none.
            level = logging.WARNING if is_set_up() else logging.DEBUG
            log.log(level, "Whether staff released rules can't be seen: %s", type(problem).__name__)

    def take(self, version: Version) -> None:
        """Work with the editions in use from now on."""
        editions = list(FirmEdition.objects.in_use().order_by("released_at", "pk").prefetch_related("tables"))
        self.book, self.left_out = assemble(editions) if editions else (None, [])
        # Last: where the editions can't be read, the next look takes them.
        self.version = version
        for pk, problem in self.left_out:
            log.error("Edition %s of the firm's rules is left out: %s", pk, problem)


released = ReleasedRules()


def is_set_up() -> bool:
    """Whether there is a database that may hold released rules: one that can't be reached, or that has their table."""
    try:
        return FirmEdition._meta.db_table in connection.introspection.table_names()
    except DatabaseError:
        # A server that is away may hold some; a file that is not there holds none.
        return connection.vendor != "sqlite" or Path(connection.settings_dict["NAME"]).exists()


def assemble(editions: Sequence[FirmEdition]) -> tuple[Rulebook, list[LeftOut]]:
    """The files with these editions; one that does not go with the rest is left out, with the reason."""
    taken: list[FirmEdition] = []
    left_out: list[LeftOut] = []
    book = rulebook_of_files()
    for edition in editions:
        try:
            # One by one, in the order of their release, so that one which no longer fits takes no other with it.
            book = load(firm_folder(), build_texts([*taken, edition]))
            taken.append(edition)
        except RuleError as error:
            left_out.append((edition.pk, str(error)))
    return book, left_out


def build_texts(editions: Iterable[FirmEdition]) -> list[TableText]:
    """The files of editions."""
    return [build_text(table) for edition in editions for table in edition.tables.all()]


def build_text(table: FirmTable) -> TableText:
    """A file as the tables are read."""
    return TableText(table.name, table.text, f"{table.name}.toml")


def read_tables(edition: FirmEdition) -> list[Table]:
    """The tables in its files. Raises `RuleError`."""
    return [table for file in edition.tables.all() for table in read_table(build_text(file))]


def try_out(texts: Iterable[TableText]) -> Rulebook:
    """The rules in use and these files. Raises `RuleError` for the first thing that is wrong."""
    return load(firm_folder(), [*build_texts(FirmEdition.objects.in_use()), *texts])


def load_rules_around(edition: FirmEdition) -> tuple[Rulebook, Rulebook]:
    """The rules in use without an edition and with it, whether it is released or not. Raises `RuleError`."""
    others = FirmEdition.objects.in_use().exclude(pk=edition.pk).prefetch_related("tables")
    return _load_rules_around(firm_folder(), tuple(build_texts(others)), tuple(map(build_text, edition.tables.all())))


@lru_cache(maxsize=4)
def _load_rules_around(folder: Path | None, others: Texts, own: Texts) -> tuple[Rulebook, Rulebook]:
    """Made once for the same texts, because results are shared within one book.

    Buys 99 % of the steps of what letters say of an edition that the firm entered
    (`python -m bench.bought workers _load_rules_around`).
    """
    return load(folder, others), load(folder, [*others, *own])
