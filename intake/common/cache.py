"""Parts of pages that are worked out once and kept for an hour, in the memory of this process.

It only saves work, and leaves no copy of a person's result outside the
database. Nothing is looked up here before the database has said that the
reader may see it.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any
from zlib import crc32

from django.core.cache import caches

from scoring.rulebook import Rulebook


def kept(key: str, make: Callable[[], Any]) -> Any:
    """What stands under this key; made and kept where nothing does."""
    return caches["results"].get_or_set(key, make)


@lru_cache(maxsize=2)
def print_of(book: Rulebook) -> int:
    """A number that is another one when the tables are others."""
    editions = sorted((table.name, table.source.effective.toordinal(), table.pending) for table in book.all())
    return crc32(repr(editions).encode())
