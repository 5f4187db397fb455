"""Edits of posted answers: an answer, or a mistake to be corrected; in a draft, or in a what-if copy.

A mistake is stored beside the answer to its page and not in its place, until the page is answered.
"""

import json
from typing import Any, Protocol

from django.conf import settings

from intake.questionnaire.flow import list_item_numbers


class Posted(Protocol):
    """A row that stores what was posted, by the path of the page."""

    answers: dict[str, Any]
    mistakes: dict[str, Any]


class DraftTooLarge(Exception):
    """So much was typed that it is not kept: every look at it would hold the site up."""


def check_size(row: Posted) -> None:
    """Raise `DraftTooLarge` where what is stored of a draft has more bytes than the setting allows."""
    if len(json.dumps([row.answers, row.mistakes])) > settings.DRAFT_BYTES_AT_MOST:
        raise DraftTooLarge


def set_answer(row: Posted, path: str, typed: dict[str, str]) -> None:
    """Store what was typed as the answer to a page."""
    row.answers[path] = typed
    row.mistakes.pop(path, None)


def set_mistake(row: Posted, path: str, typed: dict[str, str]) -> None:
    """Store what was typed into a page with mistakes, beside its answer."""
    row.mistakes[path] = typed


def add_item(row: Posted, slug: str) -> None:
    """Add an empty item to a listing, and ask again whether there is one more."""
    # An item keeps its number when another goes; one that is never posted to does not count (record 0017).
    number = max(list_item_numbers(row.answers, slug), default=0) + 1
    forget_page(row, slug)
    row.answers[f"{slug}/{number}"] = None


def remove_item(row: Posted, path: str) -> None:
    """Remove an item with all of its pages; with the last one, also the answer that there are no more."""
    for stored in {*row.answers, *row.mistakes}:
        # With the slash, so that "jobs/1" does not take "jobs/12" along.
        if f"{stored}/".startswith(f"{path}/"):
            forget_page(row, stored)
    slug = path.split("/", maxsplit=1)[0]
    if not list_item_numbers(row.answers, slug):
        forget_page(row, slug)


def forget_page(row: Posted, path: str) -> None:
    """Store nothing of a page any longer."""
    row.answers.pop(path, None)
    row.mistakes.pop(path, None)
