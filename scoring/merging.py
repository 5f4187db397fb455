"""Putting named rows together: no name may stand for two things."""

from collections.abc import Mapping
from typing import Any, TypeVar

Row = TypeVar("Row")


def merge(*parts: Mapping[Any, Row]) -> dict[Any, Row]:
    """All rows of these parts, in their order.

    Raises `ValueError` for a name that stands in two of them for different
    things, of which `{**one, **other}` would keep the last without a word.
    """
    merged: dict[Any, Row] = {}
    for part in parts:
        for name, row in part.items():
            if merged.setdefault(name, row) is not row:
                raise ValueError(f"{name!r} names two things: {merged[name]!s} and {row!s}")
    return merged
