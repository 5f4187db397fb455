"""The news of a draw, for each client whom it matches."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from draws.matching import matcher
from draws.models import Alert, Draw, OwedToClient
from draws.outbox.kinds import ClientMessage
from draws.rounds.chosen_kinds import want_kind
from intake.expiry.expiries import LapseName, collect_facts, find_valid_only_until
from intake.expiry.time_to_apply import get_days_to_apply, get_last_day_after
from intake.message_kinds.registry import register
from intake.models import ChosenStream, Client, Standing
from scoring.apps import rulebook
from scoring.dates import format_date
from scoring.numbers import group_thousands
from scoring.reported_rules import pending

# More of them in one line would be longer than mail allows.
LAPSES_NAMED = 3
MAY_BE_INVITED = frozenset({Alert.InPool.YES, Alert.InPool.UNKNOWN})
Row = TypeVar("Row", bound=OwedToClient)


class RoundMessage(ClientMessage[Row]):
    """A kind of message about one draw to a client who was or is to be told of it."""

    @property
    def alert(self) -> Alert:
        """The row of the ledger of alerts that it is about."""
        raise NotImplementedError

    def get_steps(self, draw: Draw) -> dict[str, Any]:
        """What decides what there is to do: whether the profile was in the pool, and the days that one has."""
        return {
            "in_pool": self.alert.in_pool,
            "days_to_apply": get_days_to_apply(draw.held_on),
            **find_pages(draw),
        }

    def write_score(self, crs: int) -> str:
        """A score as the reader's language writes it."""
        with translation.override(self.row.client.language):
            return group_thousands(crs)

    def find_lapses(self, draw: Draw) -> str:
        """What of the reader's ends between the round and the last day to apply, in their language; "" for nothing.

        Only an invitation gives such days. Somebody who was in the pool may have one, and somebody who has told us of
        no profile.
        """
        # A sample for staff has no file whose documents could be asked for.
        if self.alert.in_pool not in MAY_BE_INVITED or self.row.client.pk is None:
            return ""
        with translation.override(self.row.client.language):
            return name_lapses(self.row.client, draw.held_on)


@register
class DrawAlert(RoundMessage[Alert]):
    """Tells a client that they reached the cut-off: the same for all told of a draw on one basis."""

    name = "alert"
    label = _("Cut-off of a round reached")
    template = "draws/email/alert"
    ledger = Alert

    def get_variant(self) -> tuple[Any, ...]:
        """The draw as it is recorded now, the basis, and which words of the client's own there are."""
        row = self.row
        return (row.draw_id, row.draw.updated, row.basis, row.in_pool, *self.list_present())

    def get_context(self) -> Mapping[str, Any]:
        """The draw, why it matches, and what is not sure about the rules on its day."""
        row = self.row
        caveats = list(pending(rulebook().on(row.draw.held_on)))
        return {
            "draw": row.draw,
            "basis": row.basis,
            "caveats": caveats,
            **self.get_steps(row.draw),
        }

    def get_words(self) -> Mapping[str, str]:
        """Name, adviser, score, and what ends before the last day to apply."""
        return {**super().get_words(), "crs": self.write_score(self.row.crs), "lapses": self.lapses}

    @cached_property
    def lapses(self) -> str:
        """What ends within the days to apply."""
        return self.find_lapses(self.row.draw)

    @property
    def alert(self) -> Alert:
        """The row itself."""
        return self.row

    @classmethod
    def find_due(cls, draw: Draw) -> QuerySet[Standing]:
        """The standings whose clients are told of a draw."""
        return matcher.find_told(draw)

    @classmethod
    def is_switched_on(cls) -> Q:
        """The client wants to hear of every round, or of this kind of round among others."""
        return want_kind("client", Client.objects.all(), ChosenStream.objects.all())


def name_lapses(client: Client, invited_on: date) -> str:
    """What is valid on the day of an invitation and no longer on the last day to apply, the nearest first, in words."""
    last, days = get_last_day_after(invited_on), get_days_to_apply(invited_on)
    found = sorted(find_valid_only_until(client, invited_on, last), key=lambda one: one.lapse.ends)
    named = [
        gettext("%(thing)s: no longer valid on %(day)s, day %(number)s of %(days)s")
        % {
            "thing": LapseName(collect_facts(one)),
            "day": format_date(one.lapse.ends),
            "number": (one.lapse.ends - invited_on).days,
            "days": days,
        }
        for one in found[:LAPSES_NAMED]
    ]
    more = len(found) - len(named)
    rest = [ngettext("%(count)s more thing in your file", "%(count)s more things in your file", more) % {"count": more}]
    return "; ".join([*named, *(rest if more else [])])


def find_pages(draw: Draw) -> dict[str, str]:
    """Where a reader goes on: the round's page, and a question to us, in the language of the message."""
    return {
        # The source is kept with the enquiry, for the report on where leads come from (records 0116 and 0155).
        "ask_url": f"{settings.SITE_URL}{reverse('intake:ask')}?source=mail",
        "round_url": settings.SITE_URL + reverse("draws:round", args=[draw.number]),
    }
