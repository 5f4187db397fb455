"""Hourly limits for what costs something each time: a message, a PDF.

Counted in the shared cache, over all processes, under a digest of who it is.
"""

from hashlib import sha256

from django.core.cache import cache

HOUR = 3600


def consume(what: str, who: str, most: int) -> bool:
    """Count one use of `what` by `who`; False once there were more than `most` in the hour that the first began."""
    # A digest, because the cache is no place for an e-mail address or an IP address.
    key = f"{what}:{sha256(who.encode()).hexdigest()}"
    # A cache that is away raises: whoever calls decides whether the limit fails closed, or open as for PDFs
    # (record 0069).
    cache.add(key, 0, timeout=HOUR)
    try:
        return cache.incr(key) <= most
    except ValueError:
        # The hour ended between the two: this is the first use of the next.
        cache.set(key, 1, timeout=HOUR)
        return most > 0
