"""The answers in words, by section, for the check page."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.text import format_lazy

from intake.questionnaire.flow import Flow, Item, Page
from intake.questionnaire.step_urls import get_path_url
from intake.questionnaire.steps import SECTIONS


@dataclass(frozen=True)
class SummaryRow:
    """A question, its answer in words, where to change it, and the page that asks it."""

    label: Any
    answer: Any
    change: str
    path: str


@dataclass
class SummaryCard:
    """Rows that belong together; those of an item have its name."""

    title: Any = ""
    rows: list[SummaryRow] = field(default_factory=list)


def build_sections(flow: Flow) -> list[tuple[Any, list[SummaryCard]]]:
    """Every answer that applies, in words: section titles with their cards of rows."""
    grouped = groupby(flow.route, key=lambda page: page.section)
    return [(SECTIONS[section], list(build_cards(pages))) for section, pages in grouped]


def build_cards(pages: Iterator[Page]) -> Iterator[SummaryCard]:
    """Consecutive pages of single questions share a card; each item has its own."""
    card = SummaryCard()
    for page in pages:
        if page.items:
            yield from filter(lambda found: found.rows, [card])
            yield from build_item_cards(page.items)
            card = SummaryCard()
        else:
            card.rows += build_rows(page)
    if card.rows:
        yield card


def build_item_cards(items: Sequence[Item]) -> Iterator[SummaryCard]:
    """The answers about each job, credential or test; two of one name are told apart by their number and more."""
    names = Counter(str(item.described[0]) for item in items)
    for number, item in enumerate(items, start=1):
        name, detail = item.described
        if names[str(name)] > 1:
            name = format_lazy("{number}. {name}, {detail}", number=number, name=name, detail=detail)
        yield SummaryCard(name, [row for page in item.pages for row in build_rows(page)])


def build_rows(page: Page) -> list[SummaryRow]:
    """The questions of one page; none before it is answered."""
    if not page.answered:
        return []
    change = get_path_url(page.path, changing=True)
    return [SummaryRow(label, answer, change, page.path) for _name, label, answer in page.form.list_answers()]
