"""The steps after an invitation as tasks of the file: what there is to do, by when, and who does it.

The client and staff see the same rows; each reads them in words of their own. By when and by whom is
in the table `invitation/plan`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from intake.clients import changes
from intake.common.rule_numbers import number
from intake.models import Client, Invitation, RowChange, Todo
from intake.models.invitations import build_end
from scoring.apps import rulebook
from scoring.invitation import last_day
from scoring.table import RuleError

Outcome, Stage, Side = Invitation.InvitationOutcome, Client.Stage, Todo.Side
# Whom IRCC invited under this program need not prove funds.
WITHOUT_FUNDS = "cec"

# As the client reads them.
OWN_WORDS = {
    "police": format_lazy(
        _(
            "Ask for a police certificate of each country, other than Canada, in which you lived {months} months or "
            "more without a break since you turned {age}."
        ),
        months=number("police_months"),
        age=number("police_age"),
    ),
    "letters": _("Ask employers for letters: title, duties, hours, pay and dates, on their paper and signed."),
    "medical": _("Book the medical examination, for your whole family: its proof goes with the application."),
    "funds": _(
        "Ask your bank for the letter that proves your funds, unless you were invited under the CEC, or may work in "
        "Canada and hold a valid job offer."
    ),
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
    lay_plans([(invitation, client)])


def lay_plans(files: Sequence[tuple[Invitation, Client]]) -> None:
    """The same in files, each with its invitation, in as many statements for all."""
    plans = {one.pk: list(list_steps(one.received_on, one.round_stream)) for one, _client in files}
    # The office reads the tasks, whoever entered the invitation.
    with override(settings.LANGUAGE_CODE):
        rows = [make_row(one, client, step) for one, client in files for step in plans[one.pk]]
    # The constraint keeps a step from coming twice (record 0190).
    Todo.objects.bulk_create(rows, ignore_conflicts=True)
    wanted = {(pk, step.code) for pk, steps in plans.items() for step in steps}
    found = list(Todo.objects.filter(invitation__in=plans).order_by("pk").select_related("assignee"))
    Todo.objects.filter(pk__in=[todo.pk for todo in found if (todo.invitation_id, todo.step) not in wanted]).finish()
    take_up(todo for todo in found if (todo.invitation_id, todo.step) in wanted and todo.is_dropped)


def take_up(steps: Iterable[Todo]) -> None:
    """Let done or dropped steps be to do again; that they were not, and since when, stays in the file's history."""
    taken = list(steps)
    reopened = [change for step in taken for change in reopen(step)]
    not_done = {"done_at": None, "done_by": None, "done_by_client": False}
    Todo.objects.filter(pk__in=[step.pk for step in taken]).update(**not_done)
    RowChange.objects.bulk_create(reopened)


def reopen(step: Todo) -> Iterator[RowChange]:
    """Hold that a step is to do again; yields the unsaved lines of the history. The caller saves."""
    done, by, at = changes.read_row(step), step.done_by_id, step.done_at
    step.done_at, step.done_by, step.done_by_client = None, None, False
    to_do = changes.read_row(step)
    # The row said by itself when it was done; now its history must.
    yield changes.build(step.client_id, step, to_do, done, by, at)
    yield changes.build(step.client_id, step, done, to_do)


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


class MovedInvitation(NamedTuple):
    """A file that moved, the stage that it was in, and its newest invitation."""

    client: Client
    was: str
    invitation: Invitation

    @property
    def is_sent(self) -> bool:
        """Whether the application is in, of which the invitation does not know yet."""
        return self.client.stage == Stage.SUBMITTED and self.invitation.is_open

    @property
    def is_taken_back(self) -> bool:
        """Whether the application is not in after all."""
        applied = self.invitation.outcome == Outcome.APPLIED
        return applied and (self.client.stage, self.was) == (Stage.INVITED, Stage.SUBMITTED)

    @property
    def needs_plan(self) -> bool:
        """Whether there are steps to take now."""
        return self.client.stage == Stage.INVITED and self.invitation.is_open


def follow_moves(moved: Sequence[tuple[Client, str]], by: User | None) -> None:
    """Let the newest invitations of files that moved together, and their steps, follow; in as many statements for all.

    Each file stands with the stage that it was in.
    """
    files = find_moved(moved)
    sent, back = [one for one in files if one.is_sent], [one for one in files if one.is_taken_back]
    set_ends([one.invitation for one in sent], Outcome.APPLIED, timezone.localdate(), by)
    set_ends([one.invitation for one in back], Outcome.OPEN, None, by)
    if planned := [(one.invitation, one.client) for one in files if one.needs_plan]:
        lay_plans(planned)
    left = [one.client.pk for one in files if one.was == Stage.INVITED and not one.needs_plan]
    Todo.objects.filter(client__in=left, invitation__isnull=False).finish()


def find_moved(moved: Sequence[tuple[Client, str]]) -> list[MovedInvitation]:
    """Of these the files whose invitation has to do with the move."""
    about = [one for one in moved if one[0].stage in (Stage.INVITED, Stage.SUBMITTED) or one[1] == Stage.INVITED]
    newest = Invitation.objects.map_newest([client.pk for client, _was in about])
    return [MovedInvitation(client, was, newest[client.pk]) for client, was in about if client.pk in newest]


def set_ends(invitations: Sequence[Invitation], outcome: str, on: date | None, by: User | None) -> None:
    """Keep what became of invitations, and in the histories of their files what was said of each before."""
    was, end = [changes.read_row(one) for one in invitations], build_end(outcome, on, by)
    Invitation.objects.filter(pk__in=[one.pk for one in invitations]).update(**end)
    for one in invitations:
        one.set_end(outcome, on, by)
    readings = [(one, before, changes.read_row(one)) for one, before in zip(invitations, was, strict=True)]
    rows = [changes.build(one.client_id, one, before, now, by.pk if by else None) for one, before, now in readings]
    RowChange.objects.bulk_create(row for row in rows if row.was != row.now)
