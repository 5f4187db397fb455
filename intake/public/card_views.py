"""The cards of the site and of the score in a minute."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from intake.common.cards import SharedCard, draw_card
from intake.common.rule_numbers import get_number
from intake.firm.look import get_look
from scoring.numbers import group_thousands

# Private: an answer to a signed-in person renews their cookie, which no cache of others may keep.
AN_HOUR = "private, max-age=3600"
# Name -> title and sentence.
CARDS: dict[str, tuple[Any, Any]] = {
    "site": (
        _("Express Entry: your score, explained"),
        _("Your points with the rule behind each, the rounds of invitations, and what they mean for you."),
    ),
    "score": (
        _("Your score in a minute"),
        _("Ten choices, no account: what would you score in Express Entry today, by the official rules?"),
    ),
}


def send_card(card: SharedCard) -> HttpResponse:
    """A card as an answer, in today's colour of the firm."""
    headers = {
        "Cache-Control": AN_HOUR,
        # A picture that is opened by itself may do nothing.
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    }
    return HttpResponse(draw_card(card, get_look().colour), content_type="image/png", headers=headers)


@require_safe
def show_card(request: HttpRequest, name: str) -> HttpResponse:
    """One of the cards, in the language of the address."""
    if name not in CARDS:
        raise Http404
    title, words = CARDS[name]
    return send_card(
        SharedCard(str(title), name_figure() if name == "score" else "", str(words), settings.FIRM["name"])
    )


def name_figure() -> str:
    """The most points that the rules of today give."""
    return gettext("0 to %(most)s") % {"most": group_thousands(get_number("most_points"))}
