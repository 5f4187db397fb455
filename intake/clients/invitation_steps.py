"""The steps after an invitation as tasks of the file: what there is to do, by when, and who does it.

The client and staff see the same rows; each reads them in words of their own. By when and by whom is
in the table `invitation/plan`.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from intake.clients import changes
from intake.models import Client, Invitation, Todo
from scoring.apps import rulebook
from scoring.invitation import last_day
from scoring.table import RuleError

Outcome, Stage, Side = Invitation.InvitationOutcome, Client.Stage, Todo.Side
# Whom IRCC invited under this program need not prove funds.
WITHOUT_FUNDS = "cec"

# As the client reads them.
OWN_WORDS = {
    "police": _(
        "Ask for police certificates, for each country in which you lived six months or more without a break since "
        "you turned 18."
    ),
    "letters": _("Ask employers for letters: title, duties, hours, pay and dates, on their paper and signed."),
    "medical": _("Book the medical examination, for your whole family: its proof goes with the application."),
    "funds": _("Ask your bank for the letter that proves your funds, unless you were invited under the CEC."),
    "translations": _("Order certified translations of what is neither in English nor in French."),
    "forms": _("Have everything scanned, and the forms in your IRCC account filled in."),
    "review": _("Read the whole application against your profile: every date, every job, every address."),
    "submit": _("Submit and pay. Keep the last days for what goes wrong."),
}
# As the client reads what the office does for them.
ADVISERS_WORDS = {
    "review": _("Your adviser reads the whole application against your profile: every date, every job, every address."),
    "submit": _("Your adviser submits the application once you have read it; have the money for the fees ready."),
}
# As staff read them.
STAFF_WORDS = {
    "police": _("Police certificates asked for, of each country where one is needed"),
    "letters": _("Letters of employers asked for: title, duties, hours, pay and dates"),
    "medical": _("Medical examination booked, for the whole family"),
    "funds": _("Letter of the bank that proves the funds"),
    "translations": _("Certified translations ordered"),
    "forms": _("Everything scanned, and the forms of the IRCC account filled in"),
    "review": _("Read the whole application against the profile: dates, jobs, addresses"),
    "submit": _("Submit the application and have the fees paid"),
}


class InvitationStep(NamedTuple):
    """One step: its code, the day by which it should be done, and whose it is where the firm acts for the client."""

    code: str
    by: date
    side: str


def list_steps(received_on: date, stream: str = "") -> Iterator[InvitationStep]:
    """The steps after an invitation of that day, in a round of that stream. Raises `RuleError` without rules of it."""
    rules = rulebook().on(received_on)
    table, last = rules["invitation/plan"], last_day(received_on, rules)
    for code, row in table.cells.items():
        if code != "funds" or stream != WITHOUT_FUNDS:
            by = received_on + timedelta(days=table.points(code, "days"))
            yield InvitationStep(code, min(by, last), str(row["side"]))


def has_rules(received_on: date) -> bool:
    """Whether the rules of an invitation of that day are known."""
    try:
        return bool(list(list_steps(received_on)))
    except RuleError:
        return False


def describe_own(step: Todo) -> Any:
    """A step as the client reads it."""
    if step.side == Side.OFFICE:
        return ADVISERS_WORDS.get(step.step, step.text)
    return OWN_WORDS.get(step.step, step.text)


def lay_plan(invitation: Invitation, client: Client) -> None:
    """Put the steps into the file; what nobody did because it was no longer needed is to do again."""
    wanted = list(list_steps(invitation.received_on, invitation.round_stream))
    codes = [step.code for step in wanted]
    # The office reads the tasks, whoever entered the invitation.
    with override(settings.LANGUAGE_CODE):
        rows = [make_row(invitation, client, step) for step in wanted]
    # The constraint keeps a step from coming twice (record 0190).
    Todo.objects.bulk_create(rows, ignore_conflicts=True)
    steps = Todo.objects.filter(invitation=invitation)
    steps.exclude(step__in=codes).finish()
    take_up(steps.filter(step__in=codes).dropped())


def take_up(steps: Iterable[Todo]) -> None:
    """Let done or dropped steps be to do again; that they were not, and since when, stays in the file's history."""
    for step in steps:
        done = changes.read_row(step)
        by, at = step.done_by, step.done_at
        step.done_at, step.done_by, step.done_by_client = None, None, False
        step.save(update_fields=["done_at", "done_by", "done_by_client"])
        again = changes.read_row(step)
        # The row said by itself when it was done; now its history must.
        changes.keep(step.client_id, step, again, done, by, at)
        changes.keep(step.client_id, step, done, again)


def make_row(invitation: Invitation, client: Client, step: InvitationStep) -> Todo:
    """A step as a task, for whoever looks after the file."""
    return Todo(
        client=client,
        invitation=invitation,
        step=step.code,
        # Where no agreement is in force nobody of the firm reads or submits anything for them (record 0190).
        side=step.side if client.in_force() else Side.CLIENT,
        kind=Todo.TodoKind.PAPERS,
        text=str(STAFF_WORDS[step.code]),
        due_on=step.by,
        assignee_id=client.adviser_id,
    )


def move_days(invitation: Invitation, by: User | None) -> None:
    """Give the steps that are not done the days that follow from the day of the invitation, which was corrected."""
    for step in list_steps(invitation.received_on, invitation.round_stream):
        for todo in Todo.objects.filter(invitation=invitation, step=step.code).open():
            was = changes.read_row(todo)
            todo.due_on = step.by
            todo.save(update_fields=["due_on"])
            changes.keep_change(todo.client_id, todo, was, by)


def follow_move(client: Client, was: str, by: User | None) -> None:
    """Let the newest invitation and its steps follow a move of the file to another stage."""
    if client.stage not in (Stage.INVITED, Stage.SUBMITTED) and was != Stage.INVITED:
        return
    newest = Invitation.objects.filter(client=client).newest()
    if newest is None:
        return
    if client.stage == Stage.SUBMITTED and newest.is_open:
        set_end(newest, Outcome.APPLIED, timezone.localdate(), by)
    elif (client.stage, was, newest.outcome) == (Stage.INVITED, Stage.SUBMITTED, Outcome.APPLIED):
        set_end(newest, Outcome.OPEN, None, by)
    if client.stage == Stage.INVITED and newest.is_open:
        lay_plan(newest, client)
    elif was == Stage.INVITED:
        Todo.objects.filter(client=client, invitation__isnull=False).finish()


def set_end(invitation: Invitation, outcome: str, on: date | None, by: User | None) -> None:
    """Keep what became of an invitation, and in the history of its file what was said of it before."""
    was = changes.read_row(invitation)
    invitation.set_end(outcome, on, by)
    invitation.save()
    changes.keep_change(invitation.client_id, invitation, was, by)
