"""From the converter into the intake and the score in a minute: test scores that were typed are not asked again."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from intake.questionnaire import draft_edits
from intake.questionnaire.answers_to_profile import QUESTION_OF_LANGUAGE
from intake.questionnaire.draft_edits import Posted
from intake.questionnaire.flow import BESIDE, list_item_numbers
from intake.questionnaire.one_minute_reminder import BELOW
from scoring.profile import HIGHEST_LEVEL, LOWEST_LEVEL

TESTS, SCORES = "tests", "scores"


def copy_scores_to_draft(row: Posted, test: str, scores: dict[str, str]) -> None:
    """Put the scores of a test into a draft; its day is asked there. What was answered there stays as it is.

    They go to a test of that name that has no scores yet, else to one more.
    """
    numbers = list_item_numbers(row.answers, TESTS)
    if any(has_scores(row, f"{TESTS}/{number}", test, scores) for number in numbers):
        return
    place = next((path for path in map(f"{TESTS}/{{}}".format, numbers) if lacks_scores(row, path, test)), None)
    if place is None:
        if len(numbers) >= settings.LIST_ITEMS_AT_MOST:
            return
        draft_edits.add_item(row, TESTS)
        place = f"{TESTS}/{list_item_numbers(row.answers, TESTS)[-1]}"
        # Not an answer yet: the page also asks for the day of the test.
        row.mistakes[place] = {"test": test}
    draft_edits.set_answer(row, f"{place}/{SCORES}", scores)


def get_test(row: Posted, path: str) -> str:
    """The test of an item as far as it is known; empty where nothing was chosen."""
    return str((row.answers.get(path) or row.mistakes.get(path) or {}).get("test", ""))


def has_scores(row: Posted, path: str, test: str, scores: dict[str, str]) -> bool:
    """Whether an item is this test with these scores."""
    return get_test(row, path) == test and row.answers.get(f"{path}/{SCORES}") == scores


def lacks_scores(row: Posted, path: str, test: str) -> bool:
    """Whether an item is this test and nobody has typed scores of it."""
    scores_path = f"{path}/{SCORES}"
    return get_test(row, path) == test and not (row.answers.get(scores_path) or row.mistakes.get(scores_path))


def choose_level(answers: Mapping[str, Any], language: str, level: int) -> dict[str, str]:
    """The choices of a score in a minute that this draft holds, with the lowest level of a test in them."""
    chosen = BELOW if level < LOWEST_LEVEL else str(min(level, HIGHEST_LEVEL))
    return {**(answers.get(BESIDE) or {}), QUESTION_OF_LANGUAGE[language]: chosen}
