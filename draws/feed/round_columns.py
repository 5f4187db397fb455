"""The columns that a table of rounds may have: what the feed calls them, what else stands over them, their words."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from draws.rounds.ircc_text import read_tables
from intake.clients.imports.columns import guess_by_heading

# What the feed calls a column -> what else may stand over it, without signs and capitals: our own fields, plain words.
HEADINGS: dict[str, tuple[str, ...]] = {
    "drawNumber": ("number", "round", "round number", "draw number", "numero", "numero de la ronde"),
    "drawDate": ("drawDateFull", "held on", "date", "day", "date de la ronde", "jour"),
    "drawName": ("name", "type", "round type", "kind", "nom", "type de ronde"),
    "stream": ("stream code", "volet"),
    "drawCRS": ("crs", "cutoff", "crs cut-off", "crs score", "note minimale", "scg"),
    "drawSize": ("size", "invitations", "invitations issued", "invitations emises"),
    "drawCutOff": ("tie-break", "tie-break utc", "bris d'egalite", "regle de bris d'egalite"),
}
WORDS = {
    "drawNumber": _("Number of the round"),
    "drawDate": _("Day of the round"),
    "drawName": _("Name of the round"),
    "stream": _("Stream, by its code"),
    "drawCRS": _("CRS cut-off"),
    "drawSize": _("Invitations"),
    "drawCutOff": _("Tie-break (UTC)"),
    "drawNumberURL": _("Link to IRCC's page"),
    "drawDistributionAsOn": _("Day of the pool distribution"),
}
# Without these no row is a round.
NEEDED = ("drawNumber", "drawDate", "drawName")


def list_choices() -> list[Any]:
    """What a column can be, as choices in two groups, after the choice that leaves it out."""
    pool = [(key, name_field(key)) for key in list_pool_fields()]
    return [
        ("", _("Leave the column out")),
        (_("The round"), list(WORDS.items())),
        (_("Candidates in the pool, by score"), pool),
    ]


def list_pool_fields() -> list[str]:
    """What the feed calls its numbers of candidates: the bands, and their sums."""
    # By the number in it: as text, "dd10" would stand before "dd2".
    return sorted([*read_tables()["bands"], *read_tables()["sums"]], key=lambda key: int(key.removeprefix("dd")))


def name_field(key: str) -> str:
    """A column in words; a number of candidates by its scores."""
    if key in WORDS:
        return str(WORDS[key])
    lowest, highest = find_span(key)
    return f"{lowest}–{highest} ({key})"


def find_span(key: str) -> tuple[int, int]:
    """The lowest and the highest score of a band, or of the bands that a sum is made of."""
    tables = read_tables()
    spans = [find_span(part) for part in tables["sums"].get(key, ())] or [tables["bands"][key]]
    return min(low for low, _high in spans), max(high for _low, high in spans)


def guess_fields(header: Iterable[str]) -> list[str]:
    """For each column what the feed calls it, each once; "" where its heading says nothing that is known."""
    names = {key: key for key in (*WORDS, *list_pool_fields())}
    names |= {heading: key for key, headings in HEADINGS.items() for heading in headings}
    return guess_by_heading(header, names)
