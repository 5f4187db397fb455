"""How many messages anybody can have sent to any address: by address, by place, and over the whole site.

Counted in the ledger, over all processes. What the mail server refused for good, and what a newer one replaced, counts
for nothing. A place is a network, of which the row holds a digest and no address.
"""

import ipaddress
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from intake.message_kinds.kinds import LetterMessage
from intake.message_kinds.registry import list_kinds
from intake.models import Letter

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# A household, an office or a part of a provider: whoever has one address there may have any of them.
PREFIXES = {4: 24, 6: 56}


class Limit(NamedTuple):
    """A number of messages in a span: to one `to`, from one `place`, or (neither) of one kind over the whole site."""

    setting: str
    span: timedelta
    column: str

    @property
    def most(self) -> int:
        """How many may be owed in the span; 0: any number."""
        return int(getattr(settings, self.setting))


LIMITS = (
    Limit("LETTERS_TO_ADDRESS_A_DAY", DAY, "to"),
    Limit("LETTERS_FROM_PLACE_AN_HOUR", HOUR, "place"),
    Limit("LETTERS_FROM_PLACE_A_DAY", DAY, "place"),
    Limit("LETTERS_OF_SITE_AN_HOUR", HOUR, "kind"),
    Limit("LETTERS_OF_SITE_A_DAY", DAY, "kind"),
)


def name_place(ip: str | None) -> str:
    """A digest of the network that an IP address is in (/24, or /56 of IPv6); empty where it is not known.

    Raises `ValueError` for what is no address.
    """
    if not ip:
        return ""
    address = ipaddress.ip_address(ip)
    address = getattr(address, "ipv4_mapped", None) or address
    network = ipaddress.ip_network((address, PREFIXES[address.version]), strict=False)
    # Keyed: there are few enough networks to try all of them out against a plain hash.
    return salted_hmac("intake.message_kinds.place", str(network), algorithm="sha256").hexdigest()[:16]


def may_owe(kind: type[LetterMessage], to: str, place: str) -> bool:
    """Whether one more message of this kind may be owed to this address, at the wish of somebody at this place."""
    values, now = {"to": to, "place": place, "kind": kind.name}, timezone.now()
    # Two requests at one moment may both count before either owes; a lock over the site would cost more than those few
    # messages (record 0063).
    return all(
        find_counted(limit.span, now).filter(**{limit.column: values[limit.column]}).count() < limit.most
        for limit in list_limits(place)
    )


def list_limits(place: str) -> list[Limit]:
    """The limits that are set; those by place where the place is known."""
    return [limit for limit in LIMITS if limit.most and (place or limit.column != "place")]


def find_counted(span: timedelta, now: datetime) -> QuerySet[Letter]:
    """The messages that are counted, of a span before now."""
    kinds = [kind.name for kind in list_kinds(LetterMessage) if kind.asked_by_anybody]
    return Letter.objects.filter(Letter.counted(), kind__in=kinds, created__gt=now - span)


def list_reached(now: datetime) -> list[Limit]:
    """The limits that are used up by some address or place, or by the site."""
    limits = list_limits("any")
    columns = dict.fromkeys(limit.column for limit in limits)
    most: dict[str, int | None] = {}
    for column in columns:
        most |= count_most(column, [limit for limit in limits if limit.column == column], now)
    return [limit for limit in limits if (most[limit.setting] or 0) >= limit.most]


def count_most(column: str, limits: list[Limit], now: datetime) -> dict[str, int | None]:
    """Setting -> the most messages that one value of the column has within the span of each of these limits."""
    # Counted by the database: on a busy day the letters are thousands, and staff's first page asks for this.
    rows = find_counted(max(limit.span for limit in limits), now).exclude(**{column: ""}).order_by()
    counts = {f"{limit.setting}_": Count("pk", filter=Q(created__gt=now - limit.span)) for limit in limits}
    groups = rows.values(column).annotate(**counts)
    found: dict[str, int | None] = groups.aggregate(**{one.setting: Max(f"{one.setting}_") for one in limits})
    return found
