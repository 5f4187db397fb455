"""One kind of round as its page says it: the last round first, then the figures, the chart and who can be invited."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draws.models import Draw
from draws.public import category_lists
from draws.public.cutoff_chart import CutoffChart, build_cutoff_chart
from draws.public.round_list import Cutoff, Summary, summarize_streams
from draws.rounds.stream_meanings import get_meaning
from intake.firm.linked_data import render_linked_data
from intake.public.programs import compare_programs
from scoring.dates import format_date
from scoring.numbers import group_thousands
from scoring.programs.tables import programs
from scoring.rulebook import Rulebook
from scoring.streams import STREAMS

LAST = 10
# With fewer rounds there is no line to draw.
ENOUGH = 3


class StreamPage(NamedTuple):
    """A kind of round: its rounds, newest first, the `newest` with a known cut-off, and who can be invited."""

    stream: str
    name: Any
    rounds: list[Draw]
    newest: Draw | None
    summary: Summary | None
    chart: CutoffChart | None
    meaning: Any
    category: category_lists.Category | None
    conditions: list[tuple[Any, list[Any]]]

    @property
    def answer(self) -> str:
        """What most readers come for, in a sentence or two."""
        if not self.newest:
            return _("There has been no round of this kind yet.")
        return describe_newest(self.newest, self.cutoff)

    @property
    def cutoff(self) -> str:
        """The last cut-off as people read it; "" where there has been no round."""
        return group_thousands(self.newest.cutoff) if self.newest and self.newest.cutoff is not None else ""

    @property
    def linked_data(self) -> Any:
        """The same as a question and its answer, for search engines."""
        return render_linked_data(describe_answers(self))


def build_stream_page(stream: str, on: date, book: Rulebook) -> StreamPage:
    """The page of a kind of round. Raises `KeyError` for a code that no rules have known."""
    found = Draw.objects.public().asked(stream)
    known = [one for one in (Cutoff(*row) for row in found.cutoffs()) if one.cutoff is not None]
    rounds = list(found.for_tables()[:LAST])
    return StreamPage(
        stream=stream,
        name=STREAMS[stream],
        rounds=rounds,
        newest=next((draw for draw in rounds if draw.cutoff is not None), None),
        summary=next(iter(summarize_streams(known)), None),
        chart=build_cutoff_chart({STREAMS[stream]: known}) if len(known) >= ENOUGH else None,
        meaning=get_meaning(stream),
        category=category_lists.find_category(stream, book, on),
        conditions=list_conditions(stream, book, on),
    )


def list_conditions(stream: str, book: Rulebook, on: date) -> list[tuple[Any, list[Any]]]:
    """What a program asks for under the rules of the day, each with its sentences; nothing for other kinds."""
    codes = [program.code for program in programs(book.on(on))]
    if stream not in codes:
        return []
    place = codes.index(stream)
    return [(row.title, row.cells[place][1]) for row in compare_programs(book, on).compared if row.cells[place][1]]


def describe_newest(draw: Draw, cutoff: str) -> str:
    """The last round in words: its day, the cut-off and how many were invited."""
    words = {"day": format_date(draw.held_on), "cutoff": cutoff}
    sentences = [_("The last round was on %(day)s, with a CRS cut-off of %(cutoff)s.") % words]
    if draw.size is not None:
        number = ngettext("IRCC issued %(size)s invitation.", "IRCC issued %(size)s invitations.", draw.size)
        sentences.append(number % {"size": group_thousands(draw.size)})
    return " ".join(sentences)


def describe_answers(page: StreamPage) -> Mapping[str, Any]:
    """The questions of the page with their answers, in the words of schema.org."""
    asked = [
        (_("What was the last Express Entry cut-off: %(name)s?") % {"name": page.name}, page.answer),
        (_("Who can be invited in this kind of round: %(name)s?") % {"name": page.name}, str(page.meaning)),
    ]
    return {
        "@type": "FAQPage",
        "mainEntity": [
            {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
            for question, answer in asked
        ],
    }
