"""What is rendered of a result, kept in the database for every web process, until it would say something else.

Look nothing up here before the database has said that the reader may see it. It goes with its result, at once and for
every process, because no process keeps a copy of its own (record 0197).

Buys 98 % of the steps of a result seen again (`python -m bench.bought pages database_cache`).
"""

import gzip
import json
from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from intake.common.cache import build_key
from intake.common.release import find_release
from intake.firm.look import get_look
from intake.models import Assessment, KeptResult

# The page and its parts in two languages, and some scores to reach: there is no end of what stands in an address.
MOST = 12

Made = TypeVar("Made")


def build_name(kind: str, *chosen: object) -> str:
    """The cache key of a rendered part of a result, in the active language and for the reader's choices."""
    return ":".join(map(str, (kind, get_language(), *chosen)))


def find_digest(*facts: object) -> str:
    """The digest of these facts, the language, the day, the rules, the firm and the release."""
    # A row outlives the process that wrote it, so what no process can change while it runs belongs into it too.
    made_of = build_key("kept", *facts, *get_look(), settings.FIRM, find_release())
    return sha256(made_of.encode()).hexdigest()


def get_or_keep(assessment: Assessment, name: str, facts: tuple[object, ...], make: Callable[[], Made]) -> Made:
    """What is kept under this name, if it was made of these facts; else made and kept.

    As JSON: what is found has lists where a tuple was given.
    """
    made: Made = json.loads(gzip.decompress(get_or_keep_packed(assessment, name, facts, lambda: pack(make()))))
    return made


def get_or_keep_packed(
    assessment: Assessment, name: str, facts: tuple[object, ...], make: Callable[[], bytes]
) -> bytes:
    """The same for bytes that are packed already."""
    digest = find_digest(*facts)
    rows = KeptResult.objects.filter(assessment=assessment, name=name, digest=digest)
    if (found := rows.values_list("packed", flat=True).first()) is not None:
        return bytes(found)
    packed = make()
    keep(assessment, name, digest, packed)
    return packed


def pack(made: object) -> bytes:
    """A value as JSON, packed."""
    return gzip.compress(json.dumps(made).encode(), 6)


def keep(assessment: Assessment, name: str, digest: str, packed: bytes) -> None:
    """Keep this in the place of what had its name, and of each result no more than a few."""
    row = KeptResult(assessment=assessment, name=name, digest=digest, packed=packed, made_at=timezone.now())
    try:
        with transaction.atomic():
            KeptResult.objects.bulk_create(
                [row],
                update_conflicts=True,
                unique_fields=["assessment", "name"],
                update_fields=["digest", "packed", "made_at"],
            )
            drop_beyond_most(assessment)
    # The file was deleted while this was made, or the database takes nothing now: the page is there all the same.
    except DatabaseError:
        return


def drop_beyond_most(assessment: Assessment) -> None:
    """Drop what was made longest ago, beyond this many."""
    results = KeptResult.objects.filter(assessment=assessment).order_by("-made_at", "-pk")
    if old := list(results.values_list("pk", flat=True)[MOST:]):
        KeptResult.objects.filter(pk__in=old).delete()
