"""The kinds of round a person can be invited in, and their names.

A stream is what one round selects from: everyone (`general`), one program,
provincial nominees, or one category. The codes are part of the public
contract; the labels are what people read. Those of programs are in the programs' tables.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scoring.apps import rulebook
from scoring.category_names import CATEGORIES
from scoring.memory import make_once
from scoring.merging import Joined
from scoring.program_kinds import FOLDER, LAST
from scoring.rulebook import Rulebook


class ProgramNames(Mapping[str, Any]):
    """The name of each program that the rules in use have known, by its code, in the order of its place.

    The names are in the programs' tables, in both languages; a new edition may
    bring another program while the process runs. One that was withdrawn has none any more:
    it is called by its code, because there still are rounds and results of it.
    """

    def __getitem__(self, code: str) -> Any:
        return name_program(code)

    def __contains__(self, code: object) -> bool:
        return code in _list_codes(rulebook())

    def __iter__(self) -> Iterator[str]:
        return iter(_list_codes(rulebook()))

    def __len__(self) -> int:
        return len(_list_codes(rulebook()))


@make_once
def _list_codes(book: Rulebook) -> tuple[str, ...]:
    """The programs of any day, in the order that their tables give."""
    newest = {
        # An edition that ends a program has no rows and names nothing; the one before it still does.
        name.removeprefix(FOLDER): [table for table in tables if table.cells][-1:]
        for name, tables in book.editions.items()
        if name.startswith(FOLDER)
    }
    order = {code: table.values.get("place", LAST) for code, tables in newest.items() for table in tables}
    return tuple(sorted(order, key=lambda code: (order[code], code)))


def _find_names(code: str) -> Mapping[str, Any]:
    """The values of the newest edition of a program that says them. Raises `KeyError` where there is none."""
    named = [table.values for table in rulebook().editions.get(FOLDER + code, ()) if table.cells]
    if not named:
        raise KeyError(code)
    return named[-1]


def list_program_names(code: str) -> list[str]:
    """The name of a program in each language. Raises `KeyError` for a code that the rules have never known."""
    names = _find_names(code)
    return [str(names["name"]), str(names["name_fr"])]


def _name(code: str) -> str:
    """The name in the language in use; the code, where the rules do not know the program."""
    if code not in PROGRAMS:
        return code
    names = _find_names(code)
    return str(names["name_fr" if get_language() == "fr" else "name"])


name_program = lazy(_name, str)


PROGRAMS = ProgramNames()


class StreamNames(Joined):
    """The names of streams by their codes; a code that is not known any more names itself, as a program's does."""

    def __getitem__(self, code: str) -> Any:
        return super().__getitem__(code) if code in self else PROGRAMS[code]


STREAMS = StreamNames(
    {"general": _("General: all programs")}, PROGRAMS, {"pnp": _("Provincial Nominee Program")}, CATEGORIES
)


def sort_streams(codes: Iterable[str]) -> list[str]:
    """Codes in the order of the streams; last those that are not known any more."""
    asked = set(codes)
    known = [code for code in STREAMS if code in asked]
    return [*known, *sorted(asked.difference(known))]


def list_choices() -> list[tuple[str, Any]]:
    """Every stream with its name, for a field that is filled in with one."""
    return list(STREAMS.items())


def list_streams(programs: Iterable[str], categories: Iterable[str], *, nominated: bool) -> list[str]:
    """The kinds of round that are open to whoever meets these programs and categories; none without a program."""
    met = list(programs)
    # Only those who meet a program may enter the pool, and every round invites from the pool.
    return ["general", *met, *(["pnp"] if nominated else []), *categories] if met else []
