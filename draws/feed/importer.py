"""The feed's rounds into `Draw` rows: safe to repeat, and nobody's work is overwritten.

A new round becomes a draft. A row that changed since last time changes a draft
that no person has touched; otherwise the draw stays as it is, the row is kept
as received, and what it contradicts waits for a person. Nobody is alerted here.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from draws.feed.parser import Round, Row, RowError, read
from draws.models import Draw, PoolBand
from draws.rounds.doubts import Doubt

FACTS = ("name", "stream", "held_on", "cutoff", "size", "tie_break", "pool_as_on")
# What a person may leave to the feed.
BLANKS = ("stream", "cutoff", "size", "tie_break")


@dataclass
class Report:
    """What an import did: outcome -> numbers of rounds, and the rows that are no rounds.

    Outcomes: "new", "changed" (in what it says), "reworded" (in other words the
    same), "confirmed" (recorded by staff before, and the feed agrees),
    "unchanged".
    """

    outcomes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    rejected: list[str] = field(default_factory=list)
    doubtful: list[Draw] = field(default_factory=list)

    def numbers(self, outcome: str) -> list[str]:
        """The numbers of the rounds with this outcome."""
        return self.outcomes.get(outcome, [])


@transaction.atomic
def take_in(rows: Iterable[Row]) -> Report:
    """Take the feed's rows in, oldest first; all or none."""
    report = Report()
    rounds = understood(rows, report)
    known = {draw.number: draw for draw in Draw.objects.select_for_update().filter(number__in=rounds)}
    record(report, "new", add([found for number, found in rounds.items() if number not in known]))
    for number, draw in known.items():
        outcome = compare(draw, rounds[number])
        record(report, outcome, [draw] if outcome != "unchanged" else [], [number])
    return report


def understood(rows: Iterable[Row], report: Report) -> dict[str, Round]:
    """The rounds by number, oldest first; rows that are none, or come twice, are reported."""
    rounds: dict[str, Round] = {}
    for row in reversed(list(rows)):
        try:
            found = read(row)
            if rounds.setdefault(found.number, found) is not found:
                raise RowError(f"{found.number} comes twice")
        except RowError as problem:
            report.rejected.append(str(problem))
    return rounds


def record(report: Report, outcome: str, draws: list[Draw], numbers: list[str] | None = None) -> None:
    """Note what became of some draws."""
    report.outcomes[outcome] += numbers or [draw.number for draw in draws]
    report.doubtful += [draw for draw in draws if draw.not_understood]


def add(rounds: list[Round]) -> list[Draw]:
    """Drafts for rounds that were not known."""
    fresh = [Draw(number=found.number, **facts_of(found), **as_received(found)) for found in rounds]
    draws = Draw.objects.bulk_create(fresh)
    bands = [band for draw, found in zip(draws, rounds, strict=True) for band in bands_of(draw, found)]
    PoolBand.objects.bulk_create(bands)
    return draws


def facts_of(found: Round) -> dict:
    """What a row says of the draw itself."""
    return {name: getattr(found, name) for name in FACTS}


def as_received(found: Round) -> dict:
    """The row word for word, and what of it waits for a person."""
    return {"received": found.received, "not_understood": list(found.doubts)}


def bands_of(draw: Draw, found: Round) -> list[PoolBand]:
    """The pool's distribution as rows."""
    return [PoolBand(draw=draw, low=low, high=high, candidates=number) for low, high, number in found.bands]


def compare(draw: Draw, found: Round) -> str:
    """Set a draw that is known beside the feed's row; the outcome."""
    if draw.received == found.received:
        return "unchanged"
    if draw.received is None:
        settle(draw, found)
        return "changed" if draw.not_understood else "confirmed"
    before = read(draw.received)
    if substance(before) == substance(found):
        keep(draw, received=found.received)
        return "reworded"
    if untouched(draw, before):
        keep(draw, **facts_of(found), **as_received(found))
        replace_bands(draw, found)
    else:
        settle(draw, found)
    return "changed"


def substance(found: Round) -> tuple[dict, tuple]:
    """What a row says apart from its wording, in English or French."""
    return facts_of(found) | {"name": ""}, found.bands


def settle(draw: Draw, found: Round) -> None:
    """What people entered stays, the feed fills a draft's blanks, and a contradiction waits for a person.

    The pool's distribution is IRCC's alone and decides nothing: it is the newest received.
    """
    wrong = contradictions(draw, found)
    blanks = {} if draw.is_published else {name: getattr(found, name) for name in BLANKS if not filled(draw, name)}
    unclear = [doubt for doubt in found.doubts if not filled(draw, doubt["about"])]
    pool = {"pool_as_on": found.pool_as_on}
    keep(draw, **blanks, **pool, received=found.received, not_understood=[*unclear, *wrong])
    replace_bands(draw, found)


def filled(draw: Draw, name: str) -> bool:
    """Whether the draw says something here; a cut-off of 0 is something."""
    return getattr(draw, name, None) not in (None, "")


def contradictions(draw: Draw, found: Round) -> list[Doubt]:
    """Where the feed clearly says something else than the draw; the name counts only by its stream."""
    return [
        {"about": name, "received": str(getattr(found, name)), "ours": str(getattr(draw, name))}
        for name in (*BLANKS, "held_on")
        if getattr(found, name) not in (None, "", getattr(draw, name)) and (filled(draw, name) or draw.is_published)
    ]


def untouched(draw: Draw, before: Round) -> bool:
    """Whether the draw is a draft that still says what its row said."""
    return not draw.is_published and all(getattr(draw, name) == getattr(before, name) for name in FACTS)


def keep(draw: Draw, **values: object) -> None:
    """Save these values of a draw."""
    for name, value in values.items():
        setattr(draw, name, value)
    draw.save(update_fields=[*values, "updated"])


def replace_bands(draw: Draw, found: Round) -> None:
    """Let the distribution be the one just received."""
    draw.bands.all().delete()
    PoolBand.objects.bulk_create(bands_of(draw, found))
