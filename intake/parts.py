"""A long list, some at a time."""

from collections.abc import Iterator
from typing import TypeVar

T = TypeVar("T")


def parts(items: list[T], size: int) -> Iterator[list[T]]:
    """The items in order, `size` at a time; the last part may be shorter."""
    return (items[start : start + size] for start in range(0, len(items), size))
