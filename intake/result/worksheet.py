"""The answers in the order of IRCC's profile form, to copy from; what we never ask is left blank to fill in by hand."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.utils.formats import number_format
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.questionnaire.choices import get_country_name, label_occupation
from intake.questionnaire.hints.shortfalls import format_dollars
from intake.questionnaire.hints.test_levels import describe_level
from intake.questionnaire.steps import LANGUAGES, LEVELS, MARITAL_STATUSES, PROVINCES, TESTS
from intake.questionnaire.steps.job_offer import BASES
from intake.questionnaire.steps.nomination import STREAMS
from intake.questionnaire.steps.relatives import WHOSE
from scoring.assess import Crs
from scoring.dates import format_date
from scoring.days import years_after
from scoring.language import accepted, levels
from scoring.occupations import teer
from scoring.profile import (
    ABILITIES,
    LOWEST_LEVEL,
    Credential,
    Job,
    LanguageTest,
    Leave,
    Partner,
    Profile,
    Study,
)
from scoring.rulebook import Rules
from scoring.words import ABILITY_NAMES, BODY_NAMES

BY_HAND = ""
EXPECTED = {"en": _("Level expected in a test of English"), "fr": _("Level expected in a test of French")}
Line = tuple[Any, Any]


class Block(NamedTuple):
    """Lines that belong together: a credential, a test, a job."""

    title: Any
    lines: list[Line]


def build_worksheet(profile: Profile, rules: Rules, score: Crs | None = None) -> list[tuple[Any, list[Block]]]:
    """The sections of the profile, each with its blocks of lines. An empty answer is a blank to fill in.

    With the `score` of these facts, what IRCC's form asks for stands as it is entered there; without, as stated.
    """
    # In the order of IRCC's form, as far as public sources tell it (docs/before-launch.md).
    partner = profile.counted_partner
    return [
        (_("Personal details"), [Block("", list(list_personal(profile)))]),
        (_("Study history"), list_credentials(profile.credentials)),
        (
            _("Official languages"),
            [*list_tests(profile.language_tests, rules), Block("", list(list_first_language(profile, score)))],
        ),
        (_("Application details"), [Block("", list(list_application(profile)))]),
        (_("Work history"), list_jobs(profile.jobs)),
        *([(_("Your spouse or common-law partner"), list_partner_blocks(partner, rules))] if partner else []),
    ]


def list_personal(profile: Profile) -> Iterator[Line]:
    """Who the person is."""
    yield _("Family name and given names, as in the passport"), BY_HAND
    yield _("Date of birth"), describe_day(profile.date_of_birth)
    yield _("Marital status"), get_label(MARITAL_STATUSES, profile.marital_status)
    yield _("Number of people in the family"), profile.family_size
    yield _("Passport or travel document: number, country, issued, expires"), BY_HAND
    yield _("Country of residence, and status there"), BY_HAND


def list_credentials(found: Iterable[Credential]) -> list[Block]:
    """Each credential with its assessment."""
    return [Block(get_label(LEVELS, one.level), list(list_credential(one))) for one in found] or [make_empty_block()]


def list_credential(one: Credential) -> Iterator[Line]:
    """One credential."""
    yield _("Country of study"), get_country_name(one.country)
    yield _("Awarded"), describe_month(one.awarded_on)
    yield _("Field of study, school and city"), BY_HAND
    yield _("From (year and month) and to (year and month)"), BY_HAND
    if one.country != "CA":
        yield _("Educational credential assessment (ECA): issued on"), describe_day(one.eca_issued_on)
        body = BODY_NAMES[one.eca_issuer] if one.eca_issuer else BY_HAND
        yield _("Organization that made the ECA"), body
        yield _("Number of the ECA"), BY_HAND


def list_tests(found: Iterable[LanguageTest], rules: Rules) -> list[Block]:
    """Each language test with its scores and their levels."""
    return [Block(get_label(TESTS, one.test), list(list_test(one, rules))) for one in found] or [make_empty_block()]


def list_test(one: LanguageTest, rules: Rules) -> Iterator[Line]:
    """One test, its scores as on the report."""
    yield _("Date of the test"), describe_day(one.taken_on)
    yield _("Number of the report, PIN where there is one"), BY_HAND
    # Scores of a column that Express Entry does not take stand for no level there.
    if accepted(one, rules):
        for name, level in zip(ABILITIES, levels(one, rules).abilities, strict=True):
            yield capfirst(ABILITY_NAMES[name]), describe_score(getattr(one, name), level)
    yield _("Ceases to count on"), describe_day(years_after(one.taken_on, rules["language/validity"].points("test")))


def describe_score(scored: float, level: int) -> str:
    """A score with its level: "7.5 (CLB or NCLC 9)"."""
    words = _("%(score)s (CLB or NCLC %(level)d)") if level else _("%(score)s (less than CLB or NCLC %(level)d)")
    return words % {"score": format_number(scored), "level": level or LOWEST_LEVEL}


def list_first_language(profile: Profile, score: Crs | None) -> Iterator[Line]:
    """The first official language, and what is expected of tests still to be taken."""
    yield _("First official language"), describe_first_language(profile, score)
    tested = {one.language for one in profile.language_tests} if score else set()
    for expected, level in (profile.stated_levels.by_language if profile.stated_levels else {}).items():
        if expected not in tested:
            yield EXPECTED[expected], describe_level(expected, level)


def describe_first_language(profile: Profile, score: Crs | None) -> Any:
    """The language that was named; with a score that which gives more, a blank where no test decides."""
    if named := profile.first_official_language:
        return get_label(LANGUAGES, named)
    if score is None:
        return _("Whichever gives more points")
    if not score.first_official_language:
        return BY_HAND
    label = get_label(LANGUAGES, score.first_official_language)
    return format_lazy(_("{language} (gives you the most points)"), language=label) if score.bilingual else label


def describe_destination(profile: Profile) -> Any:
    """Quebec, that it is not decided, or a blank: the questions ask no more than whether it is Quebec."""
    if profile.destination_quebec:
        return _("Quebec")
    return _("I have not decided yet") if profile.destination_undecided else BY_HAND


def list_application(profile: Profile) -> Iterator[Line]:
    """What the person plans and holds."""
    yield _("Province or territory in which you plan to live"), describe_destination(profile)
    yield _("Nomination by a province or territory"), describe_yes_no(profile.provincial_nomination)
    if profile.nomination_province:
        yield _("Nominated by"), get_label(PROVINCES, profile.nomination_province)
    if profile.nomination_stream:
        yield _("Stream of the nomination"), get_label(STREAMS, profile.nomination_stream)
    yield _("Brother or sister in Canada, citizen or permanent resident"), describe_yes_no(profile.sibling_in_canada)
    if profile.sibling_of:
        yield _("Whose brother or sister"), get_label(WHOSE, profile.sibling_of)
    yield from list_study(profile.study_in_canada)
    yield _("Authorized to work in Canada"), describe_yes_no(profile.authorized_to_work_in_canada)
    if profile.work_permit_until:
        yield _("Work permit valid until"), describe_day(profile.work_permit_until)
    yield _("Money to settle, in Canadian dollars"), format_money(profile.settlement_funds_cad)
    offer, certificate = profile.job_offer, profile.certificate_of_qualification
    yield _("Job offer"), label_occupation(offer.noc) if offer else describe_yes_no(False)
    if offer and offer.basis:
        yield _("On what the offer rests"), get_label(BASES, offer.basis)
    if offer and offer.two_employers:
        yield _("Two employers make this offer together"), describe_yes_no(True)
    yield (
        _("Certificate of qualification"),
        label_occupation(certificate.noc) if certificate else describe_yes_no(False),
    )
    if certificate and isinstance(certificate.province, str):
        yield _("Issued by"), get_label(PROVINCES, certificate.province)


def list_study(found: Study | None) -> Iterator[Line]:
    """Study in Canada besides the credentials."""
    if found:
        yield _("Other full-time study in Canada, academic years"), format_number(found.full_time_academic_years)
        yield _("In a program of two years or more"), describe_yes_no(found.program_of_two_years_or_more)


def list_jobs(found: Iterable[Job]) -> list[Block]:
    """Each job, the newest first."""
    ordered = sorted(found, key=lambda one: one.start, reverse=True)
    chosen = find_primary_nocs(ordered)
    return [Block(label_occupation(one.noc), list(list_job(one, chosen))) for one in ordered] or [make_empty_block()]


def find_primary_nocs(found: Collection[Job]) -> set[str]:
    """The primary occupation: the one chosen, or the only one there is; empty where it is still to be chosen."""
    occupations = {one.noc for one in found}
    # Somebody who has one occupation was never asked which is the primary one.
    return {one.noc for one in found if one.primary} or (occupations if len(occupations) == 1 else set())


def list_job(one: Job, primary: Collection[str]) -> Iterator[Line]:
    """One job."""
    yield _("TEER of the occupation"), teer(one.noc)
    yield _("Country"), get_country_name(one.country)
    yield pgettext_lazy("of a job", "From"), describe_month(one.start)
    yield pgettext_lazy("of a job", "To"), describe_month(one.end) or _("now")
    yield from ((_("Away without working"), describe_span(leave)) for leave in one.unpaid_leave)
    yield _("Hours a week"), format_number(one.hours_per_week)
    if one.employer_country:
        yield _("Country of the employer"), get_country_name(one.employer_country)
    if one.permit_without_status:
        yield _("Under a permit, without temporary resident status"), describe_yes_no(answer=True)
    yield _("Primary occupation"), describe_yes_no(one.noc in primary) if primary else BY_HAND
    yield _("Employer, position and city"), BY_HAND


def describe_span(leave: Leave) -> Any:
    """From when until when."""
    return format_lazy(_("{start} to {end}"), start=format_date(leave.start), end=format_date(leave.end))


def list_partner_blocks(partner: Partner, rules: Rules) -> list[Block]:
    """The same of the partner."""
    lines = [
        (_("Family name and given names, as in the passport"), BY_HAND),
        (_("Date of birth"), describe_day(partner.date_of_birth)),
        (_("Comes with you to Canada"), describe_yes_no(partner.accompanying)),
    ]
    parts = (list_credentials(partner.credentials), list_tests(partner.language_tests, rules), list_jobs(partner.jobs))
    return [Block("", lines), *[block for part in parts for block in part if block.title]]


def make_empty_block() -> Block:
    """Nothing was stated."""
    return Block("", [(_("Nothing stated"), BY_HAND)])


def get_label(choices: list[tuple[str, Any]], code: str) -> Any:
    """The words of a choice."""
    return dict(choices)[code]


def describe_yes_no(answer: bool) -> Any:
    """Yes or no."""
    return pgettext_lazy("answer", "Yes") if answer else pgettext_lazy("answer", "No")


def describe_day(on: date | None) -> str:
    """A day in words."""
    return format_date(on) if on else BY_HAND


def describe_month(on: date | None) -> str:
    """A month in words."""
    return format_date(on, "YEAR_MONTH_FORMAT") if on else BY_HAND


def format_number(number: float) -> str:
    """A number without a needless ".0"."""
    return number_format(int(number) if number % 1 == 0 else number)


def format_money(amount: float | None) -> str:
    """An amount in words."""
    if amount is None:
        return BY_HAND
    return format_dollars(amount)
