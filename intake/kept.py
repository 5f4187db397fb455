"""Parts of pages that are worked out once and kept for an hour.

The cache only saves work: where it can't be reached, the part is worked out
again. Nothing is looked up in it before the database has said that the reader
may see it.
"""

import logging
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from zlib import crc32

from django.core.cache import cache
from redis.exceptions import RedisError

from scoring.rulebook import Rulebook

AN_HOUR = 3600
log = logging.getLogger(__name__)


def kept(key: str, make: Callable[[], Any]) -> Any:
    """What stands under this key; made and kept where nothing does."""
    try:
        found = cache.get(key)
        if found is None:
            found = make()
            cache.set(key, found, AN_HOUR)
    except RedisError:
        log.warning("the cache can't be reached")
        return make()
    return found


@lru_cache(maxsize=2)
def print_of(book: Rulebook) -> int:
    """A number that is another one when the tables are others."""
    editions = sorted((table.name, table.source.effective.toordinal(), table.pending) for table in book.all())
    return crc32(repr(editions).encode())
