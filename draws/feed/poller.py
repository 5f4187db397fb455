"""Watching IRCC's feed: one visitor at a time, and after each failure a longer absence.

What is known of the visits stands in the database (`Feed`), so that neither a
restart nor a second worker asks more often.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from draws.feed.client import Answer, Unreachable, fetch
from draws.feed.importer import Report, take_in
from draws.feed.parser import FeedError, rows
from draws.models import Draw, Feed

log = logging.getLogger(__name__)
# Longer than a visit can take.
LEASE = timedelta(minutes=10)
LONGEST_ABSENCE = timedelta(days=1)


class Busy(Exception):
    """Another process is asking this address now."""


def watch() -> None:
    """Visit the feed of the settings, if there is one and a visit is due. A failure is kept, not raised."""
    address = settings.IRCC_FEED_URL
    if not address or Feed.objects.filter(address=address, due_at__gt=timezone.now()).exists():
        return
    try:
        visit(address)
    except Busy:
        log.info("The feed is being read by another process")
    except (Unreachable, FeedError) as problem:
        log.warning("The feed can't be read: %s", problem)


def visit(address: str) -> Report | None:
    """Ask for the feed and take in what is new; None when nothing has changed.

    Raises `Busy`, `Unreachable` and `FeedError`; the two latter are kept, with
    the time before which `watch` will not ask again.
    """
    feed = claim(address, timezone.now())
    try:
        answer = fetch(address, feed.etag, feed.last_modified)
        return succeed(feed, answer)
    except (Unreachable, FeedError) as problem:
        fail(feed, problem)
        raise


def claim(address: str, now: datetime) -> Feed:
    """Take the right to ask, under a lease."""
    feed, _new = Feed.objects.get_or_create(address=address)
    free = Feed.objects.filter(Q(lease_until=None) | Q(lease_until__lte=now), pk=feed.pk)
    if not free.update(lease_until=now + LEASE, asked_at=now):
        raise Busy
    feed.refresh_from_db()
    return feed


@transaction.atomic
def succeed(feed: Feed, answer: Answer) -> Report | None:
    """Take in the rounds and keep which version they were, all or none."""
    now = timezone.now()
    report = None
    if answer.content is not None:
        report = take_in(rows(answer.content))
        mark_news(report, now)
        feed.unreadable = "\n".join(report.rejected)
        feed.changed_at = now
    feed.etag, feed.last_modified = answer.etag[:500], answer.last_modified[:500]
    feed.failures, feed.failing_since, feed.problem = 0, None, ""
    feed.lease_until, feed.due_at = None, now + between_visits()
    feed.save()
    return report


def mark_news(report: Report, now: datetime) -> None:
    """Note which draws staff must be told of."""
    for news in (Draw.News.NEW, Draw.News.CHANGED):
        Draw.objects.filter(number__in=report.numbers(news)).update(news=news, news_at=now)


def fail(feed: Feed, problem: Unreachable | FeedError) -> None:
    """Keep what went wrong, and stay away twice as long as the last time, or as long as we were asked to."""
    feed.failures, feed.failing_since = feed.failures + 1, feed.failing_since or timezone.now()
    feed.problem, feed.lease_until = str(problem), None
    growing = min(between_visits() * 2 ** min(feed.failures, 10), LONGEST_ABSENCE)
    asked = getattr(problem, "wait", None) or timedelta(0)
    feed.due_at = timezone.now() + max(growing, min(asked, 7 * LONGEST_ABSENCE))
    feed.save()


def between_visits() -> timedelta:
    """The pause after a visit that went well."""
    return timedelta(minutes=settings.IRCC_FEED_MINUTES)
