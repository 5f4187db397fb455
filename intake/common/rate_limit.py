"""How often somebody may have something in an hour, where each time costs: a message, a PDF.

Counted in the cache, over all processes, under a digest of who it is.
"""

from hashlib import sha256

from django.core.cache import cache

HOUR = 3600


def within(what: str, who: str, most: int) -> bool:
    """Count one more; False when it is more than `most` in the hour that began with the first."""
    key = f"{what}:{sha256(who.encode()).hexdigest()}"
    cache.add(key, 0, timeout=HOUR)
    return cache.incr(key) <= most
