"""Putting named rows together: no name may stand for two things."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

Row = TypeVar("Row")


class Joined(Mapping[str, Any]):
    """The rows of several parts, in their order, looked up whenever somebody asks: parts may change."""

    def __init__(self, *parts: Mapping[str, Any]) -> None:
        self._parts = parts

    def check(self) -> None:
        """Raises `ValueError` for a name that is in two of the parts."""
        merge(*self._parts)

    def __getitem__(self, name: str) -> Any:
        for part in self._parts:
            if name in part:
                return part[name]
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return any(name in part for part in self._parts)

    def __iter__(self) -> Iterator[str]:
        for part in self._parts:
            yield from part

    def __len__(self) -> int:
        return sum(map(len, self._parts))


def merge(*parts: Mapping[Any, Row]) -> dict[Any, Row]:
    """All rows of these parts, in their order.

    Raises `ValueError` for a name that is in two of them for different
    things, of which `{**one, **other}` would keep the last without a word.
    """
    merged: dict[Any, Row] = {}
    for part in parts:
        for name, row in part.items():
            if merged.setdefault(name, row) is not row:
                raise ValueError(f"{name!r} names two things: {merged[name]!s} and {row!s}")
    return merged
