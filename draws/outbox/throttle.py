"""Whether a message may leave now: staff's pause, and the most in a minute and in a day.

A pause is in the database and is checked with every claim, so that it
holds for all workers from the next message on. The limits count attempts, over
all workers, in rows of `Used`; without limits nothing is counted. Letters that
somebody waits for, and those to staff, are neither paused nor limited.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from draws.models import Pause, Used

KEPT = timedelta(days=7)


def find_pauses() -> QuerySet[Pause]:
    """The pause that is in force, if there is one; the database allows no second."""
    return Pause.objects.filter(ended=None)


def is_paused() -> bool:
    """Whether staff have stopped the sending."""
    return find_pauses().exists()


def pause(by: User | None = None) -> bool:
    """Let no further message leave; False where sending was paused already."""
    try:
        # The constraint on a pause that is going on decides when two members of staff press the button at once.
        with transaction.atomic():
            Pause.objects.create(began_by=by)
    except IntegrityError:
        return False
    return True


def resume(by: User | None = None) -> bool:
    """Let messages leave again; False where nothing was paused."""
    return find_pauses().update(ended=timezone.now(), ended_by=by) > 0


def list_spans(now: datetime) -> Iterator[tuple[str, int, datetime, datetime]]:
    """Each limit that is set: its name, how many messages, when its span began and when the next one begins.

    The day before the minute; days are those of `settings.TIME_ZONE`.
    """
    local = timezone.localtime(now)
    minute, day = local.replace(second=0, microsecond=0), local.replace(hour=0, minute=0, second=0, microsecond=0)
    if settings.MESSAGES_A_DAY:
        # Not a day later, but the next midnight: the days on which the clock changes have 23 or 25 hours.
        tomorrow = (day + timedelta(hours=36)).replace(hour=0)
        yield "day", settings.MESSAGES_A_DAY, day, tomorrow
    if settings.MESSAGES_A_MINUTE:
        yield "minute", settings.MESSAGES_A_MINUTE, minute, minute + timedelta(minutes=1)


def take(now: datetime, *, held_back: bool = True) -> datetime | None:
    """Count one message; None where it may leave now, else the time at which to ask again.

    One that is not held back leaves in any case, and is counted all the same.
    """
    if not held_back:
        for span, _most, since, _after in list_spans(now):
            count_up(span, since)
        return None
    taken: list[tuple[str, datetime]] = []
    for span, most, since, after in list_spans(now):
        if not count_up(span, since, most):
            # The day was counted before the minute: given back, or the waiting for a minute would use up the day.
            for earlier in taken:
                Used.objects.filter(span=earlier[0], since=earlier[1]).update(count=F("count") - 1)
            return after
        taken.append((span, since))
    return None


def count_up(span: str, since: datetime, most: int | None = None) -> bool:
    """Count one message in the span that began at `since`; False where it holds `most` already."""
    # Made first, so that the count below is always an update, which locks the row.
    Used.objects.get_or_create(span=span, since=since)
    # Looked at and counted in one statement, so that two workers never share the last place.
    used = Used.objects.filter(span=span, since=since)
    return (used if most is None else used.filter(count__lt=most)).update(count=F("count") + 1) == 1


def forget_old_counts(now: datetime) -> None:
    """Delete the counts of spans that began more than seven days ago."""
    Used.objects.filter(since__lt=now - KEPT).delete()
