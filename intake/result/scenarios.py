"""Scenarios: copies of the answers that a person keeps under a name, set side by side with the result.

They belong to whoever holds the result that they were begun from: the browser
with the draft, or the person whose file it is in. They go with it.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction

from intake.models import Assessment, Client, Scenario
from intake.querysets import ScenarioQuerySet
from intake.questionnaire.to_profile import build_facts
from intake.result.what_if import flow_of
from scoring.apps import rulebook
from scoring.assess import Assessment as Assessed
from scoring.assess import assess
from scoring.profile import ProfileError, decode
from scoring.streams import PROGRAMS, STREAMS
from scoring.words import SECTION_NAMES

# As many as one page can set side by side and be read; each is scored anew when it is looked at.
MOST = 10


def held(token: UUID | None, user: User | AnonymousUser) -> ScenarioQuerySet:
    """The kept scenarios of this browser's draft, and those in the file of whoever is signed in."""
    results = Assessment.objects.open_to(token, Client.objects.of(user))
    return Scenario.objects.kept().filter(assessment__in=results.order_by())


def keep(scenario: Scenario, name: str, others: ScenarioQuerySet) -> Scenario | None:
    """Keep a copy under a name; None where there are as many as there can be."""
    with transaction.atomic():
        Assessment.objects.select_for_update(of=("self",)).get(pk=scenario.assessment_id)
        if others.count() >= MOST:
            return None
        return Scenario.objects.create(assessment_id=scenario.assessment_id, name=name, answers=scenario.answers)


class Column(NamedTuple):
    """What one scenario, or the result itself, comes to on a day; `found` is None where it has no score."""

    scenario: Scenario | None
    found: Assessed | None
    more: int

    @property
    def sums(self) -> list[tuple[Any, int]]:
        """The sections of the score."""
        return [(name, getattr(self.found.crs, code)) for code, name in SECTION_NAMES.items()] if self.found else []

    @property
    def programs(self) -> list[tuple[Any, Any]]:
        """Each program: met, not met or not known."""
        return [(name, self.found.programs[code]) for code, name in PROGRAMS.items()] if self.found else []

    @property
    def streams(self) -> list[Any]:
        """The kinds of round, in words."""
        return [STREAMS[stream] for stream in self.found.streams] if self.found else []


def side_by_side(assessment: Assessment, scenarios: ScenarioQuerySet, on: date) -> Iterator[Column]:
    """The result first, then each scenario, all by the rules of one day."""
    own = assess(decode(assessment.facts), on, rulebook())
    yield Column(None, own, 0)
    for scenario in scenarios:
        found = scored(scenario, on)
        yield Column(scenario, found, found.crs.total - own.crs.total if found else 0)


def scored(scenario: Scenario, on: date) -> Assessed | None:
    """What a scenario comes to; None where an answer is missing or the answers do not fit together."""
    flow = flow_of(scenario)
    if flow.next:
        return None
    try:
        return assess(decode(build_facts(flow.cleaned)), on, rulebook())
    except ProfileError:
        return None
