"""Which question an outcome hangs on: from a requirement or a contradiction to the page that asks."""

from collections.abc import Callable
from functools import cache

from django.urls import reverse

from intake.questionnaire.step_urls import get_path_url
from intake.questionnaire.steps import STEPS

# The page of a question by its slug; of all answers where there is none.
Leads = Callable[[str | None], str]


@cache
def settling() -> dict[str, str]:
    """The page of each code that a step names in `settles`."""
    return {code: step.slug for step in STEPS for code in step.settles}


def to_own_answers(slug: str | None) -> str:
    """Where the person changes an answer of their own."""
    return get_path_url(slug, changing=True) if slug else reverse("intake:check")


def question(code: str, leads: Leads = to_own_answers) -> str:
    """Where to change the answer that decides this; the page of all answers where no one question does."""
    return leads(settling().get(code))
