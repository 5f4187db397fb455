"""A draw's own list of occupations in a large pool: workers work out who has the work, and staff see the progress."""

import logging
import time
from datetime import date
from typing import Any, NamedTuple

from django.core.cache import cache
from redis.exceptions import RedisError

from draws.matching import custom_list
from draws.models import Draw
from draws.rounds.snapshot import OWN_LIST
from intake.common.batched import batched
from intake.common.task_calls import Call, call_for_each

log = logging.getLogger(__name__)
# About three seconds; more clients than this are left to the workers.
MOST_IN_THE_PAGE = 20_000
# Seconds without progress after which what is still not worked out is handed out again: its tasks may be lost.
STALLED_AFTER = 60
# Seconds for which the cache knows that a list was handed out.
REMEMBERED = 3600
# By its name: the tasks know this module.
JUDGE_WORK = "draws.tasks.judge_work_of"
CLIENTS_A_TASK = custom_list.BATCH


class Progress(NamedTuple):
    """How many of how many clients are worked out, whether the workers can be reached, and whether nothing moved."""

    done: int
    total: int
    reached: bool
    stalled: bool = False


def get_progress(draw: Draw) -> Progress | None:
    """The progress; None once everybody is worked out."""
    if not draw.occupations:
        return None
    pks = list(custom_list.find_unknown(draw).values_list("pk", flat=True))
    if len(pks) > MOST_IN_THE_PAGE:
        done = custom_list.find_known(draw).count()
        return Progress(done, done + len(pks), *dispatch(draw, pks))
    custom_list.work_out_these(draw, pks)
    return None


def get_key(draw: Draw) -> str:
    """The cache key that says that the clients of this list were handed out."""
    return f"working-out:{draw.pk}:{custom_list.fingerprint_list(draw)}"


def dispatch(draw: Draw, pks: list[int]) -> tuple[bool, bool]:
    """Let the workers work these clients out, unless they are doing so.

    Whether the broker and its cache can be reached, and whether nothing had moved for a minute.
    """
    now = time.time()
    try:
        # A page that staff reload must not hand the same clients out again; a batch that was lost is.
        left, moved = cache.get(get_key(draw), (None, now))
        stalled = left == len(pks) and now - moved > STALLED_AFTER
        if left != len(pks) or stalled:
            cache.set(get_key(draw), (len(pks), now), REMEMBERED)
        if left is not None and not stalled:
            return True, False
        if not call_workers(draw, pks).failed:
            return True, stalled
        # Not handed out after all: the next look must try again, and not wait a minute.
        cache.delete(get_key(draw))
    except RedisError as problem:
        log.warning("The list of draw %s waits for the broker: %s", draw.pk, problem)
    return False, False


def call_workers(draw: Draw, pks: list[int]) -> Call:
    """Hand these clients out, a batch a task."""
    work, asked_for = list(batched(pks, CLIENTS_A_TASK)), serialize_list(draw)
    return call_for_each(JUDGE_WORK, [(draw.pk, part, asked_for, part is work[-1]) for part in work])


def serialize_list(draw: Draw) -> dict[str, Any]:
    """What the list asks, for a task: a correction that nobody has confirmed is in no row."""
    return {name: getattr(draw, name) for name in OWN_LIST} | {"held_on": draw.held_on.isoformat()}


def judge_work_of(draw: Draw, pks: list[int], asked_for: dict[str, Any], last: bool) -> None:
    """Work out those of these clients who are not known yet; `last`: the last batch of all."""
    for name, value in (asked_for | {"held_on": date.fromisoformat(asked_for["held_on"])}).items():
        setattr(draw, name, value)
    # The task may run twice, or after the list was changed: what is known by now is not worked out again.
    waiting = custom_list.find_unknown(draw).filter(pk__in=pks).values_list("pk", flat=True)
    custom_list.work_out_these(draw, list(waiting))
    # Once, at the end: after each batch the counting would cost more than it saves.
    if last:
        custom_list.analyze_table()
