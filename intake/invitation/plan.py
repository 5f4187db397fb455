"""The plan after an invitation: its steps, the days that are left, and what expires meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import prefetch_related_objects

from intake.clients.invitation_steps import describe_own
from intake.expiry import expiries
from intake.expiry.expiries import describe_item
from intake.expiry.police_certificates import list_stays
from intake.expiry.time_to_apply import get_last_day_after
from intake.guide.documents import describe_police_rules
from intake.invitation.papers import list_papers
from intake.invitation.rounds import name_round_of
from intake.models import Client, Invitation, Todo
from scoring.apps import rulebook


class Lapsing(NamedTuple):
    """What does not last until the last day to apply: from `ends` on it no longer counts.

    `until`: the last valid day; `ended`: that day has passed. `look`: IRCC may accept it all the same.
    """

    kind: str
    what: str
    whose: str
    ends: date
    until: date
    ended: bool
    look: bool


@dataclass(frozen=True)
class PlannedStep:
    """One step: its task, as the client reads it, whether its day has passed."""

    todo: Todo
    own_words: Any
    late: bool

    @property
    def is_done(self) -> bool:
        """Whether somebody did it."""
        return self.todo.is_done

    @property
    def is_clients(self) -> bool:
        """Whether the client does it."""
        return self.todo.side == Todo.Side.CLIENT


@dataclass(frozen=True)
class InvitationPlan:
    """What a client who was invited has before them."""

    invitation: Invitation
    round: str
    last_day: date
    days_left: int
    steps: list[PlannedStep]
    lapses: list[Lapsing]

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.is_done for step in self.steps)


def build_plan(client: Client, invitation: Invitation | None, today: date) -> InvitationPlan | None:
    """The plan of a client after an invitation that is open; None without one."""
    if invitation is None or not invitation.is_open:
        return None
    # Asked of three times for a page: what expires, the documents, the police certificates.
    prefetch_related_objects([client], "dated_items")
    end = get_last_day_after(invitation.received_on)
    return InvitationPlan(
        invitation,
        name_round_of(invitation),
        end,
        (end - today).days,
        list(list_planned_steps(invitation, today)),
        list(find_lapsing(client, invitation.received_on, end, today)),
    )


def list_planned_steps(invitation: Invitation, today: date) -> Iterator[PlannedStep]:
    """The steps that are to do or done, the first due first; not those that are no longer needed."""
    for todo in invitation.steps.not_dropped():
        yield PlannedStep(todo, describe_own(todo), todo.done_at is None and todo.due_on < today)


def find_lapsing(client: Client, invited_on: date, end: date, today: date) -> Iterator[Lapsing]:
    """Tests, assessments and documents that end before the last day, or had ended when the invitation came."""
    found = expiries.find_not_lasting(client, invited_on, end)
    for (kind, name, ends), whose, look in sorted(found, key=lambda one: (one.lapse.ends, one.whose)):
        # A lapse begins on the day after the last valid one, which is what papers state.
        until = ends - expiries.DAY
        yield Lapsing(kind, describe_item(kind, name), whose, ends, until, until < today, look)


def find_papers(client: Client, plan: InvitationPlan, today: date) -> dict[str, Any]:
    """The documents and police certificates of the application, with the tables that they come from."""
    rules = rulebook().on(today)
    return describe_police_rules(rules) | {
        "papers": list(list_papers(client, plan.invitation, rules, plan.last_day)),
        "stays": list(list_stays(client, expiries.decode_profile(client), rules, plan.last_day)),
    }
