"""Splitting a list into batches; `itertools.batched` is there from Python 3.12 on."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def batched(items: Sequence[T], size: int) -> Iterator[list[T]]:
    """Yield the items in order, `size` at a time; the last batch may be shorter."""
    return (list(items[start : start + size]) for start in range(0, len(items), size))
