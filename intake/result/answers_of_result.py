"""The answers behind a result: those of which it was made, whatever was answered since."""

from datetime import date
from typing import Any

from intake.forms.fields import DayRange
from intake.models import Assessment
from intake.questionnaire.answers_to_profile import build_facts
from intake.questionnaire.flow import Flow
from intake.questionnaire.profile_to_answers import build_answers
from intake.questionnaire.steps import STEPS
from scoring.merging import merge
from scoring.profile import Profile, ProfileError, decode

Answers = dict[str, Any]
NO_MORE = {"more": "no"}
# Questions that the facts leave out when the answer was "none": a complete questionnaire states them.
NONE_STATED: Answers = merge(
    {
        "more-study-in-canada": {"studied_in_canada": "no"},
        "partner-more-study-in-canada": {"partner_studied_in_canada": "no"},
        "partner-date-of-birth": {},
        "trade-certificate": {"has_certificate": "no"},
        "job-offer": {"has_job_offer": "no"},
        "express-entry-profile": {"in_pool": "no"},
    },
    dict.fromkeys(("credentials", "tests", "jobs", "partner-credentials", "partner-tests", "partner-jobs"), NO_MORE),
)


def get_own_answers(assessment: Assessment) -> Answers:
    """The answers as they were posted, else as the facts of the result say them; none where nobody answered."""
    answers: Answers = assessment.intake.answers if assessment.intake else {}
    # Those that a newer question finds incomplete are no answers to go on with.
    is_other = has_new_answers(assessment) or (answers and Flow(answers, STEPS).next is not None)
    return rebuild(assessment.facts, answers) if is_other else answers


def has_new_answers(assessment: Assessment) -> bool:
    """The answers were changed after the result was made of them: they say something else now."""
    answers = assessment.intake.answers if assessment.intake else {}
    known = find_known(assessment, answers) if answers else None
    if known is None:
        return False
    now = build_facts_as_of(known, assessment.on)
    try:
        # By the facts of that time: one that has been asked for since is no changed answer. Read as profiles, because
        # a fact of a job or an offer that is kept since says nothing new while it has its default.
        return read_profile(assessment.facts) != read_profile({name: now.get(name) for name in assessment.facts})
    except ProfileError:
        # They contradict each other by now: those of the result did not.
        return True


def find_known(assessment: Assessment, answers: Answers) -> dict[str, Any] | None:
    """The cleaned answers, those of the result in the place of what is not answered; None where too few are known."""
    flow = Flow(answers, STEPS)
    if flow.next is None:
        return flow.cleaned
    # A page that is new, or that a newer check refuses, is not changed by that.
    own = Flow(rebuild(assessment.facts, answers), STEPS)
    return own.cleaned | Flow(answers, STEPS, whole=True).cleaned if own.next is None else None


def build_facts_as_of(known: dict[str, Any], on: date) -> dict[str, Any]:
    """The facts of cleaned answers as they were on a day: of a month that has gone on since, the days until then."""
    return build_facts(clip_days(known, on))


def clip_days(cleaned: Any, on: date) -> Any:
    """Cleaned answers with no open day after this one."""
    if isinstance(cleaned, DayRange):
        return DayRange(cleaned.first, max(cleaned.first, min(cleaned.last, on)))
    if isinstance(cleaned, dict):
        return {name: clip_days(one, on) for name, one in cleaned.items()}
    return [clip_days(one, on) for one in cleaned] if isinstance(cleaned, list) else cleaned


def read_profile(facts: dict[str, Any]) -> Profile:
    """The facts as a profile, whatever result they are of. Raises `ProfileError`."""
    return decode({name: fact for name, fact in facts.items() if name != "id"})


def rebuild(facts: dict[str, Any], answers: Answers) -> Answers:
    """The answers that these facts were made of; what no fact says is as in the newer answers."""
    found = NONE_STATED | build_answers(facts) | {path: answers[path] for path in ("contact",) if path in answers}
    # An item of the newer answers may be another one under its number.
    while (asked := Flow(found, STEPS).next) and not asked.item and asked.path not in found and asked.path in answers:
        found[asked.path] = answers[asked.path]
    return found
