"""A moment on two clocks: the office's and the visitor's."""

from datetime import datetime
from functools import cache
from importlib.resources import files
from operator import itemgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.dates import format_date

REGIONS = {
    "Africa": gettext_lazy("Africa"),
    "America": gettext_lazy("America"),
    "Antarctica": gettext_lazy("Antarctica"),
    "Arctic": gettext_lazy("Arctic"),
    "Asia": gettext_lazy("Asia"),
    "Atlantic": gettext_lazy("Atlantic Ocean"),
    "Australia": gettext_lazy("Australia"),
    "Europe": gettext_lazy("Europe"),
    "Indian": gettext_lazy("Indian Ocean"),
    "Pacific": gettext_lazy("Pacific Ocean"),
}
# Read from the package, because `zoneinfo` lists old names beside those of today and does not say which are which.
TABLES = files("tzdata") / "zoneinfo"


class Times(NamedTuple):
    """A moment in words: the day and hour at the office, and where they differ those of the visitor."""

    office: str
    visitor: str


@cache
def list_zones() -> list[str]:
    """The zones that can be chosen, each under the name that is in use today, in their order."""
    rows = (TABLES / "zone.tab").read_text("utf-8").splitlines()
    return sorted(row.split("\t")[2] for row in rows if not row.startswith("#"))


@cache
def map_old_names() -> dict[str, str]:
    """Old name of a zone -> that of today: some browsers still say "Asia/Calcutta"."""
    rows = (TABLES / "tzdata.zi").read_text("utf-8").splitlines()
    return {old: new for _link, new, old in (row.split() for row in rows if row.startswith("L "))}


def find_zone(name: str) -> str:
    """The zone of this name, old or of today; "" where there is none."""
    return name if name in list_zones() else map_old_names().get(name, "")


def describe_times(at: datetime, zone: str) -> Times:
    """A moment on both clocks."""
    office = describe(at, settings.TIME_ZONE)
    return Times(office, describe(at, zone) if differs(at, zone) else "")


def differs(at: datetime, zone: str) -> bool:
    """Whether the visitor's clock shows another hour than the office's."""
    # At that very moment: two zones may agree for one half of the year alone.
    return bool(find_zone(zone)) and at.astimezone(ZoneInfo(zone)).utcoffset() != timezone.localtime(at).utcoffset()


def describe(at: datetime, zone: str) -> str:
    """Day and hour in a zone, and which zone it is."""
    local = at.astimezone(ZoneInfo(zone))
    words = {
        "day": format_date(local),
        "hour": format_date(local, "TIME_FORMAT"),
        "zone": name_zone(zone),
    }
    return _("%(day)s at %(hour)s (%(zone)s)") % words


def name_zone(zone: str) -> str:
    """A zone by its place: "America/Toronto" is "Toronto"."""
    return zone.rpartition("/")[2].replace("_", " ")


def describe_hour(at: datetime, zone: str) -> str:
    """The hour in a zone, and the day where it is another than at the office."""
    local = at.astimezone(ZoneInfo(zone))
    hour = format_date(local, "TIME_FORMAT")
    if local.date() == timezone.localdate(at):
        return hour
    return _("%(hour)s on %(day)s") % {"hour": hour, "day": format_date(local, "SHORT_DATE_FORMAT")}


def list_offered(zone: str) -> list[tuple[str, str, bool]]:
    """The zones for a choice, by place: code, words, whether it is the one in use."""
    return sorted(((name, describe_zone(name), name == zone) for name in list_zones()), key=itemgetter(1))


def describe_zone(zone: str) -> str:
    """A zone by its place and part of the world: "America/Argentina/Salta" is "Salta, Argentina (America)"."""
    region, _slash, place = zone.partition("/")
    words = ", ".join(reversed(place.replace("_", " ").split("/")))
    return f"{words} ({REGIONS.get(region, region)})"
