"""The rounds in which a client may have been invited: whose cut-off their score reached on the day."""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef

from draws.models import Alert, Draw
from intake.common.matched_rounds import MatchedRound
from intake.models import Standing


def find_rounds(client: int, today: date) -> list[MatchedRound]:
    """The public rounds, as far back as standings are known, that a client (a primary key) reached, newest first."""
    standings = Standing.objects.filter(client=client)
    reached = standings.reached(OuterRef("stream"), OuterRef("cutoff"), OuterRef("held_on"))
    # A round with a list of its own selects from no stream: there an alert says that the client reached it.
    alerted = Alert.objects.filter(client=client, draw=OuterRef("pk"), in_error=False)
    # Standings are known this far back; an invitation is entered sooner.
    since = today - timedelta(days=settings.STANDINGS_DAYS_BACK)
    rounds = Draw.objects.public().filter(Exists(reached) | Exists(alerted), held_on__gt=since, held_on__lte=today)
    return [
        MatchedRound(draw.number, draw.stream, draw.held_on, draw.cutoff, draw.who)
        for draw in rounds.only("number", "name", "stream", "held_on", "cutoff")
    ]
