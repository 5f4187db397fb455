"""Reports of the office's work: counts alone, of the files that a member of staff may know of, sample clients left out.

A report gives a `Sheet`; its page, its chart and its CSV are made of the same one. An app above this one adds its
reports to `ADDED` when it is ready, as with the history of a file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone

from intake.models import Client
from intake.querysets import ClientQuerySet
from scoring.dates import format_date

YEAR = timedelta(days=365)


class ReportRow(NamedTuple):
    """A line of a report; of its cells the first is drawn."""

    label: Any
    cells: Sequence[int | None]

    @property
    def text(self) -> str:
        """The label in words."""
        return format_date(self.label) if isinstance(self.label, date) else str(self.label)


class Sheet(NamedTuple):
    """A report as a table: the heading of each column, that of the labels first, and the lines."""

    columns: Sequence[Any]
    rows: Sequence[ReportRow]


@dataclass(frozen=True)
class Scope:
    """The scope of a report: files that `user` may see, of one adviser where one is chosen."""

    user: User | AnonymousUser
    adviser: User | None
    today: date

    @property
    def year_ago(self) -> datetime:
        """The moment from which most reports count."""
        return begin_day(self.today - YEAR)

    @property
    def of_files(self) -> dict[str, Any]:
        """What a row about a client is narrowed by."""
        return {"client__adviser": self.adviser} if self.adviser else {}

    def find_clients(self) -> ClientQuerySet[Client]:
        """The files that the reader may know of; where an adviser is chosen, theirs."""
        found = Client.objects.visible_to(self.user).filter(sample=False)
        return found.filter(adviser=self.adviser) if self.adviser else found


@dataclass(frozen=True)
class Report:
    """A report: `code` stands in addresses, `says` tells what is counted, `read` counts it."""

    code: str
    title: Any
    says: Any
    read: Callable[[Scope], Sheet]


ADDED: list[Report] = []


def add(report: Report) -> None:
    """Add a report of another app, once."""
    if report not in ADDED:
        ADDED.append(report)


def begin_day(day: date) -> datetime:
    """The first moment of a day here."""
    return timezone.make_aware(datetime.combine(day, time.min))
