"""From a requirement or a contradiction to the question that decides it."""

from collections.abc import Callable

from django.urls import reverse

from intake.questionnaire.step_urls import get_path_url
from intake.questionnaire.steps import STEPS

# The page of a question by its slug; of all answers where there is none.
QuestionUrl = Callable[[str | None], str]
# Code of a requirement or contradiction -> slug of the page that names it in its `settles`: each page says what it
# decides, so that a new question needs no list here.
SETTLED_BY = {code: step.slug for step in STEPS for code in step.settles}


def get_own_answer_url(slug: str | None) -> str:
    """The URL where the person changes an answer of their own."""
    return get_path_url(slug, changing=True) if slug else reverse("intake:check")


def get_no_url(_slug: str | None) -> str:
    """No URL, for those who may only read."""
    return ""


def get_question_url(code: str, leads: QuestionUrl = get_own_answer_url) -> str:
    """The URL of the question that decides this; of all answers where no single question does."""
    return leads(SETTLED_BY.get(code))
