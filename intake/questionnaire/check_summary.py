"""The answers in words, by section, for the check page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from intake.questionnaire.flow import Flow, Item, Page
from intake.questionnaire.step_urls import of_path
from intake.questionnaire.steps import SECTIONS


@dataclass(frozen=True)
class Row:
    """A question, its answer in words, where to change it, and the page that asks it."""

    label: Any
    answer: Any
    change: str
    path: str


@dataclass
class Card:
    """Rows that belong together; those of an item have its name."""

    title: Any = ""
    rows: list[Row] = field(default_factory=list)


def sections(flow: Flow) -> list[tuple[Any, list[Card]]]:
    """Every answer that applies: section titles with their cards of rows."""
    grouped = groupby(flow.route, key=lambda page: page.section)
    return [(SECTIONS[section], list(cards(pages))) for section, pages in grouped]


def cards(pages: Iterator[Page]) -> Iterator[Card]:
    """Pages of one question after another share a card; each item has its own."""
    card = Card()
    for page in pages:
        if page.items:
            yield from filter(lambda found: found.rows, [card])
            yield from map(item_card, page.items)
            card = Card()
        else:
            card.rows += rows(page)
    if card.rows:
        yield card


def item_card(item: Item) -> Card:
    """The answers about one job, credential or test."""
    name, _detail = item.described
    return Card(name, [row for page in item.pages for row in rows(page)])


def rows(page: Page) -> list[Row]:
    """The questions of one page, once it is answered."""
    if not page.answered:
        return []
    change = of_path(page.path, changing=True)
    return [Row(label, answer, change, page.path) for _name, label, answer in page.form.shown()]
