"""Clients without an e-mail address who match a published round are told by telephone: a task for each round."""

import re
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext, override

from draws.models import Draw
from intake.models import Client, Standing, Todo
from intake.querysets import TodoQuerySet
from scoring.dates import format_date
from scoring.numbers import group_thousands

# A score as `group_thousands` writes it.
FIGURE = re.compile(r"\d{1,3}(?:[,\u00a0]\d{3})*")


def owe_calls(draw: Draw, standings: QuerySet[Standing], on: date) -> None:
    """Give the files of these standings the task to tell of the round, for whoever looks after each."""
    save(list_calls(draw, standings, on))


def list_calls(draw: Draw, standings: QuerySet[Standing], on: date) -> list[Todo]:
    """The unsaved tasks."""
    return [build(draw, one, on) for one in standings.select_related("client").defer("client__facts").order_by()]


def save(rows: Iterable[Todo]) -> None:
    """Save tasks: by the constraint on client and key, nobody is given the same one twice."""
    Todo.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def build(draw: Draw, standing: Standing, on: date) -> Todo:
    """Build the unsaved task, in the language of the office."""
    known = {"client_id": standing.client_id, "assignee_id": standing.client.adviser_id}
    return Todo(kind=Todo.TodoKind.CALL, text=say(draw, standing.crs), due_on=on, key=make_key(draw), **known)


def say(draw: Draw, crs: int) -> str:
    """What there is to do for a client with this score."""
    with override(settings.LANGUAGE_CODE):
        return gettext(
            "No e-mail address: tell the client of round %(number)s of %(day)s "
            "(cut-off %(cutoff)s, the client’s score %(crs)s)."
        ) % {
            "number": draw.number,
            "day": format_date(draw.held_on),
            "cutoff": group_thousands(draw.cutoff or 0),
            "crs": group_thousands(crs),
        }


def read_score(draw: Draw, text: str) -> int | None:
    """The score that the words of a task name; None where they are not those of `say`."""
    # The last figure, in each language of the catalogue; words that staff changed are found by comparing them.
    crs = int(re.sub(r"\D", "", (FIGURE.findall(text) or ["0"])[-1]))
    return crs if say(draw, crs) == text else None


def make_key(draw: Draw) -> str:
    """What tells the tasks of one round from all others."""
    return f"round {draw.pk}"


def find_own(draw: Draw) -> TodoQuerySet[Todo]:
    """The tasks to tell of a round."""
    return Todo.objects.filter(key=make_key(draw))


def forget_open(draw: Draw) -> None:
    """Take away what nobody has done of a round that is a draft again, so that its next publication gives it anew."""
    find_own(draw).open().delete()


def hold(draw: Draw) -> None:
    """Note what is open as no longer needed: the news was taken back."""
    find_own(draw).finish()


def find_held(draw: Draw) -> TodoQuerySet[Todo]:
    """What was open when the news was taken back."""
    return find_own(draw).filter(done_by=None, done_at__isnull=False)


def owe_after_all(draw: Draw) -> int:
    """Open again what was held; what somebody did stays done. How many there were."""
    return find_held(draw).update(done_at=None)


def has_told(draw: Draw) -> bool:
    """Whether somebody was told of the round by telephone."""
    return find_own(draw).filter(done_by__isnull=False).exists()


def follow_correction(
    after: Draw, standings: QuerySet[Standing], staying: Iterable[Todo], correction: int, on: date
) -> None:
    """After a correction, replace open tasks by those of the corrected draw, and call again those called already.

    `standings`: of those to be told by the corrected draw; `staying`: tasks that stay, unless these make them anew;
    `correction`: its id.
    """
    # Read first: whom the corrected draw is told to depends on what was owed before.
    right, own = [*list_calls(after, standings, on), *staying], find_own(after)
    told = own.filter(done_by__isnull=False).select_related("client")
    anew = [build_again(after, one.client, f"{make_key(after)} corrected {correction}", on) for one in told]
    # Before the new ones are saved, which by the constraint on client and key would be passed over.
    own.filter(done_by=None).delete()
    save([*right, *anew])


def build_kept(before: Draw, after: Draw, todo: Todo, on: date) -> Todo | None:
    """Build the task of a client whose answers changed since, by the score that it names; None below the cut-off.

    What staff wrote anew stays as it is.
    """
    crs, sent, text = read_score(before, todo.text), todo.client.profile_submitted_at, todo.text
    if crs is not None:
        # As `matcher.qualifies` decides of a standing, but by the score that the task names (record 0164).
        at = crs == after.cutoff
        if crs < (after.cutoff or 0) or (at and after.tie_break and sent and sent > after.tie_break):
            return None
        text = say(after, crs)
    known = {"client": todo.client, "assignee_id": todo.assignee_id, "kind": todo.kind}
    return Todo(text=text, due_on=on, key=make_key(after), **known)


def build_again(after: Draw, client: Client, key: str, on: date) -> Todo:
    """Build the unsaved task to call a client who was told of what is corrected now."""
    with override(settings.LANGUAGE_CODE):
        words = gettext("Round %(number)s was corrected after you told the client of it: look at it, and tell them.")
    sentence = words % {"number": after.number}
    return Todo(
        client=client, assignee_id=client.adviser_id, kind=Todo.TodoKind.CALL, text=sentence, due_on=on, key=key
    )
