"""The rounds for programs: an Atom feed of the newest, and all of them as JSON (docs/public-data.md)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from draws.matching.matcher import make_midnight
from draws.models import Draw
from draws.public.round_list import find_as_of
from draws.querysets import DrawQuerySet
from draws.rounds.round_names import translate_name
from scoring.numbers import group_thousands
from scoring.streams import STREAMS

NEWEST = 50


class RoundsFeed(Feed[Draw, str]):
    """The newest rounds, or with `?stream=` those of one kind, in the language of the address."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """The kind of round that is asked for; "" for all, and for an unknown one."""
        return read_stream(request)

    def title(self, stream: str) -> str:
        """The firm, and what is followed."""
        what = STREAMS[stream] if stream else _("Rounds of invitations")
        # Translated, because French puts a space before the colon.
        return f"{settings.FIRM['name']}{pgettext('after a label', ':')} {what}"

    def link(self, stream: str) -> str:
        """The page of rounds."""
        return settings.SITE_URL + reverse("draws:list") + build_query(stream)

    def feed_url(self, stream: str) -> str:
        """The feed's own address."""
        return settings.SITE_URL + reverse("draws:feed") + build_query(stream)

    def items(self, stream: str) -> DrawQuerySet[Draw]:
        """The newest first."""
        return find_rounds(stream)[:NEWEST]

    def item_title(self, item: Draw) -> str:
        """Its number and whom it was for."""
        return _("Round %(number)s: %(who)s") % {"number": item.number, "who": item.who}

    def item_description(self, item: Draw) -> str:
        """The cut-off and how many were invited, as far as IRCC has published them."""
        sentences = []
        if item.cutoff is not None:
            sentences.append(_("CRS cut-off: %(cutoff)s") % {"cutoff": group_thousands(item.cutoff)})
        if item.size is not None:
            sentences.append(_("Invitations: %(size)s") % {"size": group_thousands(item.size)})
        return ". ".join(sentences)

    def item_link(self, item: Draw) -> str:
        """The page of the round."""
        return build_page_url(item)

    def item_pubdate(self, item: Draw) -> datetime:
        """The beginning of its day: the feed knows no day without an hour."""
        return make_midnight(item.held_on)

    def item_updateddate(self, item: Draw) -> datetime:
        """When what stands here of it last changed."""
        return item.updated


@require_safe
def rounds_json(request: HttpRequest) -> JsonResponse:
    """All rounds, or with `?stream=` those of one kind, newest first; names in the language of the address."""
    as_of = find_as_of()
    return JsonResponse(
        {
            "as_of": as_of.isoformat() if as_of else None,
            "source": "Immigration, Refugees and Citizenship Canada",
            "rounds": [describe_round(draw) for draw in find_rounds(read_stream(request))],
        }
    )


def describe_round(draw: Draw) -> dict[str, Any]:
    """One round as JSON; what IRCC has not published is null."""
    return {
        "number": draw.number,
        "held_on": draw.held_on.isoformat(),
        # A category that no table knows yet has no code.
        "stream": draw.stream or None,
        "stream_name": str(draw.get_stream_display()) if draw.stream else None,
        "name": translate_name(get_language() or settings.LANGUAGE_CODE, draw.name, draw.held_on).words,
        "cutoff": draw.cutoff,
        "invitations": draw.size,
        "tie_break": draw.tie_break.isoformat() if draw.tie_break else None,
        "page": build_page_url(draw),
    }


def read_stream(request: HttpRequest) -> str:
    """The code of a kind of round in the address; "" where it names none."""
    stream = request.GET.get("stream", "")
    # An unknown code is taken as none, as docs/public-data.md promises to programs.
    return stream if stream in STREAMS else ""


def find_rounds(stream: str) -> DrawQuerySet[Draw]:
    """The public rounds of a kind, or all, newest first, without the words received."""
    return Draw.objects.public().asked(stream).defer("received", "not_understood", "occupations")


def build_page_url(draw: Draw) -> str:
    """The whole address of a round's page in the active language."""
    return settings.SITE_URL + reverse("draws:round", args=[draw.number])


def build_query(stream: str) -> str:
    """What an address of one kind of round ends with."""
    return f"?stream={stream}" if stream else ""
