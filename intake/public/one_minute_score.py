"""The score of ten choices: the facts that they stand for, and what the same rules as of a full result give them."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from msgspec.structs import replace

from intake.public.one_minute_choices import ALONG
from intake.questionnaire.one_minute_reminder import BELOW, NO_TEST
from scoring.candidate import Candidate
from scoring.changed_facts import make_test, raise_levels
from scoring.crs.score import score
from scoring.days import years_before
from scoring.education import LONG
from scoring.profile import ABILITIES, Credential, Job, LanguageTest, Partner, Profile
from scoring.rulebook import Rulebook, Rules
from scoring.words import FACTOR_TITLES, SECTION_NAMES

# Tests whose levels are asked for; which one does not matter to the score.
TESTS = {"english": "celpip_general", "french": "tef_canada"}
# A skilled occupation that counts the same as any other.
NOC, FULL_TIME = "21231", 40
SHORT_STUDY, LONG_STUDY, CREDENTIALS_OF_TWO = "one_year", "three_year_or_more", ("bachelors", "one_year")
SHORT = frozenset({"one_year", "two_year"})


class PointsRow(NamedTuple):
    """One factor that gives points."""

    title: Any
    points: int
    maximum: int


class ScoreSection(NamedTuple):
    """One section of the score."""

    title: Any
    points: int
    rows: tuple[PointsRow, ...]


class OneMinuteScore(NamedTuple):
    """The total, its parts, and how many points are left out that a partner can give.

    `unassessed`: the total without an assessment (ECA) of what was earned outside Canada; None where it is the same.
    """

    total: int
    parts: tuple[ScoreSection, ...]
    left_to_partner: int
    unassessed: int | None


def work_out(chosen: tuple[tuple[str, str], ...], on: date, book: Rulebook) -> OneMinuteScore:
    """The answer to a full set of choices on a day."""
    rules = book.on(on)
    # The engine scores it: there is no second table of points (record 0071).
    profile = build_profile(dict(chosen), on, rules)
    found, unassessed = (score(Candidate(one, on, rules)) for one in (profile, drop_assessments(profile)))
    factors = [factor for group in found.groups for factor in group.factors]
    parts = tuple(
        ScoreSection(
            title,
            getattr(found, section),
            tuple(
                PointsRow(FACTOR_TITLES[one.code], one.points, one.maximum)
                for one in factors
                if one.section == section and one.points
            ),
        )
        for section, title in SECTION_NAMES.items()
    )
    left_to_partner = sum(one.maximum for one in factors if one.section == "partner")
    return OneMinuteScore(
        found.total, parts, left_to_partner, unassessed.total if unassessed.total != found.total else None
    )


def drop_assessments(profile: Profile) -> Profile:
    """The same facts without an assessment (ECA) of any credential."""
    return replace(profile, credentials=tuple(replace(one, eca_issued_on=None) for one in profile.credentials))


def build_profile(chosen: Mapping[str, str], on: date, rules: Rules) -> Profile:
    """The facts that stand for the choices."""
    status, along = chosen["family"].removesuffix(ALONG), chosen["family"].endswith(ALONG)
    return Profile(
        # Born on the first of January, so that the age is the chosen one on every day of the year.
        date_of_birth=date(on.year - int(chosen["age"]), 1, 1),
        marital_status=status,  # type: ignore[arg-type]
        partner=Partner(accompanying=True, canadian=False) if along else None,
        credentials=tuple(list_credentials(chosen["education"], chosen["study"], on)),
        language_tests=tuple(list_tests(chosen, on, rules)),
        jobs=tuple(list_jobs(int(chosen["canada"]), int(chosen["abroad"]), on)),
        provincial_nomination=chosen["nomination"] == "yes",
        sibling_in_canada=chosen["sibling"] == "yes",
    )


def list_credentials(education: str, study: str, on: date) -> Iterator[Credential]:
    """The credentials of a level of education, one of them Canadian where one was got there."""
    levels = list(CREDENTIALS_OF_TWO) if education == "two_or_more" else [education] * (education != "none")
    fitting = {"short": SHORT, "long": LONG}.get(study, frozenset())
    canadian = next((level for level in levels if level in fitting), None)
    # A Canadian diploma of a length that no level named fits is one more credential beside them.
    if canadian is None and study != "none":
        canadian = {"short": SHORT_STUDY, "long": LONG_STUDY}[study]
        levels.append(canadian)
    for level in levels:
        yield _build_credential(level, on, canadian=level == canadian)


def _build_credential(level: str, on: date, *, canadian: bool) -> Credential:
    if canadian:
        return Credential(level=level, country="CA", canadian_study_bonus=True)  # type: ignore[arg-type]
    # Of any country but Canada: to the points they are alike.
    return Credential(level=level, country="GB", eca_issued_on=on)  # type: ignore[arg-type]


def list_tests(chosen: Mapping[str, str], on: date, rules: Rules) -> Iterator[LanguageTest]:
    """A test of today in each language, with the lowest scores of the level chosen in all four abilities."""
    for question, name in TESTS.items():
        level = chosen[question]
        if level != NO_TEST:
            test = make_test(name, on)
            yield test if level == BELOW else raise_levels(test, dict.fromkeys(ABILITIES, int(level)), rules)


def list_jobs(canada: int, abroad: int, on: date) -> Iterator[Job]:
    """The work in Canada up to today, and that elsewhere before it."""
    came = years_before(on, canada)
    if canada:
        yield Job(noc=NOC, country="CA", start=came - timedelta(days=1), hours_per_week=FULL_TIME)
    if abroad:
        left = came - timedelta(days=2)
        start = years_before(left, abroad) - timedelta(days=1)
        yield Job(noc=NOC, country="GB", start=start, end=left, hours_per_week=FULL_TIME)
