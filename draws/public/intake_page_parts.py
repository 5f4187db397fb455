"""What draws shows on the pages of intake: registered when the app is ready, so that intake need not know of it."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils import timezone

from draws.models import Draw
from draws.public.last_rounds import find_last_rounds, find_version
from draws.public.matched_rounds import find_rounds
from draws.public.result_section import build_context
from draws.public.round_list import find_as_of
from intake.common import extension_points, matched_rounds, past_rounds
from intake.models import Assessment
from intake.result.headline_score import HeadlineScore
from intake.result.way_display import ShownWay

NEWEST = 4


def register() -> None:
    """Fill the extension points."""
    extension_points.fill(extension_points.RESULT, render_standing)
    past_rounds.provide(past_rounds.Provider(find_version, find_last_rounds))
    matched_rounds.provide(find_rounds)
    extension_points.fill(extension_points.HOME, render_newest_rounds)
    extension_points.fill(extension_points.GUIDE_LINKS, render_guide_links)
    extension_points.fill(extension_points.OCCUPATION_LINK, render_occupation_link)


def render_standing(assessment: Assessment, headline: HeadlineScore, ways: Sequence[ShownWay]) -> str:
    """The rounds compared with an assessment; cached no longer than the rounds, the rules and the day are the same."""
    streams = [shown.way.stream for shown in ways]
    context = build_context(assessment.facts, timezone.localdate(), headline, streams)
    context |= {"kept_crs": assessment.crs, "as_of": find_as_of()}
    return render_to_string("draws/rounds_beside_score.html", context)


def render_newest_rounds() -> str:
    """The last rounds that are public, newest first."""
    return render_to_string("draws/newest.html", {"rounds": find_newest()})


def find_newest() -> list[Draw]:
    """The last rounds that are public, newest first."""
    return list(Draw.objects.public().defer("received", "not_understood")[:NEWEST])


def render_guide_links() -> str:
    """Where to read on about rounds."""
    return render_to_string("draws/extensions/guide_links.html")


def render_occupation_link() -> str:
    """Where an occupation is found."""
    return render_to_string("draws/extensions/occupation_link.html")
