"""What a correction changed, in words: in letters to clients and on the staff's pages."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from draws.models import Correction, CorrectionLetter, Draw, Facts, find_differing, list_versions
from scoring.dates import format_date, format_utc
from scoring.numbers import group_thousands
from scoring.streams import STREAMS

LABELS = {
    "name": _("IRCC's name for it"),
    "stream": _("Who was invited"),
    "held_on": _("Date"),
    "cutoff": _("CRS cut-off"),
    "tie_break": _("Tie-break"),
    "occupations": _("Occupations on its list"),
    "months": _("Months of work asked for"),
    "place": _("Where the work counts"),
    "continuous": _("Work without interruption"),
    "size": _("Invitations"),
}


class CorrectedField(NamedTuple):
    """One thing that was recorded wrongly, in words of the active language."""

    label: str
    was: str
    now: str


def describe_changes(correction: Correction) -> list[CorrectedField]:
    """Everything that a correction changed."""
    return compare(correction.before, correction.after)


def describe_since_heard(letter: CorrectionLetter) -> list[CorrectedField]:
    """Everything that was otherwise when the client heard last."""
    correction = letter.correction
    # Not against the correction before: the client may never have had the letters in between (record 0019).
    return compare(list_versions(correction.draw)[letter.heard_id], correction.after)


def compare(before: Facts, after: Facts) -> list[CorrectedField]:
    """What differs, in words."""
    changed = find_differing(before, after).items()
    return [
        CorrectedField(str(LABELS[name]), describe_value(name, was), describe_value(name, now))
        for name, (was, now) in changed
    ]


def describe_value(name: str, value: str) -> str:
    """A recorded value as people read it."""
    if not value:
        return str(NOTHING.get(name, NOT_KNOWN))
    return str(WORDS[name](value)) if name in WORDS else value


def describe_moment(value: str) -> str:
    """A tie-break, in UTC."""
    return gettext("%(moment)s UTC (Coordinated Universal Time)") % {
        "moment": format_utc(datetime.fromisoformat(value))
    }


# After labels of every gender, where the fees' word stands alone.
NOT_KNOWN = pgettext_lazy("a value", "not known")
# What it means that nothing is recorded.
NOTHING = {
    "tie_break": _("none published"),
    "occupations": _("no list of its own"),
    "months": _("not asked"),
    "place": _("not asked"),
    "continuous": _("not asked"),
}
WORDS: Mapping[str, Callable[[str], Any]] = {
    "stream": STREAMS.__getitem__,
    "held_on": lambda value: format_date(date.fromisoformat(value)),
    "cutoff": lambda value: group_thousands(int(value)),
    "size": lambda value: group_thousands(int(value)),
    "tie_break": describe_moment,
    "place": lambda value: Draw.WorkPlace(value).label,
    "continuous": lambda value: _("asked"),
}
