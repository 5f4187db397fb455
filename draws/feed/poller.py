"""Watching IRCC's feed: one visitor at a time, and after each failure a longer absence.

Whatever goes wrong in a visit is a failure: it is counted and kept, and told
when it lasts (`draws.feed.messages.FeedHealth`). What is known of the visits is in the
database (`Feed`), so that neither a restart nor a second worker asks more often.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from draws.feed.fetch import FeedResponse, Unreachable, fetch
from draws.feed.importer import ImportReport, import_rows
from draws.feed.parser import FeedError, make_storable, read_rows, shorten
from draws.models import Draw, Feed
from intake.common.faults import Fault, pack

log = logging.getLogger(__name__)
# Longer than a visit can take.
LEASE = timedelta(minutes=10)
LONGEST_ABSENCE = timedelta(days=1)
MOST_LISTED = 20


class Busy(Exception):
    """Another process is asking this address now."""


def visit_if_due() -> None:
    """Visit the feed of the settings, if there is one and a visit is due.

    That the feed can't be had or read is kept, not raised. Any other failure is an
    error of ours: it is kept too, and raised, so that it is also seen where errors are.
    """
    url = settings.IRCC_FEED_URL
    # Asked without a lock: of two processes that find it due, the lease lets one go on.
    if not url or Feed.objects.filter(address=url, due_at__gt=timezone.now()).exists():
        return
    try:
        visit(url)
    except Busy:
        log.info("The feed is being read by another process")
    except (Unreachable, FeedError) as problem:
        log.warning("The feed can't be read: %s", problem)


def visit(url: str) -> ImportReport | None:
    """Ask for the feed and take in what is new; None when nothing has changed.

    Raises `Busy`, `Unreachable`, `FeedError`, and whatever else went wrong; all but
    `Busy` are kept, with the time before which `visit_if_due` will not ask again.
    """
    feed = claim_visit(url, timezone.now())
    try:
        answer = fetch(url, feed.etag, feed.last_modified)
        return record_success(feed, answer)
    # Of whatever kind: an error that was not counted would be told to nobody (record 0075).
    except Exception as problem:
        record_failure(feed, problem)
        raise


def claim_visit(url: str, now: datetime) -> Feed:
    """Take the right to ask, under a lease. A lease that ran out is a visit that failed."""
    feed, _new = Feed.objects.get_or_create(address=url)
    # A visit that ends, well or not, empties the lease itself.
    died = feed.lease_until is not None
    free = Feed.objects.filter(Q(lease_until=None) | Q(lease_until__lte=now), pk=feed.pk)
    if not free.update(lease_until=now + LEASE, asked_at=now):
        raise Busy
    # The whole row is saved when the visit is over, and must not put the old lease back.
    feed.refresh_from_db()
    if died:
        count_failure(feed, "The process that asked the last time ended before it was done.", now)
        feed.save()
    return feed


@transaction.atomic
def record_success(feed: Feed, answer: FeedResponse) -> ImportReport | None:
    """Take in the rounds and keep which version they were, all or none."""
    now = timezone.now()
    report = None
    if answer.content is not None:
        report = import_rows(read_rows(answer.content))
        mark_news(report, now)
        feed.unreadable = pack_rejected(report.rejected)
        feed.changed_at = now
    # As long as the columns, because PostgreSQL refuses what is longer.
    feed.etag, feed.last_modified = answer.etag[:500], answer.last_modified[:500]
    feed.failures, feed.failing_since, feed.problem = 0, None, ""
    feed.lease_until, feed.due_at, feed.read_at = None, now + get_pause(), now
    feed.save()
    return report


def pack_rejected(rejected: list[Fault]) -> str:
    """The rows that were not taken in, as one text in no language; of very many the first."""
    more = len(rejected) - MOST_LISTED
    return pack([*rejected[:MOST_LISTED], *([Fault("", f"+ {more}")] if more > 0 else [])]) if rejected else ""


def mark_news(report: ImportReport, now: datetime) -> None:
    """Note which draws staff must be told of."""
    for news in (Draw.News.NEW, Draw.News.CHANGED):
        Draw.objects.filter(number__in=report.numbers(news)).update(news=news, news_at=now)


def record_failure(feed: Feed, problem: Exception) -> None:
    """Keep what went wrong, and stay away twice as long as the last time, or as long as we were asked to."""
    now = timezone.now()
    count_failure(feed, describe_failure(problem), now)
    # The server's own wish (Retry-After) is respected, but a mistaken one must not blind us for months.
    asked = min(getattr(problem, "wait", None) or timedelta(0), 7 * LONGEST_ABSENCE)
    feed.lease_until, feed.due_at = None, max(feed.due_at, now + asked)
    feed.save()


def count_failure(feed: Feed, words: str, now: datetime) -> None:
    """One failure more, and a longer absence."""
    feed.failures, feed.failing_since, feed.problem = feed.failures + 1, feed.failing_since or now, words
    # The exponent has a limit of its own: after a long outage the product would be too large for a timedelta.
    feed.due_at = now + min(get_pause() * 2 ** min(feed.failures, 10), LONGEST_ABSENCE)


def describe_failure(problem: Exception) -> str:
    """What went wrong, in words that can be kept; an error that is not the feed's is named."""
    message = str(problem) if isinstance(problem, (Unreachable, FeedError)) else f"{type(problem).__name__}: {problem}"
    return shorten(make_storable(message))


def get_pause() -> timedelta:
    """The pause after a visit that went well."""
    return timedelta(minutes=settings.IRCC_FEED_MINUTES)
