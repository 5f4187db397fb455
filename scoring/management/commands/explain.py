"""`manage.py explain`: one profile's points, programs and categories, with every reason and source."""

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from scoring.apps import rulebook
from scoring.assess import ProfileAssessment, assess
from scoring.contradictions import contradictions
from scoring.merging import merge
from scoring.numbers import group_thousands
from scoring.plans.single_changes import list_rungs
from scoring.profile import ProfileError, decode
from scoring.requirements import Outcome
from scoring.streams import STREAMS
from scoring.table import RuleError
from scoring.timeline import timeline, two_years_from
from scoring.words import FACTOR_TITLES, GRID_TITLES, REQUIREMENT_TITLES, SECTION_NAMES


class Command(BaseCommand):
    """Explain one profile."""

    requires_system_checks = ()
    help = "Explain the score of the profile (one JSON object) in FILE."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """`FILE [--on DATE]`."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--on", type=date.fromisoformat, default=None, help="the day asked about; today if left out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the breakdown, readable, with citations.

        Raises `CommandError`, status 1, for a file or profile that can't be read and for a day without rules.
        """
        on = options["on"] or timezone.localdate()
        try:
            profile = decode(options["file"].read_bytes())
            assessment = assess(profile, on, rulebook())
            for line in (*explain_profile(assessment), *list_changes(assessment), *list_advice(assessment)):
                self.stdout.write(line)
        # `OverflowError`: a day at the end of the calendar.
        except (OSError, OverflowError, ProfileError, RuleError) as error:
            raise CommandError(str(error)) from error


def explain_profile(assessment: ProfileAssessment) -> Iterator[str]:
    """The breakdown, line by line."""
    crs = assessment.crs
    yield _("CRS score on %(on)s: %(total)s") % {"on": assessment.on, "total": group_thousands(crs.total)}
    for caveat in assessment.caveats:
        yield f"! {caveat}"
    for section, name in SECTION_NAMES.items():
        yield f"\n{name}: {getattr(crs, section)}"
        for factor in crs.factors:
            if factor.section == section:
                yield f"  {factor.points:>4} / {factor.maximum:<4} {FACTOR_TITLES[factor.code]}: {factor.because}"
                more = crs.gain(factor.code)
                if more:
                    yield f"              + {more}"
                yield f"              {factor.source.cited} ({factor.source.effective}) {factor.source.address}"
    for code, outcome in merge(assessment.programs, assessment.categories).items():
        yield from _outcome(str(STREAMS[code]), outcome)
    yield "\n" + _("Rounds in which this person could be invited: %(streams)s") % {
        "streams": ", ".join(assessment.streams) or _("none")
    }


def _outcome(name: str, outcome: Outcome) -> Iterator[str]:
    yield f"\n{name}: {_('eligible') if outcome.eligible else _('not eligible')}"
    for requirement in outcome.requirements:
        met = {
            True: pgettext("a requirement", "met"),
            False: pgettext("a requirement", "not met"),
            None: pgettext("a requirement", "not known"),
        }[requirement.met]
        yield f"  [{met}] {REQUIREMENT_TITLES[requirement.code]}: {requirement.because}"
        yield f"      {requirement.source.cited} ({requirement.source.effective}) {requirement.source.address}"
    if outcome.advice:
        yield f"  {outcome.advice}"
    for factor, points in (outcome.grid or {}).items():
        yield f"    {points:>4} {GRID_TITLES[factor]}"


def list_advice(assessment: ProfileAssessment) -> Iterator[str]:
    """What would raise the score, and what does not go together."""
    yield "\n" + _("What would raise this score:")
    for option in (rung.option for rung in list_rungs(assessment)):
        opens = f" (+ {', '.join(option.opens)})" if option.opens else ""
        yield f"  {option.gain:>+5} -> {option.crs:>4}  {option.because}{opens}"
    for contradiction in contradictions(assessment.profile, assessment.on, assessment.rules):
        yield f"! {contradiction}"


def list_changes(assessment: ProfileAssessment) -> Iterator[str]:
    """The score and the streams of the next two years."""
    yield "\n" + _("If nothing that you told us changes:")
    until = two_years_from(assessment.on)
    for period in timeline(assessment.profile, assessment.on, until, assessment.book):
        yield f"  {period.since}  {period.crs:>4}  {', '.join(period.streams) or '-'}"
