"""A draw's own list of occupations in a large pool: the workers work out who has the work, and staff see how far it is.

A few thousand clients are worked out while the page is made. More are handed to
the workers in batches, once; the page comes again by itself until they are done.
What a lost broker dropped is handed out again after a while.
"""

import logging
from datetime import date
from typing import Any, NamedTuple

from django.core.cache import cache
from redis.exceptions import RedisError

from draws.matching import custom_list
from draws.models import Draw
from draws.publishing import publisher
from draws.rounds.snapshot import OWN_LIST
from intake.common.batched import batched

log = logging.getLogger(__name__)
# About three seconds.
AT_ONCE = 20_000
# Seconds after which what is still not worked out is handed out again.
AGAIN = 600
# By its name: the tasks know this module.
FIT = "draws.tasks.fit_these"
BATCH = custom_list.BATCH


class Progress(NamedTuple):
    """How many of how many clients are worked out, and whether the workers can be reached."""

    done: int
    of: int
    reached: bool


def progress(draw: Draw) -> Progress | None:
    """None where everybody is worked out, now or before; otherwise how far the workers are."""
    if not draw.occupations:
        return None
    pks = list(custom_list.unknown(draw).values_list("pk", flat=True))
    if len(pks) > AT_ONCE:
        done = custom_list.known(draw).count()
        return Progress(done, done + len(pks), hand_out(draw, pks))
    custom_list.work_out_these(draw, pks)
    return None


def key(draw: Draw) -> str:
    """That the clients of this list were handed out."""
    return f"working-out:{draw.pk}:{custom_list.asked(draw)}"


def hand_out(draw: Draw, pks: list[int]) -> bool:
    """Let the workers work these out, unless they are at it; False where the broker, or its cache, is away."""
    try:
        if not cache.add(key(draw), True, AGAIN):
            return True
        work = list(batched(pks, BATCH))
        if all(publisher.call(FIT, draw.pk, part, asks(draw), part is work[-1]) for part in work):
            return True
        cache.delete(key(draw))
    except RedisError as problem:
        log.warning("The list of draw %s waits for the broker: %s", draw.pk, problem)
    return False


def asks(draw: Draw) -> dict[str, Any]:
    """What is asked, for a task: a correction that nobody has confirmed stands in no row."""
    return {name: getattr(draw, name) for name in OWN_LIST} | {"held_on": draw.held_on.isoformat()}


def fit_these(draw_id: int, pks: list[int], asked_for: dict[str, Any], last: bool) -> None:
    """Work these clients out, of whom it is not known yet; `last`: those of all."""
    draw = Draw.objects.get(pk=draw_id)
    for name, value in (asked_for | {"held_on": date.fromisoformat(asked_for["held_on"])}).items():
        setattr(draw, name, value)
    waiting = custom_list.unknown(draw).filter(pk__in=pks).values_list("pk", flat=True)
    custom_list.work_out_these(draw, list(waiting))
    if last:
        custom_list.tell_the_planner()
