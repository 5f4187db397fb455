"""The plan after an invitation: what to do by when, and what expires meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from intake.expiry import expiries
from intake.expiry.expiries import describe_item
from intake.expiry.invitation_clock import get_last_day_after
from intake.models import Client

# The firm's own order of work: what takes longest first. Days after the invitation.
STEPS = (
    (
        3,
        _(
            "Ask for police certificates, for each country in which you lived six months or more without a break since "
            "you turned 18."
        ),
    ),
    (5, _("Ask employers for letters: title, duties, hours, pay and dates, on their paper and signed.")),
    (7, _("Book the medical examination, for your whole family: its proof goes with the application.")),
    (
        10,
        _("Ask your bank for the letter that proves your funds, unless you were invited under the CEC."),
    ),
    (20, _("Order certified translations of what is neither in English nor in French.")),
    (40, _("Have everything scanned, and the forms in your IRCC account filled in.")),
    (50, _("Read the whole application against your profile: every date, every job, every address.")),
    (55, _("Submit and pay. Keep the last days for what goes wrong.")),
)


class Task(NamedTuple):
    """One piece of work and the day by which it should be done."""

    by: date
    words: Any
    late: bool


class Lapsing(NamedTuple):
    """What does not last until the last day to apply: from `ends` on it no longer counts."""

    kind: str
    what: str
    whose: str
    ends: date
    until: date


@dataclass(frozen=True)
class Plan:
    """What a client who was invited has before them."""

    last_day: date
    days_left: int
    tasks: list[Task]
    lapses: list[Lapsing]


def build_plan(client: Client, today: date) -> Plan | None:
    """The plan of a client who holds an invitation; None without one."""
    if not client.invited_on:
        return None
    end = get_last_day_after(client.invited_on)
    tasks = [Task(by, words, by < today) for by, words in list_steps(client.invited_on)]
    return Plan(end, (end - today).days, tasks, list(find_lapsing(client, client.invited_on, end)))


def list_steps(invited_on: date) -> Iterator[tuple[date, Any]]:
    """Each piece of work with its day."""
    for days, words in STEPS:
        yield invited_on + timedelta(days=days), words


def find_lapsing(client: Client, invited_on: date, end: date) -> Iterator[Lapsing]:
    """Tests, assessments and documents that are valid on the day of the invitation and no longer on the last day."""
    for (kind, name, ends), whose in sorted(
        expiries.find_valid_only_until(client, invited_on, end), key=lambda one: (one.lapse.ends, one.whose)
    ):
        # A lapse begins on the day after the last valid one, which is what papers state.
        yield Lapsing(kind, describe_item(kind, name), whose, ends, ends - expiries.DAY)
