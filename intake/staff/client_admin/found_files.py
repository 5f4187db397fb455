"""A file that the search found, with what its line on the page shows."""

from collections.abc import Iterable
from typing import NamedTuple

from intake.models import Client

# This many are shown; of those that are only nearly found, the nearest, by a field and by a note.
MOST, MOST_SIMILAR = 50, 15
SHOWN = (
    "reference",
    "email",
    "name",
    "telephone",
    "other_telephone",
    "postal_address",
    "uci",
    "application_number",
    "stage",
    "adviser__username",
    "adviser__first_name",
    "adviser__last_name",
)


class FoundFile(NamedTuple):
    """A file that was found, by what of it, in words, and, for a note, the words around the match.

    `is_near`: nothing of it is as it was typed, but something is nearly so.
    """

    client: Client
    matched: list[str]
    note: str = ""
    is_near: bool = False


def load_files(keys: Iterable[int]) -> dict[int, Client]:
    """The files with these keys, by key, with what the page shows and without the answers."""
    return Client.objects.select_related("adviser").only(*SHOWN).in_bulk(list(keys))
