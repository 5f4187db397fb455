"""`/healthz`: whether all parts of the site are at work; `/healthz/web`: whether this process can show pages.

A load balancer asks the second: a visitor who reads needs the database alone. What watches the site asks the first.
"""

from collections.abc import Callable

from django.core.cache import cache
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from config.celery import app
from draws.heartbeats import heartbeat
from draws.models import Heartbeat
from draws.outbox import mail_health

OK, UNREACHABLE, SILENT, UNKNOWN = "ok", "unreachable", "silent", "not known"


def ask_database() -> None:
    """Have the database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def ask_cache() -> None:
    """Have the cache answer."""
    cache.get("healthz")


def ask_broker() -> None:
    """Have the broker answer, on a connection of its own."""
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=2)


def check_part(ask: Callable[[], None]) -> str:
    """How a part is, "ok" or "unreachable", and nothing about why, because anybody may ask."""
    try:
        ask()
    except (DatabaseError, OperationalError, RedisError):
        return UNREACHABLE
    return OK


def check_processes() -> dict[str, str]:
    """Of beat and each kind of worker, whether one lives."""
    try:
        missing = heartbeat.list_missing(timezone.now())
    except DatabaseError:
        return dict.fromkeys(Heartbeat.WatchedPart.values, UNKNOWN)
    return {part: SILENT if part in missing else OK for part in Heartbeat.WatchedPart.values}


def check_mail() -> str:
    """Whether messages leave, by what the ledgers say: nobody is connected to."""
    try:
        return mail_health.check_mail(timezone.now())
    except DatabaseError:
        return UNKNOWN


def list_parts() -> dict[str, str]:
    """How each part of the site is."""
    servers = {"database": ask_database, "cache": ask_cache, "broker": ask_broker}
    asked = {name: check_part(ask) for name, ask in servers.items()}
    return asked | {"mail": check_mail()} | check_processes()


def answer(parts: dict[str, str]) -> JsonResponse:
    """200 where all parts are well, else 503."""
    return JsonResponse(parts, status=200 if set(parts.values()) == {OK} else 503)


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """How all parts are."""
    return answer(list_parts())


@never_cache
def check_web(request: HttpRequest) -> JsonResponse:
    """Health of what every page depends on (database)."""
    # Nothing about beat and workers: that they are dead is no reason to send nobody to the pages (record 0067).
    return answer({"database": check_part(ask_database)})
