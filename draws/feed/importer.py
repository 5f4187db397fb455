"""The feed's rounds into `Draw` rows: safe to repeat, and nobody's work is overwritten.

A new round becomes a draft. A row that changed since last time changes a draft
that no person has touched; otherwise the draw stays as it is, the row is kept
as received, and what it contradicts waits for a person. Nobody is alerted here.
Each row is handled alone: one that can't be read or kept is reported, the others are taken.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from draws.feed import cutoff_extremes
from draws.feed.cutoff_extremes import Extremes
from draws.feed.parser import COMES_TWICE, ReceivedRound, RowError, read_round, shorten
from draws.models import Draw, PoolBand
from draws.rounds.doubts import Doubt
from intake.common.faults import Fault

FACTS = ("name", "stream", "held_on", "cutoff", "size", "tie_break", "pool_as_on")
# What a person may leave to the feed.
BLANKS = ("stream", "cutoff", "size", "tie_break")


@dataclass
class ImportReport:
    """What an import did: outcome -> numbers of rounds, and the rows that are no rounds.

    Outcomes: "new", "changed" (in what it says), "reworded" (in other words the
    same), "confirmed" (recorded by staff before, and the feed agrees),
    "unchanged".
    """

    outcomes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    rejected: list[Fault] = field(default_factory=list)
    doubtful: list[Draw] = field(default_factory=list)

    def numbers(self, outcome: str) -> list[str]:
        """The numbers of the rounds with this outcome."""
        return self.outcomes.get(outcome, [])


@transaction.atomic
def import_rows(rows: Iterable[Any]) -> ImportReport:
    """Take the feed's rows in, oldest first; what can't be read or kept is reported."""
    report = ImportReport()
    rounds = read_rounds(rows, report)
    # Locked: what staff save meanwhile must not be overwritten from what was read before.
    known = {draw.number: draw for draw in Draw.objects.select_for_update().filter(number__in=rounds)}
    for number, found in rounds.items():
        take_in(report, found, add_draft if number not in known else partial(compare, known[number]))
    return report


def read_rounds(rows: Iterable[Any], report: ImportReport) -> dict[str, ReceivedRound]:
    """The rounds by number, oldest first; rows that are none, or come twice, are reported."""
    rounds: dict[str, ReceivedRound] = {}
    known = cutoff_extremes.find_extremes()
    # IRCC lists the newest round first.
    for row in reversed(list(rows)):
        try:
            found = doubt_extremes(read_round(row), known)
            if rounds.setdefault(found.number, found) is not found:
                raise RowError(COMES_TWICE, number=found.number)
        except RowError as problem:
            report.rejected.append(problem.fault)
    return rounds


def doubt_extremes(found: ReceivedRound, known: Extremes) -> ReceivedRound:
    """The round, with a doubt where its cut-off is one that has never been. Raises `RowError` for an impossible day."""
    if not cutoff_extremes.find_first_day() <= found.held_on <= timezone.localdate() + timedelta(days=1):
        why = _("%(number)s: no round can have been on %(day)s")
        raise RowError(why, "drawDate", number=found.number, day=found.held_on)
    doubt = cutoff_extremes.doubt_cutoff(found.cutoff, known)
    return replace(found, doubts=(*found.doubts, doubt)) if doubt else found


def take_in(report: ImportReport, found: ReceivedRound, take: Callable[[ReceivedRound], tuple[str, Draw]]) -> None:
    """Take one round in, so that one which the database refuses leaves the others alone."""
    try:
        # A savepoint: after an error PostgreSQL refuses whatever follows in the same transaction (record 0075).
        with transaction.atomic():
            outcome, draw = take(found)
    except (DatabaseError, ValidationError, ValueError) as problem:
        words = {"number": found.number, "why": shorten(str(problem))}
        report.rejected.append(Fault("", _("%(number)s can't be kept: %(why)s"), words))
        return
    report.outcomes[outcome].append(found.number)
    if draw.not_understood and outcome != "unchanged":
        report.doubtful.append(draw)


def add_draft(found: ReceivedRound) -> tuple[str, Draw]:
    """A draft for a round that was not known."""
    draw = Draw(number=found.number, **get_facts(found), **get_received(found))
    check_fields(draw, FACTS)
    draw.save()
    PoolBand.objects.bulk_create(build_bands(draw, found))
    return "new", draw


def check_fields(draw: Draw, names: Iterable[str]) -> None:
    """Refuse values that these columns are not for, which SQLite would keep. Raises `ValidationError`.

    What the row does not say may be missing: it waits for a person.
    """
    checked = {name for name in names if is_filled(draw, name)}
    draw.clean_fields(exclude={field.name for field in Draw._meta.fields} - checked)


def get_facts(found: ReceivedRound) -> dict[str, Any]:
    """What a row says of the draw itself."""
    return {name: getattr(found, name) for name in FACTS}


def get_received(found: ReceivedRound) -> dict[str, Any]:
    """The row word for word, and what of it waits for a person."""
    return {"received": found.received, "not_understood": list(found.doubts)}


def build_bands(draw: Draw, found: ReceivedRound) -> list[PoolBand]:
    """The pool's distribution as rows."""
    return [PoolBand(draw=draw, low=low, high=high, candidates=number) for low, high, number in found.bands]


def compare(draw: Draw, found: ReceivedRound) -> tuple[str, Draw]:
    """Compare a known draw with the feed's row; returns the outcome."""
    return update_draw(draw, found), draw


def update_draw(draw: Draw, found: ReceivedRound) -> str:
    """What became of a draw that is known, once the row has changed what it may."""
    if draw.received == found.received:
        return "unchanged"
    # Staff recorded it before the feed had it.
    if draw.received is None:
        fill_blanks(draw, found)
        return "changed" if draw.not_understood else "confirmed"
    # The old row is read by today's parser too, so that a better parser alone is no change.
    before = read_round(draw.received)
    if get_substance(before) == get_substance(found):
        save_values(draw, received=found.received)
        return "reworded"
    if is_untouched(draw, before):
        save_values(draw, **get_facts(found), **get_received(found))
        replace_bands(draw, found)
    else:
        fill_blanks(draw, found)
    return "changed"


def get_substance(found: ReceivedRound) -> tuple[dict[str, Any], tuple[Any, ...]]:
    """What a row says apart from its wording, in English or French."""
    return get_facts(found) | {"name": ""}, found.bands


def fill_blanks(draw: Draw, found: ReceivedRound) -> None:
    """What people entered stays, the feed fills a draft's blanks, and a contradiction waits for a person.

    The pool's distribution is IRCC's alone and decides nothing: it is the newest received.
    """
    wrong = find_contradictions(draw, found)
    # The feed never overrules a person, and changes nothing of what clients were told (record 0011).
    blanks = {} if draw.is_published else {name: getattr(found, name) for name in BLANKS if not is_filled(draw, name)}
    # What a person has entered needs no guess at IRCC's words for it.
    unclear = [doubt for doubt in found.doubts if not is_filled(draw, doubt["about"])]
    pool = {"pool_as_on": found.pool_as_on}
    save_values(draw, **blanks, **pool, received=found.received, not_understood=[*unclear, *wrong])
    replace_bands(draw, found)


def is_filled(draw: Draw, name: str) -> bool:
    """Whether the draw says something here; a cut-off of 0 is something."""
    return getattr(draw, name, None) not in (None, "")


def find_contradictions(draw: Draw, found: ReceivedRound) -> list[Doubt]:
    """Where the feed clearly contradicts the draw; the name counts only by its stream."""
    return [
        {"about": name, "received": str(getattr(found, name)), "ours": str(getattr(draw, name))}
        for name in (*BLANKS, "held_on")
        # Clients were told of a published draw with its blank: filling it is a correction as well (record 0019).
        if getattr(found, name) not in (None, "", getattr(draw, name)) and (is_filled(draw, name) or draw.is_published)
    ]


def is_untouched(draw: Draw, before: ReceivedRound) -> bool:
    """Whether the draw is a draft that still says what its row said."""
    return not draw.is_published and all(getattr(draw, name) == getattr(before, name) for name in FACTS)


def save_values(draw: Draw, **values: object) -> None:
    """Save these values of a draw."""
    for name, value in values.items():
        setattr(draw, name, value)
    check_fields(draw, values)
    # Named, because `auto_now` is written only among the fields that are: by it the kept pages see a change (0152).
    draw.save(update_fields=[*values, "updated"])


def replace_bands(draw: Draw, found: ReceivedRound) -> None:
    """Let the distribution be the one just received."""
    draw.bands.all().delete()
    PoolBand.objects.bulk_create(build_bands(draw, found))
