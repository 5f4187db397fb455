"""What a job counts for, and how much work there is so far."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from msgspec import convert
from msgspec.structs import replace

from intake.common.rule_numbers import number
from intake.questionnaire.answers_to_profile import build_job
from intake.questionnaire.job_days import find_open_days_of_job
from intake.questionnaire.occupation_search import list_categories
from scoring.apps import rulebook
from scoring.dates import format_date
from scoring.experience import Experience, canadian, foreign, one_foreign_occupation, paid, windows
from scoring.occupations import teer
from scoring.profile import Job

MONTHS = 12
COUNTS = format_lazy(
    _("Paid work in TEER 0 to {teer} in the last {years} years counts, up to {hours} hours a week."),
    teer=number("lowest_teer"),
    years=number("work_years"),
    hours=number("week_hours"),
)
FEWEST = _("Where the month alone was given, the fewest days are counted that it can mean.")
MORE_HERE = _("In Canada, the exact days could make it up to {time}, which is a full year more: enter them.")
MORE_ABROAD = _("Outside Canada, the exact days could make it up to {time}, which is a full year more: enter them.")
BEGAN = _(
    "The day in {month} decides: a further full year counts if this job began by {day}. The fewest days are counted "
    "until you enter it."
)
ENDED = _(
    "The day in {month} decides: a further full year counts if this job ended on {day} or later. The fewest days are "
    "counted until you enter it."
)


class CountedMonths(NamedTuple):
    """Full-time months that count on a day: in Canada, and abroad in the one occupation that has most."""

    canada: int
    abroad: int


def count_work(jobs: Sequence[Mapping[str, Any]], on: date) -> CountedMonths:
    """How many months of these jobs count for the CRS on the day."""
    return count_months([make_job(answers) for answers in jobs], on)


def count_months(jobs: Sequence[Job], on: date) -> CountedMonths:
    """The same of the facts of jobs."""
    rules = rulebook().on(on)
    work, window = Experience(jobs, rules), windows(rules).crs
    each = [work.amount(foreign, on, window, noc) for noc in work.nocs(foreign)]
    # A reading: IRCC's tool asks for one occupation, the Ministerial Instructions can mean all of them together
    # (record 0061).
    abroad = max(each, default=0) if one_foreign_occupation(rules) else work.amount(foreign, on, window)
    amounts = work.amount(canadian, on, window), abroad
    return CountedMonths(*(amount * MONTHS // work.measure.year for amount in amounts))


def make_job(answers: Mapping[str, Any]) -> Job:
    """A job as the rules take it, with its fewest days."""
    return convert(build_job(answers), Job)


# --- The day where it decides -----------------------------------------------------


def ask_for_days(answers: Mapping[str, Any], on: date) -> Iterator[Any]:
    """Where the month alone was given: the day of it from which on this job is a full year, or one more."""
    least = make_job(answers)
    for one in find_open_days_of_job(answers):
        days = one.from_least()
        before = count_full_years(least, on)
        for day in days:
            after = count_full_years(replace(least, **{one.edge: day}), on)
            if after != before:
                words = BEGAN if one.edge == "start" else ENDED
                yield format_lazy(words, day=format_date(day), month=format_date(day, "YEAR_MONTH_FORMAT"))
            before = after


def count_full_years(found: Job, on: date) -> tuple[int, ...]:
    """The full years of one job inside each of the windows that rules look through."""
    rules = rulebook().on(on)
    work = Experience([found], rules)
    return tuple(work.years(paid, on, years) for years in windows(rules))


def say_open_days(jobs: Sequence[Mapping[str, Any]], on: date) -> Iterator[Any]:
    """With months alone: how they are counted, and whether the exact days could make a year more of all jobs."""
    if not any(list(find_open_days_of_job(answers)) for answers in jobs):
        return
    yield FEWEST
    few, most = count_work(jobs, on), count_months([make_longest_job(answers) for answers in jobs], on)
    for less, more, words in zip(few, most, (MORE_HERE, MORE_ABROAD), strict=True):
        if more // MONTHS > less // MONTHS:
            yield format_lazy(words, time=describe_duration(more))


def make_longest_job(answers: Mapping[str, Any]) -> Job:
    """A job with the most days that it can have."""
    return replace(make_job(answers), **{one.edge: one.best for one in find_open_days_of_job(answers)})


def describe_duration(months: int) -> str:
    """Months in words: "2 years 7 months"."""
    years, rest = divmod(months, MONTHS)
    parts = [ngettext("%d year", "%d years", years) % years] if years else []
    if rest or not years:
        parts.append(ngettext("%d month", "%d months", rest) % rest)
    return " ".join(parts)


def describe_totals(jobs: Sequence[Mapping[str, Any]], on: date) -> Iterator[Any]:
    """The running total in sentences."""
    found = count_work(jobs, on)
    yield describe_canada(found)
    yield format_lazy(
        _("Counted so far outside Canada, in the occupation that has most: {time}."),
        time=describe_duration(found.abroad),
    )
    yield from say_open_days(jobs, on)
    yield COUNTS


def describe_partner_totals(jobs: Sequence[Mapping[str, Any]], on: date) -> Iterator[Any]:
    """The same for a partner, whose work outside Canada counts only where the couple is compared."""
    found = count_work(jobs, on)
    yield describe_canada(found)
    if any(job["country"] != "CA" for job in jobs):
        yield format_lazy(
            _("Outside Canada, for the comparison with your partner as the principal applicant: {time}."),
            time=describe_duration(found.abroad),
        )
    yield from say_open_days(jobs, on)
    yield COUNTS


def describe_canada(found: CountedMonths) -> Any:
    """The sentence about work in Canada, which counts for either of a couple."""
    return format_lazy(_("Counted so far in Canada: {time}."), time=describe_duration(found.canada))


def describe_occupation(noc: str, on: date) -> Iterator[Any]:
    """Of an occupation: its TEER, whether that counts, and the category lists in force that it is on."""
    rules = rulebook().on(on)
    lowest = rules["work/definitions"].points("lowest_skilled_teer")
    words = _("TEER {teer}") if teer(noc) <= lowest else _("TEER {teer}: work in it gives no points")
    yield format_lazy(words, teer=teer(noc))
    in_canada = set(list_categories(noc, rules, work_place="canada"))
    for title in list_categories(noc, rules):
        words = _("On the list of the category: {title}")
        if title in in_canada:
            words = _("On the list of the category: {title} (only work in Canada counts for it)")
        yield format_lazy(words, title=title)
