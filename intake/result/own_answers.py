"""The answers behind a result: those of which it was made, whatever was answered since."""

from typing import Any

from intake.models import Assessment
from intake.questionnaire.flow import Flow
from intake.questionnaire.from_profile import build_answers
from intake.questionnaire.steps import STEPS
from intake.questionnaire.to_profile import build_facts


def get_own_answers(assessment: Assessment) -> dict[str, Any]:
    """The answers as they were posted, else as the facts of the result say them; none where nobody answered."""
    answers: dict[str, Any] = assessment.intake.answers if assessment.intake else {}
    if not has_new_answers(assessment):
        return answers
    # Who it is stands in no fact, and changes no point.
    contact = {path: posted for path, posted in answers.items() if path == "contact"}
    return build_answers(assessment.facts) | contact


def has_new_answers(assessment: Assessment) -> bool:
    """The answers were changed after the result was made of them: they say something else now."""
    answers = assessment.intake.answers if assessment.intake else {}
    if not answers:
        return False
    flow = Flow(answers, STEPS)
    return flow.next is not None or build_facts(flow.cleaned) != assessment.facts
