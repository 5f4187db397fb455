"""What of a client's facts the firm has seen proved, for the client to read."""

from datetime import date
from typing import Any, NamedTuple

from intake.models import Client, DocumentSeen
from intake.verification import verified_score
from intake.verification.fact_words import sentence, title
from scoring.apps import rulebook


class Proved(NamedTuple):
    """One fact and the mark that holds for it."""

    title: Any
    text: str
    mark: DocumentSeen


def seen(client: Client, on: date) -> list[Proved]:
    """The facts that are stated as they were seen."""
    found = verified_score.of(client, on)
    if found is None or not found.seen:
        return []
    rules = rulebook().on(on)
    proved = [(part, found.seen.get(part.print)) for part in found.parts]
    return [Proved(title(part.code), sentence(part.code, part.value, rules), mark) for part, mark in proved if mark]
