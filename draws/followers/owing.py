"""Who is owed the news of a round as a follower, and owing it."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from draws.models import Alert, DeliveryState, Draw, FollowerNews
from intake.common.batched import batched
from intake.models import Follower
from intake.models.followers import FollowerQuerySet

ROWS_AT_ONCE = 1000


def find_followers(draw: Draw) -> FollowerQuerySet:
    """Who follows this kind of round since before it was published, was not told, and has no alert of it.

    Whoever has a file with the same address and matches is told by the alert, which says all of this and more.
    """
    wanting = Follower.objects.reachable().wanting(draw.kind)
    # A draft has no such moment yet: whoever follows by now hears of it.
    if draw.published_at:
        wanting = wanting.filter(confirmed_at__lte=draw.published_at)
    alerts = Alert.objects.filter(draw=draw.pk, in_error=False, client__email=OuterRef("email"))
    told = FollowerNews.objects.filter(draw=draw.pk, follower=OuterRef("pk"))
    return wanting.filter(~Exists(alerts), ~Exists(told))


def owe_news(draw: Draw, now: datetime, due_at: datetime) -> int:
    """Owe the news to each of them, in the caller's transaction; none leaves before `due_at`. Returns how many."""
    # Locked, so that nobody stops between this look and the commit: their row would end the whole matching.
    wanting = find_followers(draw).select_for_update(of=("self",)).order_by("pk")
    found = list(wanting.values_list("pk", flat=True))
    for ids in batched(found, ROWS_AT_ONCE):
        rows = [FollowerNews(draw=draw, follower_id=pk, due_at=due_at, created=now) for pk in ids]
        # The constraint on draw and follower is what keeps anybody from being told twice.
        FollowerNews.objects.bulk_create(rows, ignore_conflicts=True)
    return len(found)


def take_back(draw: Draw) -> None:
    """Hold what has not left of a draw that somebody knows of already; what a worker has in hand may arrive."""
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
    # With what a worker still has in hand, and what arrived in the moment in which it was taken back.
    FollowerNews.objects.filter(draw=draw, taken_back=True).update(taken_back=False)
    return count
