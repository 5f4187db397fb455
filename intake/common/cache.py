"""Rendered pages that are the same for everybody, kept for an hour in the memory of this process.

Nothing of a person's: a deletion does not reach the memory of other processes (record 0197).

Buys 96 % of the steps of the example of a result (`python -m bench.bought pages results`); what it
buys whole pages `intake/public/page_cache.py` says.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar, cast

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone
from django.utils.translation import get_language

from scoring.apps import rulebook
from scoring.fingerprint import find_basis

Made = TypeVar("Made")


def get_or_make(key: str, make: Callable[[], Made]) -> Made:
    """Return the cached value of this key; call `make` and cache what it returns where there is none."""
    return cast("Made", caches["results"].get_or_set(key, make))


def build_key(kind: str, *facts: object) -> str:
    """The key of what is rendered of these facts in the active language, on a day, by the rules in use."""
    # A digest, because a key is of at most 250 letters and says nothing of anybody, such as a name.
    digest = sha256(repr(facts).encode()).hexdigest()
    # The mark of the tables, because a corrected edition changes a page although its assessment stays.
    # The site's address, because pages name it of themselves, and a restored or renamed site may find an older cache.
    names = kind, digest, settings.SITE_URL, get_language(), timezone.localdate(), find_basis(rulebook())
    return ":".join(map(str, names))
