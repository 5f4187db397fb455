"""The answers behind a result: those of which it was made, whatever was answered since."""

from typing import Any

from intake.models import Assessment
from intake.questionnaire.flow import Flow
from intake.questionnaire.from_profile import build_answers
from intake.questionnaire.steps import STEPS
from intake.questionnaire.to_profile import build_facts

Answers = dict[str, Any]
NO_MORE = {"more": "no"}
# What a complete questionnaire has of which its facts say nothing: that there is none.
NONE_STATED: Answers = {
    "more-study-in-canada": {"studied_in_canada": "no"},
    "partner-more-study-in-canada": {"partner_studied_in_canada": "no"},
    "partner-date-of-birth": {},
    "trade-certificate": {"has_certificate": "no"},
    "job-offer": {"has_job_offer": "no"},
    "express-entry-profile": {"in_pool": "no"},
    **dict.fromkeys(("credentials", "tests", "jobs", "partner-credentials", "partner-tests", "partner-jobs"), NO_MORE),
}


def get_own_answers(assessment: Assessment) -> Answers:
    """The answers as they were posted, else as the facts of the result say them; none where nobody answered."""
    answers: Answers = assessment.intake.answers if assessment.intake else {}
    return rebuild(assessment.facts, answers) if has_new_answers(assessment) else answers


def has_new_answers(assessment: Assessment) -> bool:
    """The answers were changed after the result was made of them: they say something else now."""
    answers = assessment.intake.answers if assessment.intake else {}
    if not answers:
        return False
    flow = Flow(answers, STEPS)
    now = build_facts(flow.cleaned) if flow.next is None else {}
    # By the facts that there were then: one that is asked for since is no changed answer.
    return any(now.get(name) != fact for name, fact in assessment.facts.items())


def rebuild(facts: dict[str, Any], answers: Answers) -> Answers:
    """The answers that these facts were made of; what no fact says is as in the newer answers."""
    found = NONE_STATED | build_answers(facts) | {path: answers[path] for path in ("contact",) if path in answers}
    while (asked := Flow(found, STEPS).next) and asked.path not in found and asked.path in answers:
        found[asked.path] = answers[asked.path]
    return found
