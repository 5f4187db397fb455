"""The news of a round, for a follower: what it was, what it means, and where to find one's own score."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from draws.models import Alert, Draw, FollowerNews
from draws.outbox.composer import build_unsubscribe_headers
from draws.rounds.chosen_kinds import want_kind
from draws.rounds.stream_meanings import get_meaning
from intake.common.signed_links import Purpose
from intake.followers.links import build_link
from intake.message_kinds.kinds import LetterMessage
from intake.message_kinds.registry import register
from intake.models import FollowedKind, Follower
from intake.models.followers import FollowerQuerySet


@register
class RoundNews(LetterMessage):
    """Tells an address that follows this kind of round that one was held.

    Whoever has a file with the same address and matches is told by the alert, which says all of this and more.
    """

    name = "round_news"
    label = _("News of a round to a follower")
    template = "draws/email/round_news"
    ledger = FollowerNews
    # It says what the page of the round says, to somebody who has no file.
    keeps_words = False
    row: FollowerNews  # type: ignore[assignment]  # its own ledger's

    def get_context(self) -> Mapping[str, Any]:
        """The draw as it is recorded now, and the ways on."""
        draw = self.row.draw
        return {
            "draw": draw,
            "meaning": get_meaning(draw.stream),
            "round_url": settings.SITE_URL + reverse("draws:round", args=[draw.number]),
            "score_url": settings.SITE_URL + reverse("intake:one_minute_score"),
            "unsubscribe": self.link,
        }

    def get_headers(self) -> Mapping[str, str]:
        """One-click unsubscribing."""
        return build_unsubscribe_headers(self.link)

    @property
    def link(self) -> str:
        """The page on which it is changed and ended."""
        return build_link(Purpose.FOLLOWING, self.row.follower)

    @classmethod
    def find_recipients(cls, draw: Draw) -> FollowerQuerySet:
        """Those who follow this kind of round since before it was published, were not told, and have no alert of it."""
        wanting = Follower.objects.reachable().wanting(draw.kind)
        # A draft has no such moment yet: whoever follows by now hears of it.
        if draw.published_at:
            wanting = wanting.filter(confirmed_at__lte=draw.published_at)
        alerts = Alert.objects.filter(draw=draw.pk, in_error=False, client__email=OuterRef("email"))
        told = FollowerNews.objects.filter(draw=draw.pk, follower=OuterRef("pk"))
        return wanting.filter(~Exists(alerts), ~Exists(told))

    @classmethod
    def find_due(cls, draw: Draw, now: datetime, due_at: datetime) -> Iterator[FollowerNews]:
        """A row for each of them, unsaved; none leaves before `due_at`."""
        # Locked, so that nobody stops between this look and the commit: their row would end the whole matching.
        followers = cls.find_recipients(draw).select_for_update(of=("self",)).order_by("pk")
        for pk in followers.values_list("pk", flat=True):
            yield FollowerNews(draw=draw, follower_id=pk, due_at=due_at, created=now)

    @classmethod
    def is_switched_on(cls) -> Q:
        """The follower wants all rounds, or this kind among others; looked at again before each send."""
        return want_kind("follower", Follower.objects.all(), FollowedKind.objects.all())
