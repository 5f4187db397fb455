"""The score of the next two years, and why it changes on each day that it does."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.result.headline_score import HeadlineScore
from scoring import education, language
from scoring.assess import ProfileAssessment, assess
from scoring.category_names import CATEGORIES
from scoring.crs.rows import Factor
from scoring.days import age_on, years_after
from scoring.later_facts import stop_at_permit
from scoring.merging import merge
from scoring.profile import Partner, Profile
from scoring.reasons import Reason
from scoring.rulebook import Rulebook, Rules
from scoring.streams import PROGRAMS, STREAMS
from scoring.timeline import YEARS_AHEAD, Period, timeline, two_years_from
from scoring.words import FACTOR_TITLES, REQUIREMENT_TITLES, TEST_NAMES

# The four rows of a language, by what their codes begin with.
LANGUAGES = {
    "first_language_": _("First official language"),
    "second_language_": _("Second official language"),
    "partner_language_": _("Partner's official language"),
}


class MovedRow(NamedTuple):
    """One row of the score before and after a day, and its reason after it."""

    title: Any
    before: int
    after: int
    because: Reason


class Cause(NamedTuple):
    """Why a day changes something: its kind, and in words."""

    kind: str
    words: Any

    def __str__(self) -> str:
        return str(self.words)


BIRTHDAY, EXPIRY, RULES = "birthday", "expiry", "rules"


class CalendarChange(NamedTuple):
    """What is new from a day on: its causes, the rows that move, the streams that open and close."""

    on: date
    before: int
    after: int
    causes: list[Cause]
    moved: list[MovedRow]
    opens: list[Any]
    closes: list[Any]
    lost: list[tuple[Any, Reason]]

    @property
    def gain(self) -> int:
        """The points gained; negative for a loss."""
        return self.after - self.before


def list_periods(headline: HeadlineScore) -> list[Period]:
    """The figure that leads and the streams of the next 24 months, if no fact changes.

    Work in Canada ends on the last day of the work permit.
    """
    basis = headline.basis
    # A test assumed by an estimate would lapse on the last day and be listed as expiring.
    last = years_after(basis.on, YEARS_AHEAD) if headline.estimate else date.max
    return [period for period in see_ahead(basis) if period.since < last]


def see_ahead(found: ProfileAssessment) -> list[Period]:
    """The next 24 months of these facts, with no work in Canada after the work permit."""
    return timeline(stop_at_permit(found.profile, found.on), found.on, two_years_from(found.on), found.book)


def assess_periods(found: ProfileAssessment, ahead: Iterable[Period]) -> list[ProfileAssessment]:
    """The assessment of the same facts on the first day of each period."""
    profile = stop_at_permit(found.profile, found.on)
    return [assess(profile, period.since, found.book) for period in ahead]


def list_changes(days: Iterable[ProfileAssessment]) -> list[CalendarChange]:
    """Every change between these assessments, the next one first."""
    return [build_change(before, after) for before, after in pairwise(days)]


def build_change(before: ProfileAssessment, after: ProfileAssessment) -> CalendarChange:
    """What is new on the day of the second assessment."""
    return CalendarChange(
        on=after.on,
        before=before.crs.total,
        after=after.crs.total,
        causes=list(describe_causes(before, after)),
        moved=find_moved_rows(before.crs.factors, after.crs.factors),
        opens=[STREAMS[name] for name in after.streams if name not in before.streams],
        closes=[STREAMS[name] for name in before.streams if name not in after.streams],
        lost=list(find_lost(before, after)),
    )


def find_moved_rows(before: Sequence[Factor], after: Sequence[Factor]) -> list[MovedRow]:
    """The rows whose points differ, in the order of the result; abilities that move for one reason are one row."""
    old, new = ({row.code: row for row in rows} for rows in (before, after))
    found: dict[Any, MovedRow] = {}
    for code in dict.fromkeys([*old, *new]):
        was, now = (rows[code].points if code in rows else 0 for rows in (old, new))
        if was != now:
            because = new[code].because if code in new else word_gone(old[code].because)
            row = MovedRow(FACTOR_TITLES[code], was, now, because)
            add_row(found, code.removesuffix(code.rpartition("_")[2]), row)
    return list(found.values())


def word_gone(because: Reason) -> Reason:
    """Why a row is gone: of a limit that nothing exceeds any more; of any other the earlier reason is all there is."""
    return Reason("limit_over", limit=because.facts["limit"]) if because.code == "limit" else because


def add_row(found: dict[Any, MovedRow], language: str, row: MovedRow) -> None:
    """Add a row, or add its points to that of the same language and reason."""
    title = LANGUAGES.get(language)
    key = (title, str(row.because)) if title else row.title
    if key in found:
        row = row._replace(title=title, before=found[key].before + row.before, after=found[key].after + row.after)
    found[key] = row


def find_lost(before: ProfileAssessment, after: ProfileAssessment) -> Iterator[tuple[Any, Reason]]:
    """The requirements that are no longer met, where a program or a category is lost with them."""
    for name in (*PROGRAMS, *CATEGORIES):
        old, new = (collect_outcomes(found).get(name) for found in (before, after))
        if old and new and old.eligible and not new.eligible:
            missing = [row for row in new.requirements if row.met is not True]
            yield from ((REQUIREMENT_TITLES[row.code], row.because) for row in missing)


def collect_outcomes(found: ProfileAssessment) -> dict[str, Any]:
    """Programs and categories by name."""
    return merge(found.programs, found.categories)


# --- What happens on a day ------------------------------------------------------


def describe_causes(before: ProfileAssessment, after: ProfileAssessment) -> Iterator[Cause]:
    """A birthday, what expires, new rules."""
    yield from list_causes(after.profile, after.on, before.rules, after.book)


def list_causes(profile: Profile, on: date, rules: Rules, book: Rulebook) -> Iterator[Cause]:
    """What happens to these facts on a day; `rules`: those of the day before."""
    # By years, so that somebody born on a 29th of February has a birthday each year.
    if on == years_after(profile.date_of_birth, on.year - profile.date_of_birth.year):
        yield Cause(BIRTHDAY, format_lazy(_("You turn {age}"), age=age_on(profile.date_of_birth, on)))
    for words in describe_expiring(profile, rules, on):
        yield Cause(EXPIRY, words)
    if on in book.days:
        yield Cause(RULES, _("An edition of the rules comes into force"))


def name_causes(profile: Profile, on: date, book: Rulebook) -> list[Any]:
    """Why less is true of these facts from a day on, in words: where nothing happens on it, that work is too old."""
    found = list_causes(profile, on, book.on(on - timedelta(days=1)), book)
    return [cause.words for cause in found] or [_("By then some of the work is too old to count")]


def describe_expiring(profile: Profile, rules: Rules, on: date) -> Iterator[Any]:
    """The tests and ECAs that cease to count on the day, the partner's too where the partner counts."""
    yield from describe_own_expiring(profile, rules, on)
    if profile.counted_partner:
        yield from describe_partner_expiring(profile.counted_partner, rules, on)


def group_days(changes: Iterable[CalendarChange]) -> dict[str, list[date]]:
    """The days of each kind of cause, for the marks of the chart."""
    found: dict[str, list[date]] = {BIRTHDAY: [], EXPIRY: [], RULES: []}
    for change in changes:
        for kind in {cause.kind for cause in change.causes}:
            found[kind].append(change.on)
    return found


def describe_own_expiring(person: Profile, rules: Rules, on: date) -> Iterator[Any]:
    """The applicant's tests and ECAs that cease to count on the day."""
    for test in person.language_tests:
        if language.expires(test, rules) == on:
            yield format_lazy(
                _("Your {test} results are no longer valid and cease to count"), test=TEST_NAMES[test.test]
            )
    if any(check_ecas(person, rules, on)):
        yield _("Your educational credential assessment (ECA) is no longer valid and ceases to count")


def describe_partner_expiring(person: Partner, rules: Rules, on: date) -> Iterator[Any]:
    """The partner's tests and ECAs that cease to count on the day."""
    for test in person.language_tests:
        if language.expires(test, rules) == on:
            words = _("Your partner's {test} results are no longer valid and cease to count")
            yield format_lazy(words, test=TEST_NAMES[test.test])
    if any(check_ecas(person, rules, on)):
        yield _("Your partner's educational credential assessment (ECA) is no longer valid and ceases to count")


def check_ecas(person: Profile | Partner, rules: Rules, on: date) -> Iterator[bool]:
    """For each ECA, whether it ends on the day."""
    for credential in person.credentials:
        # A Canadian credential needs no assessment, so that none of it can end (IRPR 75(2)(e)(i)).
        if credential.eca_issued_on and credential.country != "CA":
            yield education.assessment_expires(credential.eca_issued_on, rules) == on
