"""Scenarios: copies of the answers that a person saves under a name and compares with the result.

They belong to whoever holds the result that they were begun from: the browser with the draft, or the person whose
file it is in. They are deleted with it.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.http import HttpRequest

from intake.assessments.find import find_open
from intake.models import Assessment, Scenario
from intake.querysets import ScenarioQuerySet
from intake.result.answers_of_result import build_facts_as_of
from intake.result.couple_options import CoupleOption
from intake.result.headline_score import HeadlineScore, find_headline, find_headline_of
from intake.result.outlook import assess_other_order
from intake.result.what_if import build_flow
from intake.result.what_if_later import assess_then, find_work_end
from scoring.apps import rulebook
from scoring.assess import ProfileAssessment, assess
from scoring.plans.estimates import Estimate
from scoring.profile import ProfileError, decode
from scoring.streams import PROGRAMS, STREAMS
from scoring.words import SECTION_NAMES

# As many as one page can set side by side and be read; each is scored again when it is viewed.
MOST = 10


def find_kept(request: HttpRequest) -> ScenarioQuerySet[Scenario]:
    """The saved scenarios of the results that this reader may see."""
    return Scenario.objects.named().filter(assessment__in=find_open(request).order_by())


def keep_scenario(scenario: Scenario, name: str, others: ScenarioQuerySet[Scenario]) -> Scenario | None:
    """Save a copy under a name; None where the limit is reached."""
    with transaction.atomic():
        # The result is locked to count its scenarios: two tabs could otherwise both save the last one.
        Assessment.objects.select_for_update(of=("self",)).get(pk=scenario.assessment_id)
        if others.count() >= MOST:
            return None
        return Scenario.objects.create(assessment_id=scenario.assessment_id, name=name, answers=scenario.answers)


class ScenarioScore(NamedTuple):
    """A scenario as of today, and `then`: on the day by which it can be true, where that is to come.

    `work_until`: the last day of its permit, where the score of that day leaves work after it out.
    """

    today: HeadlineScore
    then: ProfileAssessment | None = None
    work_until: date | None = None


class Column(NamedTuple):
    """The assessment of one scenario, or of the result itself, on a day; `found` is None where it has no score.

    `estimate`: what is supposed where a test or an assessment is missing in it; `on`: the day that it is of, where that
    is to come; `other`: the partner, who comes along, as the principal applicant; `work_until`: the last day of its
    permit, where it leaves work after that out.
    """

    scenario: Scenario | None
    found: ProfileAssessment | None
    more: int
    estimate: Estimate | None = None
    on: date | None = None
    other: CoupleOption | None = None
    work_until: date | None = None

    @property
    def sums(self) -> list[tuple[Any, int]]:
        """The sections of the score."""
        return [(name, getattr(self.found.crs, code)) for code, name in SECTION_NAMES.items()] if self.found else []

    @property
    def programs(self) -> list[tuple[Any, Any]]:
        """Each program: met, not met or not known."""
        return [(PROGRAMS[code], outcome) for code, outcome in self.found.programs.items()] if self.found else []

    @property
    def streams(self) -> list[Any]:
        """The kinds of round, in words."""
        return [STREAMS[stream] for stream in self.found.streams] if self.found else []


def compare_scenarios(assessment: Assessment, scenarios: ScenarioQuerySet[Scenario], on: date) -> Iterator[Column]:
    """The result first, then each scenario, all by the rules of one day."""
    # Scored anew with the others: a score kept from another day could not stand beside them (record 0041).
    own = find_headline_of(assessment, on)
    yield build_column(None, ScenarioScore(own), own)
    for scenario in scenarios.select_related("assessment").defer("assessment__facts", "assessment__result"):
        found = score_scenario(scenario, on)
        yield build_column(scenario, found, own) if found else Column(scenario, None, 0)


def build_column(scenario: Scenario | None, found: ScenarioScore, own: HeadlineScore) -> Column:
    """The column of a scenario beside the result's own figure."""
    then = found.then
    shown = then or found.today.basis
    other = assess_other_order(HeadlineScore(then, None) if then else found.today)
    on, more = then.on if then else None, shown.crs.total - own.crs
    return Column(scenario, shown, more, found.today.estimate, on, other, found.work_until)


def score_scenario(scenario: Scenario, on: date) -> ScenarioScore | None:
    """Score a scenario; None where an answer is missing or the answers contradict each other."""
    flow = build_flow(scenario)
    if flow.next:
        return None
    try:
        facts = build_facts_as_of(flow.cleaned, scenario.assessment.on)
        found = find_headline(assess(decode(facts), on, rulebook()))
    except ProfileError:
        return None
    then = assess_then(flow, found)
    # Nothing here tells what ends later, as the trial does: only the day that the score is of can be past the permit.
    return ScenarioScore(found, then, find_work_end(flow, found, then, ()))
