"""A long list, some at a time."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def parts(items: Sequence[T], size: int) -> Iterator[list[T]]:
    """The items in order, `size` at a time; the last part may be shorter."""
    return (list(items[start : start + size]) for start in range(0, len(items), size))
