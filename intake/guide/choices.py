"""What a reader chose in the address of a page: whatever does not fit is as if it had not been said."""

from collections.abc import Iterable

from django.http import QueryDict

MOST_CHILDREN = 8


def read_count(given: QueryDict, name: str, most: int = MOST_CHILDREN) -> int:
    """A whole number from 0 to `most`; 0 for anything else."""
    asked = given.get(name, "")
    return int(asked) if asked in {str(number) for number in range(most + 1)} else 0


def read_chosen(given: QueryDict, names: Iterable[str]) -> frozenset[str]:
    """Those of these names that were ticked."""
    return frozenset(given) & frozenset(names)
