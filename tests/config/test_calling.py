"""Tasks are called by one door, which waits for the commit."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from draws import tasks
from intake.common.task_calls import call_task

DOOR = Path("intake/common/task_calls.py")
# Module -> why it calls past the door.
NAMED = {
    "config/celery.py": "lets whatever is called carry the id of the request, and calls nothing itself",
}
PAST_IT = {"delay", "delay_on_commit", "apply_async", "apply_async_on_commit", "send_task", "signature", "s", "si"}


def list_calls_past_the_door(source: str) -> list[int]:
    """The lines on which a task is called, or the means to call it handed on, in another way than by the door."""
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)]
    return [node.lineno for node in found if node.attr in PAST_IT]


@pytest.mark.quick
def test_no_task_is_called_past_the_door():
    root = Path(settings.BASE_DIR)
    paths = [path for folder in ("config", "draws", "intake") for path in (root / folder).rglob("*.py")]
    assert root / DOOR in paths
    found = {str(path.relative_to(root)): list_calls_past_the_door(path.read_text()) for path in paths}
    assert {name for name, lines in found.items() if lines} == {str(DOOR), *NAMED}


@pytest.mark.quick
@pytest.mark.parametrize("line", ["send.delay(1)", "dispatch(send.delay)", "app.send_task('x')", "send.s(1)()"])
def test_the_look_at_the_code_sees_each_way(line):
    assert list_calls_past_the_door(line) == [1]


@pytest.mark.django_db(transaction=True)
def test_a_task_is_called_after_the_commit_and_not_where_it_is_undone(broker):
    with transaction.atomic():
        call = call_task(tasks.sweep.name)
        assert (broker.queued(), call.handed_over) == (0, None)
    assert (broker.queued(), call.handed_over) == (1, True)
    with transaction.atomic():
        call_task(tasks.sweep.name)
        transaction.set_rollback(True)
    assert broker.queued() == 1


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_a_task_is_called_at_once_and_a_broker_that_is_away_is_known(broker):
    assert call_task(tasks.sweep.name).handed_over
    broker.kill()
    assert call_task(tasks.sweep.name).failed
