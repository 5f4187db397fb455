"""`/healthz`: whether this process reaches the database and the broker."""

from collections.abc import Callable

from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from kombu.exceptions import OperationalError

from config.celery import app


def ask_database() -> None:
    """Have the database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def ask_broker() -> None:
    """Have the broker answer, on a connection of its own."""
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=2)


def check_part(ask: Callable[[], None]) -> str:
    """What is said of a part, "ok" or "unreachable": nothing about why, because anybody may ask."""
    try:
        ask()
    except (DatabaseError, OperationalError):
        return "unreachable"
    return "ok"


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 where all parts answer, else 503."""
    parts = {"database": check_part(ask_database), "broker": check_part(ask_broker)}
    return JsonResponse(parts, status=200 if set(parts.values()) == {"ok"} else 503)
