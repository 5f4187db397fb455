"""The rounds that a client can choose as the one that invited them, in words."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from intake.common.matched_rounds import MatchedRound, find_matched_rounds
from intake.models import Client, Invitation
from scoring.dates import format_date
from scoring.numbers import group_thousands
from scoring.streams import STREAMS


def offer_rounds(client: Client, invitation: Invitation | None, today: date) -> dict[str, MatchedRound]:
    """The rounds that the client's score reached, by number, newest first; the one that is kept among them."""
    found = {one.number: one for one in find_matched_rounds(client.pk, today)}
    recorded = get_kept_round(invitation)
    # It stays a choice, though the facts of the file, or the round, may have become others since.
    return found if recorded is None else {**found, recorded.number: recorded}


def get_kept_round(invitation: Invitation | None) -> MatchedRound | None:
    """The round of an invitation as it is kept; None where it is not known."""
    if invitation is None or not invitation.round_number or invitation.round_on is None:
        return None
    stream = invitation.round_stream
    return MatchedRound(
        invitation.round_number, stream, invitation.round_on, invitation.cutoff, STREAMS[stream] if stream else ""
    )


def list_choices(rounds: dict[str, MatchedRound]) -> Sequence[tuple[str, Any]]:
    """The choices of a form: each round by its number, first that it is not known."""
    return [("", _("Another round, or I do not know")), *((number, name_round(one)) for number, one in rounds.items())]


def name_round(one: MatchedRound) -> str:
    """A round, as "Round 438 of November 3, 2026: Canadian Experience Class, cut-off 470"."""
    words = {"number": one.number, "day": format_date(one.on), "who": one.who}
    if one.who and one.cutoff is not None:
        cutoff = group_thousands(one.cutoff)
        return _("Round %(number)s of %(day)s: %(who)s, cut-off %(cutoff)s") % {**words, "cutoff": cutoff}
    return _("Round %(number)s of %(day)s") % words


def name_round_of(invitation: Invitation) -> str:
    """The round of an invitation in words; empty where it is not known."""
    recorded = get_kept_round(invitation)
    return name_round(recorded) if recorded else ""
