"""Provincial streams that go with Express Entry, as far as they are well founded."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from scoring.rulebook import Rules

PROVINCES = {"AB": _("Alberta"), "ON": _("Ontario")}
GOES_WITH = {"yes": _("Yes"), "no": _("No: a base nomination, outside Express Entry"), "unknown": _("Not known")}


class NomineeStream(NamedTuple):
    """A stream by its own name; `since` is the day of its opening or closing, None where not known."""

    province: Any
    name: str
    goes_with: Any
    is_open: bool
    since: date | None


def list_streams(rules: Rules) -> Iterator[NomineeStream]:
    """Every stream of the table. Raises `RuleError` where none is in force, KeyError for a word it does not know."""
    for row in rules["guide/nominee_streams"].cells.values():
        yield NomineeStream(
            PROVINCES[str(row["province"])],
            str(row["stream"]),
            GOES_WITH[str(row["express_entry"])],
            row["status"] == "open",
            date.fromisoformat(str(row["since"])) if row["since"] else None,
        )
