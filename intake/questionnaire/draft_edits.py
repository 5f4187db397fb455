"""What becomes of what was posted: an answer, or a mistake to be mended; in a draft, or in a copy to try things out.

A mistake stands beside the answer to its page and not in its place, until the
page is answered.
"""

from typing import Protocol

from intake.questionnaire.flow import numbers


class Posted(Protocol):
    """A row that keeps what was posted, by the path of the page."""

    answers: dict
    mistakes: dict


def answer(row: Posted, path: str, typed: dict[str, str]) -> None:
    """Keep what was typed as the answer to a page."""
    row.answers[path] = typed
    row.mistakes.pop(path, None)


def mistake(row: Posted, path: str, typed: dict[str, str]) -> None:
    """Keep what was typed into a page and is to be mended."""
    row.mistakes[path] = typed


def another(row: Posted, slug: str) -> None:
    """Add an empty item to a listing, and ask anew whether there is one more."""
    number = max(numbers(row.answers, slug), default=0) + 1
    forget(row, slug)
    row.answers[f"{slug}/{number}"] = None


def without(row: Posted, path: str) -> None:
    """Take an item out, with all of its pages; with the last one, the answer that there are no more."""
    for kept in {*row.answers, *row.mistakes}:
        if f"{kept}/".startswith(f"{path}/"):
            forget(row, kept)
    slug = path.split("/", maxsplit=1)[0]
    if not numbers(row.answers, slug):
        forget(row, slug)


def forget(row: Posted, path: str) -> None:
    """Keep nothing of a page."""
    row.answers.pop(path, None)
    row.mistakes.pop(path, None)
