"""What the feed brought: published at once where that is allowed and clear, and told to staff.

The draws wait with `Draw.news` until the letter is in the ledger, which is
the same moment: a crash before loses nothing, and one after repeats nothing.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from draws.feed.cutoff_doubts import find_doubts
from draws.feed.importer import is_untouched
from draws.feed.messages import FeedNews
from draws.feed.parser import read_round
from draws.matching.matcher import find_followers_told
from draws.matching.messages import DrawAlert
from draws.models import Draw, Mailing
from draws.publishing import publisher
from intake.message_kinds import letters

log = logging.getLogger(__name__)


def deliver() -> int:
    """Publish what may be, then tell staff of everything new or changed, whatever became of that; of how many draws."""
    try:
        publish_clear()
    finally:
        told = owe_letter()
    return told


def owe_letter() -> int:
    """Owe one letter of everything new or changed; of how many draws."""
    with transaction.atomic():
        # Locked until the letter is owed, so that two workers do not write of the same round.
        waiting = Draw.objects.exclude(news="").select_for_update().order_by("pk")
        news = dict(waiting.values_list("pk", "news"))
        if news:
            letters.owe(FeedNews.find_due(news, timezone.now()))
            Draw.objects.filter(pk__in=news).update(news="", news_at=None)
    return len(news)


def publish_clear() -> None:
    """Publish new rounds without a person, where the settings allow it; too many at once are left to one."""
    if not settings.DRAWS_AUTO_PUBLISH:
        return
    draws = [draw for draw in find_recent() if is_clear(draw)]
    # A feed that suddenly brings many has changed its nature (record 0018).
    if len(draws) > settings.DRAWS_AUTO_PUBLISH_AT_ONCE:
        log.warning("%s rounds at once are too many to publish without a person", len(draws))
        return
    for draw in draws:
        try:
            publish_with_pause(draw)
        except publisher.PublicationRefused as refused:
            log.warning("Draw %s is left to a person: %s", draw.number, refused)


def publish_with_pause(draw: Draw) -> None:
    """Publish a round; its messages wait like those that a person confirmed, and can be taken back like them.

    Where the firm asks for a second person, it waits for one who approves it. Raises `PublicationRefused`.
    """
    # Before it is published, as a person would see the number and type it.
    recipients = DrawAlert.find_due(draw).count() + find_followers_told(draw).count()
    with transaction.atomic():
        if settings.MAIL_SECOND_PERSON:
            ask_for_approval(draw, recipients)
            return
        not_before = publisher.find_end_of_pause(timezone.now())
        publisher.publish(draw, not_before=not_before)
        Mailing.objects.create(about=Mailing.About.DRAW, draw=draw, recipients=recipients, not_before=not_before)


def ask_for_approval(draw: Draw, recipients: int) -> None:
    """Let a round wait for a person who approves it, once; nothing else is done. Raises `PublicationRefused`."""
    # Locked, so that two looks at the feed ask once; one after a crash finds what the first asked.
    locked = Draw.objects.select_for_update().get(pk=draw.pk)
    publisher.check_draw(locked)
    if not locked.mailings.exists():
        Mailing.objects.create(about=Mailing.About.DRAW, draw=locked, recipients=recipients)


def find_recent() -> list[Draw]:
    """Drafts that the feed has just brought, of the last days."""
    # A feed that suddenly brings older rounds has changed its nature, and a person looks first (record 0018).
    first = timezone.localdate() - timedelta(days=settings.DRAWS_AUTO_PUBLISH_DAYS)
    return list(Draw.objects.filter(news=Draw.News.NEW, status=Draw.Status.DRAFT, held_on__gte=first))


def is_clear(draw: Draw) -> bool:
    """Everything that decides was said, the cut-off fits the past of its stream, and nobody has changed the draft."""
    if not draw.stream or draw.cutoff is None or not draw.tie_break or draw.not_understood:
        return False
    # Staff would have to type such a figure again; without them nobody does (record 0089).
    if any(find_doubts(draw)):
        return False
    return draw.received is not None and is_untouched(draw, read_round(draw.received))
