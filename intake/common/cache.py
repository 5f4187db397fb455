"""Rendered parts of pages, kept for an hour in the memory of this process.

It only saves work, and leaves no copy of a person's result outside the database. Look nothing up here before the
database has said that the reader may see it.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar, cast
from zlib import crc32

from django.core.cache import caches

from scoring.rulebook import Rulebook

Made = TypeVar("Made")


def get_or_make(key: str, make: Callable[[], Made]) -> Made:
    """Return the cached value of this key; call `make` and cache what it returns where there is none."""
    return cast("Made", caches["results"].get_or_set(key, make))


@lru_cache(maxsize=2)
def fingerprint(book: Rulebook) -> int:
    """A checksum of the editions of all tables, for cache keys: it changes when a table does."""
    editions = sorted((table.name, table.source.effective.toordinal(), table.pending) for table in book.all())
    return crc32(repr(editions).encode())
