"""Telling staff that the feed has failed for a while, or has rows that can't be read; and that it works again.

Once a spell: a short failure concerns nobody, and a long one is told the
once. What was told is in the database, so that neither a restart nor a
second worker repeats it.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from draws.feed.messages import KEPT, FeedHealth
from draws.models import Feed
from draws.outbox import staff_mail

# With the growing absences, these many tries in a row take about three and a half hours.
TRIES = 4
PATIENCE = timedelta(days=1)


def deliver() -> bool:
    """Tell what is to be told of the watched feed; whether a letter is owed."""
    feed = Feed.objects.filter(address=settings.IRCC_FEED_URL).first()
    if feed is None:
        return False
    if feed.told_at is None and is_trouble(feed, timezone.now()):
        return owe_letter(feed, timezone.now())
    return feed.told_at is not None and is_well(feed) and owe_letter(feed, None)


def is_trouble(feed: Feed, now: datetime) -> bool:
    """Whether staff should look: it can't be read for a while, or not all of it can."""
    long = feed.failing_since is not None and feed.failing_since <= now - PATIENCE
    return long or feed.failures >= TRIES or bool(feed.unreadable)


def is_well(feed: Feed) -> bool:
    """Whether all of it was read at the last visit."""
    return not (feed.failures or feed.unreadable)


def owe_letter(feed: Feed, told_at: datetime | None) -> bool:
    """Owe one letter, unless another worker does."""
    facts = {name: getattr(feed, name) for name in KEPT} | {"well": told_at is None}
    facts["failing_since"] = feed.failing_since.isoformat() if feed.failing_since else ""
    with transaction.atomic():
        # Whoever changes the mark owes the letter; of two workers the second finds no such row any more.
        if not Feed.objects.filter(pk=feed.pk, told_at=feed.told_at).update(told_at=told_at):
            return False
        staff_mail.owe(FeedHealth, f"feed at {timezone.now().isoformat()}", facts)
    return True
