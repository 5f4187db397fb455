"""What a visitor reads when a part of the site is away: a sentence with status 503, not an error.

Pages that only read need the database alone. A part that is dead, frozen, full or
locked makes the page that needs it say so within seconds, because every socket has a timeout.
"""

import logging
import sys

from django.db import OperationalError as DatabaseAway
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string
from django.views.defaults import server_error
from kombu.exceptions import OperationalError as BrokerAway
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
# A disk that is full is an `OSError` outside of the database.
AWAY = (DatabaseAway, BrokerAway, RedisError, OSError)
TRY_AGAIN_AFTER = 60


def show_fault(request: HttpRequest) -> HttpResponse:
    """Respond to an error that no page caught: 503 where a part of the site is away, else Django's own 500."""
    problem = sys.exc_info()[1]
    # Everything else is a mistake of ours and stays a 500, so that it is seen (record 0069).
    if not isinstance(problem, AWAY):
        return server_error(request)
    log.error("A part of the site is away: %s", type(problem).__name__)
    # Rendered without the request: context processors would ask the parts that may be away.
    page = HttpResponseServerError(render_to_string("503.html"), status=503)
    page["Retry-After"] = str(TRY_AGAIN_AFTER)
    return page
