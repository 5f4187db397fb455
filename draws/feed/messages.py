"""The letters to staff about the feed: what it brought, and how it fares."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from draws.models import Draw, Feed, Mailing
from draws.outbox.kinds import StaffMessage
from draws.rounds.doubts import describe_doubt
from intake.message_kinds.registry import register

SHOWN = 20
# What a letter says of the feed.
KEPT = ("address", "failing_since", "failures", "problem", "unreadable")


@register
class FeedNews(StaffMessage):
    """Rounds that are new or changed. `facts`: `news`, what each is, by its id."""

    name = "feed_news"
    label = _("News of the feed")
    template = "draws/email/staff_news"

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

    `facts`: how it was then (`KEPT`), and whether it is `well`.
    """

    name = "feed_health"
    label = _("Trouble with the feed, and its end")
    template = "draws/email/staff_feed"

    def get_context(self) -> Mapping[str, Any]:
        """The feed as it was when staff were to be told."""
        facts = {name: self.row.facts[name] for name in KEPT}
        since = facts.pop("failing_since")
        feed = Feed(**facts, failing_since=datetime.fromisoformat(since) if since else None)
        return {"feed": feed, "well": self.row.facts["well"]}
