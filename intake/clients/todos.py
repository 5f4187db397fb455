"""What a move of a file to another stage brings to do, and what it settles."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, override

from intake.clients import invitation_steps
from intake.models import Client, StageTodo, Todo


def follow_move(client: Client, was: str, by: User | None) -> None:
    """Settle what belonged to the stage that the file left, and give it what belongs to the new one."""
    settle(client, was)
    invitation_steps.follow_move(client, was, by)
    # Where the client made the move, the active language is theirs, and the office reads the task.
    with override(get_language() if by else settings.LANGUAGE_CODE):
        add_for_stage(client)


def settle(client: Client, was: str) -> None:
    """What a stage brought is no longer needed: of the stage that was left, of every stage where the file is closed."""
    brought = client.todos.filter(stage_todo__isnull=False)
    if client.stage != Client.Stage.CLOSED:
        brought = brought.filter(stage_todo__stage=was, stage_todo__ends_with_stage=True)
    brought.finish()


def add_for_stage(client: Client) -> None:
    """The tasks of the stage, for whoever looks after the file; one that is open already stays as it is."""
    today = timezone.localdate()
    rows = [
        Todo(
            client=client,
            stage_todo=one,
            text=one.text,
            due_on=today + timedelta(days=one.after_days),
            assignee_id=client.adviser_id,
        )
        for one in StageTodo.objects.filter(stage=client.stage, in_use=True)
    ]
    # The constraint keeps an open one from coming twice when a file goes back and forth (record 0122).
    Todo.objects.bulk_create(rows, ignore_conflicts=True)


def give_task(
    client: Client, text: str, due_on: date, by: User | None = None, kind: str = Todo.Kind.FOLLOW_UP, key: str = ""
) -> Todo:
    """A task in the file, for whoever looks after it; without `by` the site itself gives it."""
    said = {"kind": kind, "text": text, "due_on": due_on, "author": by, "key": key}
    return Todo.objects.create(client=client, assignee_id=client.adviser_id, **said)


def hand_over(client: Client, was: int | None) -> None:
    """Another adviser: what was open and the former one's (`was`, a primary key), or nobody's, is the new one's."""
    client.todos.open().filter(Q(assignee=was or 0) | Q(assignee=None)).update(assignee=client.adviser)
