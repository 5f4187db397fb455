"""How many tasks went well, failed or were put off: counted in the cache, because workers are many processes.

What the cache forgets begins at zero again, which Prometheus expects of a counter. A cache that is away loses a count
and holds nothing up.
"""

import logging
from collections.abc import Iterable

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
OUTCOMES = ("success", "failure", "retry")


def get_key(task: str, outcome: str) -> str:
    """Where a count stands."""
    return f"tasks:{task}:{outcome}"


def count(task: str, outcome: str) -> None:
    """One more, where somebody may read it."""
    if not settings.METRICS_TOKEN:
        return
    try:
        # `incr` raises for a key that is not there; `add` makes it and leaves one that is.
        cache.add(get_key(task, outcome), 0, timeout=None)
        cache.incr(get_key(task, outcome))
    except (RedisError, ValueError) as problem:
        log.debug("A task was not counted: %s", type(problem).__name__)


def read_counts(tasks: Iterable[str]) -> dict[tuple[str, str], int]:
    """How many of each of these tasks, by outcome. Raises `RedisError`."""
    keys = {get_key(task, outcome): (task, outcome) for task in tasks for outcome in OUTCOMES}
    return {keys[key]: number for key, number in cache.get_many(keys).items()}
