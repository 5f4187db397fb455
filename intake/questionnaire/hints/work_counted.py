"""What a job counts for, and how much work has come together so far."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from intake.questionnaire.to_profile import job
from scoring.apps import rulebook
from scoring.experience import Experience, canadian, foreign
from scoring.occupations import teer
from scoring.profile import Job
from scoring.streams import CATEGORIES

MONTHS = 12
COUNTS = _("Paid work in TEER 0, 1, 2 or 3 of the last 10 years counts; of a week, up to 30 hours are counted.")


class Worked(NamedTuple):
    """Full-time months that count on a day: in Canada, and abroad in the one occupation that has most."""

    canada: int
    abroad: int


def worked(jobs: Sequence[Mapping[str, Any]], on: date) -> Worked:
    """How much of these jobs counts for the score on the day, as the rules count it."""
    rules = rulebook().on(on)
    work = Experience([Job(**{**job(answers), **days(answers)}) for answers in jobs], rules)
    window = rules["work/windows"].points("crs")
    abroad = max((work.amount(foreign, on, window, noc) for noc in work.nocs(foreign)), default=0)
    amounts = work.amount(canadian, on, window), abroad
    return Worked(*(amount * MONTHS // work.measure.year for amount in amounts))


def days(answers: Mapping[str, Any]) -> dict[str, date | None]:
    """The days of a job as dates."""
    return {"start": answers["start"], "end": None if answers["ongoing"] else answers["end"]}


def duration(months: int) -> str:
    """Months in words: "2 years 7 months"."""
    years, rest = divmod(months, MONTHS)
    parts = [ngettext("%d year", "%d years", years) % years] if years else []
    if rest or not years:
        parts.append(ngettext("%d month", "%d months", rest) % rest)
    return " ".join(parts)


def totals(jobs: Sequence[Mapping[str, Any]], on: date) -> Iterator[Any]:
    """The running total in sentences."""
    found = worked(jobs, on)
    yield in_canada(found)
    yield format_lazy(
        _("Counted so far outside Canada, in the occupation that has most: {time}."), time=duration(found.abroad)
    )
    yield COUNTS


def totals_of_partner(jobs: Sequence[Mapping[str, Any]], on: date) -> Iterator[Any]:
    """The same for a partner, whose work outside Canada counts only where the couple is compared."""
    found = worked(jobs, on)
    yield in_canada(found)
    if any(job["country"] != "CA" for job in jobs):
        yield format_lazy(
            _("Outside Canada, for the comparison with your partner as the principal applicant: {time}."),
            time=duration(found.abroad),
        )
    yield COUNTS


def in_canada(found: Worked) -> Any:
    """The part that counts for either of a couple."""
    return format_lazy(_("Counted so far in Canada: {time}."), time=duration(found.canada))


def occupation_notes(noc: str, on: date) -> Iterator[Any]:
    """Of an occupation: its TEER, whether that counts, and the lists of categories in force it is on."""
    lowest = rulebook().on(on)["work/definitions"].points("lowest_skilled_teer")
    words = _("TEER {teer}") if teer(noc) <= lowest else _("TEER {teer}: work in it gives no points")
    yield format_lazy(words, teer=teer(noc))
    for title in lists_with(noc, on):
        yield format_lazy(_("On the list of the category: {title}"), title=title)


def lists_with(noc: str, on: date) -> Iterator[Any]:
    """The names of the categories in force whose list has this occupation."""
    rules = rulebook().on(on)
    for code, title in CATEGORIES.items():
        table = rules.get(f"categories/{code}")
        if table and noc in table:
            yield title
