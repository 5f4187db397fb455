"""The words of each kind of message: which template, which facts, which words are one client's own."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse

from draws.corrections.describe import since_heard
from draws.models import Alert, CorrectionLetter, Draw, Notice, Owed
from draws.outbox.composer import Letters, Wording
from draws.reminders import messages
from scoring.apps import rulebook
from scoring.assess import pending
from scoring.reasons import Reason


def alert(row: Alert) -> Wording:
    """The news of a draw: the same for all told of it on one basis."""
    return Wording(
        key=(row.draw_id, row.draw.updated, row.basis, row.in_pool, bool(row.client.name)),
        template="draws/email/alert",
        facts=lambda: {
            "draw": row.draw,
            "basis": row.basis,
            "in_pool": row.in_pool,
            "caveats": caveats(row),
            **onward(row.draw),
        },
        words={"name": row.client.name, "crs": str(row.crs)},
    )


def onward(draw: Draw) -> dict[str, str]:
    """Where a reader goes on: the round's page and their file, in the language of the message."""
    return {
        "round_address": settings.SITE_URL + reverse("draws:round", args=[draw.number]),
        "file_address": settings.SITE_URL + reverse("my_file:home"),
    }


def caveats(row: Alert) -> list[Reason]:
    """What is not sure about the rules on the day of the round."""
    return list(pending(rulebook().on(row.draw.held_on)))


def notice(row: Notice) -> Wording:
    """A notice of any kind: its template is named for the kind, its facts stand in the row."""
    return NOTICES[row.kind](row)


def correction(row: CorrectionLetter) -> Wording:
    """That a client was told in error, matches after all, or was told wrong details."""
    said = {"says": row.says, "certain": row.certain, "basis": row.basis}
    return Wording(
        key=(row.correction_id, row.heard_id, *said.values(), bool(row.client.name)),
        template="draws/email/correction",
        facts=lambda: {
            "draw": row.correction.draw,
            "changes": since_heard(row),
            **said,
            **onward(row.correction.draw),
        },
        words={"name": row.client.name, "crs": str(row.crs)},
    )


# Notice.Kind -> how a row of that kind is worded.
NOTICES: Mapping[str, Callable[[Notice], Wording]] = {
    Notice.Kind.DEADLINE: messages.deadline,
    Notice.Kind.EXPIRY: messages.expiry,
    Notice.Kind.RULES: messages.rules,
}
WORDINGS: Mapping[type[Owed], Callable[[Any], Wording]] = {Alert: alert, Notice: notice, CorrectionLetter: correction}


def letters(rows: type[Owed]) -> Letters:
    """The letters of a batch of one ledger."""
    return Letters(WORDINGS[rows])
