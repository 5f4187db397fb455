"""A cache in this process's memory that holds no more than this many bytes, however large what it is given."""

from collections import OrderedDict
from typing import Any

from django.core.cache.backends.locmem import LocMemCache


class SizedCache(LocMemCache):
    """Django's own, which counts entries alone. `OPTIONS["MAX_BYTES"]`: what was read longest ago goes beyond it.

    It reaches into Django's private `_set`, `_cache` (newest first; what is kept, pickled) and `_expire_info`: its
    public methods hold the lock, and there is no other door under it.
    """

    _cache: OrderedDict[str, bytes]
    _expire_info: dict[str, float | None]

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        self.most = int(params.get("OPTIONS", {}).get("MAX_BYTES", 0))
        super().__init__(name, params)

    def get_size(self) -> int:
        """The bytes that it holds."""
        return sum(map(len, self._cache.values()))

    def _set(self, key: str, value: bytes, timeout: float | None = None) -> None:
        super()._set(key, value, timeout)  # type: ignore[misc]
        while self.get_size() > self.most:
            oldest, _value = self._cache.popitem()
            del self._expire_info[oldest]
