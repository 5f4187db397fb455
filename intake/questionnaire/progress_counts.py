"""How far people come through the questions: counted once for each draft, without a word of what was answered."""

import uuid

from django.http import HttpRequest

from intake.common.sources import find_source
from intake.models import VisitCount
from intake.questionnaire import draft
from intake.questionnaire.flow import Flow, Page
from intake.visits.counting import count_step

What = VisitCount.CountedVisit


def begin(request: HttpRequest, token: uuid.UUID) -> bool:
    """Make the row of a draft, and count that somebody began; False where it is there already."""
    source = find_source(request)
    if begun := draft.begin(token, source):
        count_step(request, What.STARTED, source=source)
    return begun


def count_answer(request: HttpRequest, asked: Page, flow: Flow, source: str) -> None:
    """Count a question that was answered for the first time, and the one that it leads to.

    Pages of things in a list (jobs, tests) count when the list is done; the list is reached with any page of theirs.
    """
    # As the page was before this post: whoever goes back and forth is counted once (record 0160).
    if asked.item or asked.answered:
        return
    count_step(request, What.ANSWERED, get_slug(asked), source)
    count_reached(request, flow.next, source)


def count_reached(request: HttpRequest, following: Page | None, source: str) -> None:
    """Count that somebody came to a question, where there is one more."""
    if following:
        count_step(request, What.REACHED, get_slug(following), source)


def get_slug(page: Page) -> str:
    """The question that a page belongs to."""
    return page.path.split("/", maxsplit=1)[0]
