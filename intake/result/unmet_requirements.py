"""What keeps a kind of round closed, in words: the rows of a program or a category that are not met, and why."""

from typing import Any, NamedTuple

from intake.result.question_links import QuestionUrl, get_question_url
from scoring.assess import ProfileAssessment
from scoring.plans.plan import Plan
from scoring.plans.unmet_rows import list_closing, list_programs, list_unmet
from scoring.plans.ways import Way
from scoring.reasons import Reason
from scoring.requirements import Outcome, lacks_one
from scoring.streams import STREAMS
from scoring.words import REQUIREMENT_TITLES


class UnmetRow(NamedTuple):
    """A requirement that is not met: its code, its title, why, and the URL of the question that decides it, if any."""

    code: str
    title: Any
    because: Reason
    question: str = ""


class Unmet(NamedTuple):
    """A program or category that is not met, and its rows; `alone`: the one row is all that it lacks."""

    title: Any
    rows: tuple[UnmetRow, ...]
    alone: bool


def describe_unmet(code: str, outcome: Outcome) -> Unmet:
    """What of a program or a category is not met."""
    rows = tuple(UnmetRow(row.code, REQUIREMENT_TITLES[row.code], row.because) for row in list_unmet(outcome))
    return Unmet(STREAMS[code], rows, lacks_one([row.met for row in outcome.requirements]))


def describe_closing(way: Way, found: ProfileAssessment) -> tuple[Unmet, ...]:
    """What keeps the kind of round of a way closed; nothing of one that is open."""
    if way.is_open:
        return ()
    return tuple(describe_unmet(*pair) for pair in list_closing(way.stream, found, way.opening))


def describe_programs(found: ProfileAssessment, opening: Plan | None) -> list[Unmet]:
    """What each program lacks, the nearest first; nothing where one is met."""
    return [] if found.streams else [describe_unmet(*pair) for pair in list_programs(found, opening)]


def link_rows(unmet: Unmet, leads: QuestionUrl) -> Unmet:
    """The same with the URLs of the questions that decide its rows."""
    return unmet._replace(rows=tuple(row._replace(question=get_question_url(row.code, leads)) for row in unmet.rows))
