"""Which answers differ between two states of a file's facts, in the words of the applicant's check."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from intake.questionnaire.check_summary import SummaryCard, build_sections
from intake.questionnaire.flow import Flow
from intake.questionnaire.profile_to_answers import build_answers
from intake.questionnaire.steps import STEPS

# A question's page and its label find its answer in both states.
Key = tuple[str, str]


def list_fact_changes(was: str, now: str) -> Iterator[tuple[str, str, str]]:
    """Question, old and new answer, of each that differs; the facts as JSON, empty where there were none."""
    posted, posted_now = (build_answers(json.loads(facts) if facts else {}) for facts in (was, now))
    before, after = list_answers(posted), list_answers(posted_now)
    for key in before | after:
        title, old = before.get(key, ("", ""))
        newer, new = after.get(key, ("", ""))
        # An answer's words may say more than itself, as of money what is needed; that is no change of it.
        if old != new and posted.get(key[0]) != posted_now.get(key[0]):
            yield name_question(newer or title, key[1]), old, new


def list_answers(posted: dict[str, Any]) -> dict[Key, tuple[str, str]]:
    """What each question was answered, with the name of the job, credential or test that it is about."""
    flow = Flow(posted, STEPS, whole=True)
    return dict(answer for _title, cards in build_sections(flow) for card in cards for answer in list_rows(card))


def list_rows(card: SummaryCard) -> Iterator[tuple[Key, tuple[str, str]]]:
    """The answers of one card."""
    for row in card.rows:
        yield (row.path, str(row.label)), (str(card.title), str(row.answer))


def name_question(title: str, label: str) -> str:
    """A question; one of several of a kind with what it is about."""
    return _("%(about)s, %(question)s") % {"about": title, "question": label} if title else label
