"""Which question an outcome hangs on: from a requirement or a contradiction to the page that asks."""

from functools import cache

from django.urls import reverse

from intake.addresses import of_path
from intake.steps import STEPS


@cache
def settling() -> dict[str, str]:
    """The page of each code that a step names in `settles`."""
    return {code: step.slug for step in STEPS for code in step.settles}


def question(code: str) -> str:
    """Where to change the answer that decides this; the page of all answers where no one question does."""
    slug = settling().get(code)
    return of_path(slug, changing=True) if slug else reverse("intake:check")
