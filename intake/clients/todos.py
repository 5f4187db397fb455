"""What a move of a file to another stage brings to do, and what it settles."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, override

from intake.clients import changes, invitation_steps
from intake.models import Client, RowChange, StageTodo, Todo

Moved = Sequence[tuple[Client, str]]
# Files with their new adviser, and the key of the former one.
HandedOver = Sequence[tuple[Client, int | None]]


def follow_moves(moved: Moved, by: User | None) -> None:
    """Settle what belonged to the stages that files left, and give them what belongs to the new ones."""
    settle(moved)
    invitation_steps.follow_moves(moved, by)
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
    fields = {"kind": kind, "text": text, "due_on": due_on, "author": by, "key": key}
    return Todo.objects.create(client=client, assignee_id=client.adviser_id, **fields)


def give_tasks(clients: Iterable[Client], text: str, due_on: date, by: User) -> None:
    """The same task in each of these files, for whoever looks after it."""
    fields: dict[str, Any] = {"kind": Todo.TodoKind.FOLLOW_UP, "text": text, "due_on": due_on, "author": by}
    Todo.objects.bulk_create(Todo(client=client, assignee_id=client.adviser_id, **fields) for client in clients)


def hand_over(files: HandedOver, by: User | None) -> None:
    """Another adviser: what was open and the former one's, or nobody's, is the new one's, and the history says so.

    In the caller's transaction.
    """
    clients = {client.pk: client for client, _was in files}
    rows = [change for todo in find_to_hand_over(files) if (change := hand_on(todo, clients[todo.client_id], by))]
    for adviser in {client.adviser_id for client in clients.values()}:
        handed = [row.row for row in rows if row.row and clients[row.client_id].adviser_id == adviser]
        Todo.objects.filter(pk__in=handed).update(assignee=adviser)
    RowChange.objects.bulk_create(rows)


def find_to_hand_over(files: HandedOver) -> list[Todo]:
    """The open tasks of these files that are the former adviser's or nobody's, locked, with the person of each."""
    former = {client.pk: was for client, was in files}
    rows = Todo.objects.open().filter(client__in=former).select_related("assignee").order_by("pk")
    # Of this table alone: PostgreSQL refuses to lock the far side of an outer join, which the assignee is.
    return [todo for todo in rows.select_for_update(of=("self",)) if todo.assignee_id in (None, former[todo.client_id])]


def hand_on(todo: Todo, client: Client, by: User | None) -> RowChange | None:
    """Give a task to the adviser of its file; the unsaved line of the history, None where it is theirs already."""
    was = changes.read_row(todo)
    todo.assignee = client.adviser
    now = changes.read_row(todo)
    handed = {**now, changes.WITH_FILE: str(True)}
    return changes.build(client.pk, todo, was, handed, by.pk if by else None) if now != was else None
