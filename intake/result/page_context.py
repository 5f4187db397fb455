"""The result page of a saved assessment, in the reader's language.

The sentences are built again from the saved facts, the saved day and the rules of that day, so that both languages read
the same result (see `intake.assessments.find`).
"""

from collections.abc import Iterable
from datetime import date
from itertools import chain, groupby
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe

from intake.assessments.find import translate_result
from intake.assessments.open_days import read_decisions
from intake.common.cache import build_key
from intake.common.past_rounds import find_version
from intake.models import Assessment
from intake.result import database_cache
from intake.result.decision import NO_CHOICE, Choice, build_decision
from intake.result.headline_score import HeadlineScore, find_headline_of
from intake.result.outcomes import build_outcomes, parse_day
from intake.result.outlook import build_outlook, build_partner_questions, name_rounds
from intake.result.pool_profile import get_told_of_pool
from intake.result.question_links import QuestionUrl, get_own_answer_url
from intake.result.unmet_requirements import link_rows
from scoring.apps import rulebook
from scoring.assess import ProfileAssessment, assess
from scoring.profile import decode
from scoring.streams import STREAMS
from scoring.words import FACTOR_TITLES, SECTION_NAMES

# "own_step" is for My file, where the rest of the page is one button away.
PARTS = ("head", "doors", "front", "ways", "body", "next", "sources", "own_step")


def build_context(
    assessment: Assessment,
    leads: QuestionUrl = get_own_answer_url,
    choice: Choice = NO_CHOICE,
    *,
    supposing: bool = True,
) -> dict[str, Any]:
    """The context of the result page; the same for an assessment and its file, a language, a day and the rounds so far.

    `leads` gives the URL where the reader changes the answer of a question; `choice` is in its address. Without
    `supposing` no estimate leads.
    """
    explained = build_explanation(assessment, leads, choice.clb, supposing=supposing)
    # Ways and urgent days are of today, whatever day the result is of (record 0086).
    headline = explained["counted"]
    decided = build_decision(headline, choice, assessment.client, explained["couple"], explained["orders"])
    return (
        explained
        | decided
        | {
            "unmet": [link_rows(one, leads) for one in decided["unmet"]],
            "streams": name_rounds(explained["result"]["streams"], decided["held"]),
            "orders": [
                order._replace(rounds=name_rounds(order.found.streams, decided["held"]))
                for order in explained["orders"]
            ],
            # A result may be months old, and what changed since is no change to come.
            "next_change": next((change for change in explained["changes"] if change.on > headline.now.on), None),
        }
    )


def build_explanation(
    assessment: Assessment,
    leads: QuestionUrl = get_own_answer_url,
    clb: int | None = None,
    *,
    supposing: bool = True,
) -> dict[str, Any]:
    """The score with its reasons, as of the day it was worked out on, and beside it what counts from today's figure."""
    found = assess(decode(assessment.facts), assessment.on, rulebook())
    headline = find_headline_of(assessment, find_today(assessment), clb)
    headline = headline if supposing else HeadlineScore(headline.now, None)
    result, beside = translate_result(assessment.result, found), build_outlook(headline, leads, clb)
    return {
        **beside,
        **build_score(result, found),
        **build_outcomes(result, leads),
        "streams": [STREAMS[code] for code in result["streams"]],
        **build_partner_questions(found, leads),
        "assessment": assessment,
        "result": result,
        # A result that is kept as it was saved has the sentences of that day.
        "caveats": result["caveats"] if result is assessment.result else found.caveats,
        "counted": headline,
        "next_change_on": parse_day(result["next_change_on"]),
        "untested": not found.profile.language_tests,
        "open_days": [{**one._asdict(), "question": leads(one.slug)} for one in read_decisions(assessment.result)],
        "sources": collect_sources(result),
    }


def build_score(result: dict[str, Any], found: ProfileAssessment) -> dict[str, Any]:
    """The total, and its sections as tables and as a bar, with what would give more."""
    more = {factor.code: found.crs.gain(factor.code) for factor in found.crs.factors}
    return {
        "total": result["crs"]["total"],
        "parts": [build_section(result["crs"], code, more) for code in SECTION_NAMES],
        "bar": build_bar(result["crs"]),
    }


def find_today(assessment: Assessment) -> date:
    """The day that the page is of; never before the result."""
    return max(timezone.localdate(), assessment.on)


BAR = 600  # units; half of the points that there are
SHADES = ("0.85", "0.55", "0.3", "0.1")


def build_bar(crs: dict[str, Any]) -> dict[str, Any]:
    """The sections of the score as one bar of 1,200 points: each with its place, its length and its shade."""
    parts, x = [], 0
    for (code, title), shade in zip(SECTION_NAMES.items(), SHADES, strict=True):
        length = crs[code] // 2
        parts.append({"title": title, "points": crs[code], "x": x, "length": length, "shade": shade})
        x += length
    return {"width": BAR, "parts": parts}


def collect_sources(result: dict[str, Any]) -> dict[str, list[str]]:
    """Every URL that the result cites, in its order, with what is cited there."""
    outcomes = (*result["programs"].values(), *result["categories"].values())
    rows = chain(result["crs"]["factors"], *(found["requirements"] for found in outcomes))
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        found.setdefault(row["source"]["url"], {})[row["source"]["cite"]] = None
    return {url: list(cites) for url, cites in found.items()}


def get_parts(assessment: Assessment, choice: Choice = NO_CHOICE) -> dict[str, Any]:
    """The rendered parts of the page in the active language, and the title's number."""
    name, marks = database_cache.build_name("parts", *choice), list_marks(assessment)
    parts = database_cache.get_or_keep(assessment, name, marks, lambda: render_parts(load_whole(assessment), choice))
    # Kept as text, which does not say of itself that our templates escaped it.
    return parts | {name: mark_safe(parts[name]) for name in PARTS}  # noqa: S308


def load_whole(assessment: Assessment) -> Assessment:
    """The result with everything that it is rendered from, of which only what a kept page hangs on may be loaded."""
    if not assessment.get_deferred_fields():
        return assessment
    return Assessment.objects.select_related("client").get(pk=assessment.pk)


def list_marks(assessment: Assessment) -> tuple[Any, ...]:
    """What a page hangs on although its result stays: its file, reference and name, what of the pool, the rounds.

    Of the result and its file no more may be asked than `AssessmentQuerySet.with_kept` loads.
    """
    told, name = get_told_of_pool(assessment.client), find_name(assessment)
    return assessment.reference, bool(assessment.client_id), assessment.shown_reference, name, *told, find_version()


def build_cache_key(kind: str, *facts: object) -> str:
    """The key of what is rendered of these facts for an active language, a day and a state of rules and rounds."""
    return build_key(kind, *facts, find_version())


def render_parts(assessment: Assessment, choice: Choice = NO_CHOICE, *, supposing: bool = True) -> dict[str, Any]:
    """The parts of the page, and the title's number."""
    context = build_context(assessment, choice=choice, supposing=supposing) | {
        "firm": settings.FIRM,
        "name": find_name(assessment),
    }
    leading = context["estimate"].found.crs.total if context["estimate"] else context["total"]
    parts = {name: render_to_string(f"intake/result/{name}.html", context) for name in PARTS}
    return {**parts, "leading": leading, "estimated": context["estimate"] is not None}


def find_name(assessment: Assessment) -> str:
    """Whose result it is, as they gave it with the answers or as it stands in their file; empty where nobody said."""
    given: str = assessment.contact.get("name") or ""
    return given or (assessment.client.name if assessment.client else "")


def build_section(crs: dict[str, Any], section: str, more: dict[str, Any]) -> dict[str, Any]:
    """One section of the score: factors that give points, and those that give none, with what would."""
    rows = [row for row in crs["factors"] if row["section"] == section]
    factors = [row | {"title": FACTOR_TITLES[row["code"]], "more": more.get(row["code"])} for row in rows]
    empty = [row for row in factors if not row["points"]]
    return {
        "code": section,
        "title": SECTION_NAMES[section],
        "points": crs[section],
        "giving": group_by_source(row for row in factors if row["points"]),
        "empty": group_by_source(empty),
        "without": len(empty),
    }


def group_by_source(rows: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Group neighbouring rows with the same source, so that it is cited once."""
    return [
        list(group) for _cite, group in groupby(rows, key=lambda row: (row["source"]["cite"], row["source"]["url"]))
    ]
