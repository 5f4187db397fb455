"""What a move of a file to another stage brings to do, and what it settles."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, override

from intake.clients import invitation_steps
from intake.models import Client, StageTodo, Todo

Moved = Sequence[tuple[Client, str]]


def follow_moves(moved: Moved, by: User | None) -> None:
    """Settle what belonged to the stages that files left, and give them what belongs to the new ones."""
    settle(moved)
    for client, was in moved:
        invitation_steps.follow_move(client, was, by)
    # Where the client made the move, the active language is theirs, and the office reads the task.
    with override(get_language() if by else settings.LANGUAGE_CODE):
        add_for_stage([client for client, _was in moved])


def settle(moved: Moved) -> None:
    """What a stage brought is no longer needed: of the stage that was left, of every stage where a file is closed."""
    closed = [client.pk for client, _was in moved if client.stage == Client.Stage.CLOSED]
    brought = Q(client__in=closed)
    for stage in {was for client, was in moved if client.stage != Client.Stage.CLOSED}:
        left = [client.pk for client, was in moved if was == stage and client.stage != Client.Stage.CLOSED]
        brought |= Q(client__in=left, stage_todo__stage=stage, stage_todo__ends_with_stage=True)
    Todo.objects.filter(brought, stage_todo__isnull=False).finish()


def add_for_stage(clients: Sequence[Client]) -> None:
    """The tasks of the stages, for whoever looks after each file; one that is open already stays as it is."""
    today = timezone.localdate()
    brought = list(StageTodo.objects.filter(stage__in={client.stage for client in clients}, in_use=True))
    rows = [
        Todo(
            client=client,
            stage_todo=one,
            text=one.text,
            due_on=today + timedelta(days=one.after_days),
            assignee_id=client.adviser_id,
        )
        for client in clients
        for one in brought
        if one.stage == client.stage
    ]
    # The constraint keeps an open one from coming twice when a file goes back and forth (record 0122).
    Todo.objects.bulk_create(rows, ignore_conflicts=True)


def give_task(
    client: Client, text: str, due_on: date, by: User | None = None, kind: str = Todo.TodoKind.FOLLOW_UP, key: str = ""
) -> Todo:
    """A task in the file, for whoever looks after it; without `by` the site itself gives it."""
    said = {"kind": kind, "text": text, "due_on": due_on, "author": by, "key": key}
    return Todo.objects.create(client=client, assignee_id=client.adviser_id, **said)


def give_tasks(clients: Iterable[Client], text: str, due_on: date, by: User) -> None:
    """The same task in each of these files, for whoever looks after it."""
    said: dict[str, Any] = {"kind": Todo.TodoKind.FOLLOW_UP, "text": text, "due_on": due_on, "author": by}
    Todo.objects.bulk_create(Todo(client=client, assignee_id=client.adviser_id, **said) for client in clients)


def hand_over(client: Client, was: int | None) -> None:
    """Another adviser: what was open and the former one's (`was`, a primary key), or nobody's, is the new one's."""
    client.todos.open().filter(Q(assignee=was or 0) | Q(assignee=None)).update(assignee=client.adviser)


def hand_over_many(clients: Sequence[int], to: User) -> None:
    """The same in files, by their keys, which the database still has under their former advisers."""
    theirs = Q(assignee=None) | Q(assignee=F("client__adviser"))
    Todo.objects.open().filter(theirs, client__in=clients).update(assignee=to)
