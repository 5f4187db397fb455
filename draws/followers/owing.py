"""Owing the news of a round to its followers, and taking it back."""

from datetime import datetime

from django.db.models import QuerySet

from draws.followers.messages import RoundNews
from draws.models import DeliveryState, Draw, FollowerNews

ROWS_AT_ONCE = 1000


def owe_news(draw: Draw, now: datetime, due_at: datetime) -> int:
    """Owe the news to each follower who is due it, in the caller's transaction; returns how many."""
    rows = list(RoundNews.find_due(draw, now, due_at))
    # The constraint on draw and follower is what keeps anybody from being told twice.
    FollowerNews.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)
    return len(rows)


def take_back(draw: Draw) -> None:
    """Hold what has not left of a draw that somebody knows of already; what a worker has taken may arrive."""
    own = FollowerNews.objects.filter(draw=draw)
    own.owed().update(taken_back=True)
    own.filter(state=DeliveryState.PENDING).update(state=DeliveryState.SUPPRESSED, lease_until=None)


def find_taken_back(draw: Draw) -> QuerySet[FollowerNews]:
    """News that staff took back before it left."""
    return FollowerNews.objects.filter(
        draw=draw.pk, taken_back=True, state__in=(DeliveryState.PENDING, DeliveryState.SUPPRESSED)
    )


def owe_after_all(draw: Draw, due_at: datetime) -> int:
    """Owe what was taken back; returns how many."""
    count = find_taken_back(draw).update(state=DeliveryState.PENDING, taken_back=False, due_at=due_at)
    # With what a worker has taken and not sent yet, and what arrived in the moment in which it was taken back.
    FollowerNews.objects.filter(draw=draw, taken_back=True).update(taken_back=False)
    return count
