"""The letters to staff about the feed: what it brought, and how it fares."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from draws.models import Draw, Feed, Mailing
from draws.outbox.kinds import StaffMessage
from draws.rounds.doubts import describe_doubt
from intake.message_kinds import letters
from intake.message_kinds.registry import register
from intake.models import Letter

SHOWN = 20
# With the growing absences, these many tries in a row take about three and a half hours.
TRIES = 4
PATIENCE = timedelta(days=1)
# What a letter says of the feed.
TOLD_OF_FEED = ("address", "failing_since", "failures", "problem", "unreadable")


@register
class FeedNews(StaffMessage):
    """Rounds that are new or changed. `facts`: `news`, what each is, by its id."""

    name = "feed_news"
    label = _("News of the feed")
    template = "draws/email/staff_news"

    @classmethod
    def find_due(cls, news: Mapping[int, str], now: datetime) -> Iterator[Letter]:
        """One of everything that is new or changed at one moment: by the id of a draw, what it is."""
        if news:
            yield from cls.build_rows(f"news of {now.isoformat()}", {"news": dict(news)})

    def get_context(self) -> Mapping[str, Any]:
        """The newest draws one by one, each with its doubts, and whether it waits for a person's approval."""
        news = {int(pk): what for pk, what in self.row.facts["news"].items()}
        draws = Draw.objects.filter(pk__in=news).order_by("-held_on", "-pk").defer("received")
        waiting = set(Mailing.objects.waiting().filter(draw__in=news).values_list("draw", flat=True))
        shown = [
            (draw, [describe_doubt(doubt) for doubt in draw.not_understood], draw.pk in waiting)
            for draw in draws[:SHOWN]
        ]
        for draw, _doubts, _waits in shown:
            # What it was when the letter was owed; the draw's own mark is empty since then.
            draw.news = news[draw.pk]
        count = len(news)
        return {"draws": shown, "count": count, "more": count - len(shown)}


@register
class FeedHealth(StaffMessage):
    """Tells staff that the feed can't be read, or not all of it; or can again.

    `facts`: how it was then (`TOLD_OF_FEED`), and whether it is `well`.
    """

    name = "feed_health"
    label = _("Trouble with the feed, and its end")
    template = "draws/email/staff_feed"

    @classmethod
    def is_news(cls, feed: Feed, now: datetime) -> bool:
        """Whether staff should hear of it: of trouble once, and once that it is over."""
        return is_trouble(feed, now) if feed.told_at is None else is_well(feed)

    @classmethod
    def find_due(cls, feed: Feed, now: datetime) -> Iterator[Letter]:
        """One as it is now; whether it is news (`is_news`) whoever owes it has asked."""
        facts = {name: getattr(feed, name) for name in TOLD_OF_FEED} | {"well": is_well(feed)}
        facts["failing_since"] = feed.failing_since.isoformat() if feed.failing_since else ""
        return cls.build_rows(f"feed at {now.isoformat()}", facts)

    def get_context(self) -> Mapping[str, Any]:
        """The feed as it was when staff were to be told."""
        facts = {name: self.row.facts[name] for name in TOLD_OF_FEED}
        since = facts.pop("failing_since")
        feed = Feed(**facts, failing_since=datetime.fromisoformat(since) if since else None)
        return {"feed": feed, "rejected": "\n".join(feed.rejected_rows), "well": self.row.facts["well"]}


def is_trouble(feed: Feed, now: datetime) -> bool:
    """Whether staff should look: it can't be read for a while, or not all of it can."""
    # A short failure concerns nobody.
    long = feed.failing_since is not None and feed.failing_since <= now - PATIENCE
    return long or feed.failures >= TRIES or bool(feed.unreadable)


def is_well(feed: Feed) -> bool:
    """Whether all of it was read at the last visit."""
    return not (feed.failures or feed.unreadable)


def owe_feed_health(now: datetime) -> bool:
    """Owe the letter on the watched feed where there is news of it, unless another worker does; whether it is owed."""
    feed = Feed.objects.filter(address=settings.IRCC_FEED_URL).first()
    if feed is None or not FeedHealth.is_news(feed, now):
        return False
    with transaction.atomic():
        # What was told is in the database, so that no restart repeats it; of two workers the second finds no such row.
        mark = now if feed.told_at is None else None
        if not Feed.objects.filter(pk=feed.pk, told_at=feed.told_at).update(told_at=mark):
            return False
        letters.owe(FeedHealth.find_due(feed, now))
    return True
