"""One row of the staff's first page: how much of something waits, by person; each number leads to its list."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from intake.permissions import Permission
from intake.staff.changelists.people import OTHERS

# Who -> how many; None is nobody.
Numbers = Mapping[int | None, int]


class Cell(NamedTuple):
    """A number, and the list of exactly that many."""

    number: int
    link: str


class DayRow(NamedTuple):
    """Something that waits in files. `whose` is the field by which its list is narrowed to one person's."""

    name: str
    label: Any
    people: Numbers
    link: str
    permission: Permission
    whose: str = "adviser"
    note: str = ""

    @property
    def number(self) -> int:
        """Of all of them together."""
        return sum(self.people.values())

    def find_cell(self, who: int) -> Cell:
        """That of one person."""
        return Cell(self.people.get(who, 0), add_to_query(self.link, {f"{self.whose}__id__exact": who}))

    def list_cells(self, me: int) -> list[Cell]:
        """Mine, my colleagues', nobody's."""
        mine, nobodys = self.find_cell(me), self.people.get(None, 0)
        # A word and no names: a list that is kept and shared means each reader's own colleagues (record 0165).
        others = add_to_query(self.link, {f"{self.whose}__id__exact": OTHERS})
        free = add_to_query(self.link, {f"{self.whose}__isnull": True})
        return [mine, Cell(self.number - mine.number - nobodys, others), Cell(nobodys, free)]


def get_list_url(model: str, query: Mapping[str, Any] | None = None, app: str = "intake") -> str:
    """The address of a list, narrowed."""
    return add_to_query(reverse(f"admin:{app}_{model}_changelist"), query or {})


def add_to_query(link: str, more: Mapping[str, Any]) -> str:
    """An address, narrowed further."""
    return f"{link}{'&' if '?' in link else '?'}{urlencode(more)}" if more else link


def count_by(rows: QuerySet[Any], whose: str, conditions: Mapping[str, Q]) -> dict[str, Numbers]:
    """Count the rows that meet each condition, per member of staff, in one query."""
    counts = {f"{name}_": Count("pk", filter=condition) for name, condition in conditions.items()}
    # One statement for all numbers; without the model's order, whose columns would be grouped by (record 0166).
    found = rows.filter(reduce(or_, conditions.values())).order_by().values(whose).annotate(**counts)
    groups = list(found)
    return {name: {one[whose]: one[f"{name}_"] for one in groups if one[f"{name}_"]} for name in conditions}


def count_whose(rows: QuerySet[Any], whose: str) -> Numbers:
    """How many rows there are of each person."""
    return dict(rows.order_by().values_list(whose).annotate(Count("pk")))


def count_together(asked: Sequence[QuerySet[Any]]) -> list[int]:
    """How many rows each of these has, in one statement."""
    if not asked:
        return []
    found = [rows.order_by().values("pk").query.sql_with_params() for rows in asked]
    counts = [f"(SELECT COUNT(*) FROM ({sql}) AS counted)" for sql, _values in found]  # noqa: S608  Django's own.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}", [value for _sql, values in found for value in values])
        return list(cursor.fetchone())
