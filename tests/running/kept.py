"""Rows that a module's tests share: written once, seen by each of them, gone after the last."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import transaction
from django.utils import translation

Made = TypeVar("Made")


@contextmanager
def keep_rows(blocker: Any, make: Callable[[], Made]) -> Iterator[Made]:
    """What `make` writes, in a transaction around the tests; what a test changes is undone at its end, as ever."""
    with blocker.unblock(), transaction.atomic():
        with translation.override("en"):
            made = make()
        with blocker.block():
            yield made
        transaction.set_rollback(True)
