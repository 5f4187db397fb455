"""The letters to staff about the feed: what it brought, and how it fares."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from draws.models import Draw, Feed
from draws.outbox.kinds import StaffMessage
from draws.outbox.registry import register
from draws.rounds.doubts import describe_doubt

SHOWN = 20


@register
class FeedNews(StaffMessage):
    """Rounds that are new or changed. `facts`: `draws`, their ids."""

    name = "feed_news"
    label = _("News of the feed")
    template = "draws/email/staff_news"

    def get_context(self) -> Mapping[str, Any]:
        """The newest draws one by one, each with what waits for a person."""
        draws = Draw.objects.filter(pk__in=self.facts["draws"]).order_by("-held_on", "-pk").defer("received")
        shown = [(draw, [describe_doubt(doubt) for doubt in draw.not_understood]) for draw in draws[:SHOWN]]
        count = len(self.facts["draws"])
        return {"draws": shown, "count": count, "more": count - len(shown)}


@register
class FeedHealth(StaffMessage):
    """That the feed can't be read, or not all of it; or again. `facts`: `feed`, its id, and whether it is `well`."""

    name = "feed_health"
    label = _("Trouble with the feed, and its end")
    template = "draws/email/staff_feed"

    def get_context(self) -> Mapping[str, Any]:
        """The feed as it is now."""
        return {"feed": Feed.objects.get(pk=self.facts["feed"]), "well": self.facts["well"]}
