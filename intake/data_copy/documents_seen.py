"""What of a client's facts the firm has seen proved, for the client to read."""

from datetime import date
from typing import Any, NamedTuple

from intake.models import Client, DocumentSeen
from intake.verification import verified_score
from intake.verification.fact_words import describe_fact, get_title
from scoring.apps import rulebook


class ProvedFact(NamedTuple):
    """One fact and the mark that holds for it."""

    title: Any
    text: str
    mark: DocumentSeen


def list_documents_seen(client: Client, on: date) -> list[ProvedFact]:
    """The facts that are still stated as they were seen."""
    found = verified_score.get_verified_score(client, on)
    if found is None or not found.seen:
        return []
    rules = rulebook().on(on)
    proved = [(part, found.seen.get(part.print)) for part in found.parts]
    return [
        ProvedFact(get_title(part.code), describe_fact(part.code, part.value, rules), mark)
        for part, mark in proved
        if mark
    ]
