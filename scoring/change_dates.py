"""Every day on which something about a person may change although no fact does."""

from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date, timedelta

from scoring import education, experience, language
from scoring.categories import counted, list_tables
from scoring.crs import high_wage
from scoring.days import years_after
from scoring.experience import Counts, Experience
from scoring.profile import PERMIT_OF_EMPLOYER, Credential, LanguageTest, Partner, Profile
from scoring.programs import change_days
from scoring.programs.tables import programs
from scoring.rulebook import Rules
from scoring.table import Table, begins
from scoring.threshold_days import Ahead, crossing_days
from scoring.work import amount

# Parts of an assessment, besides the programs by their names. Papers are tests, credentials and permits, which other
# parts look at: whatever they move stands beside them.
CRS, CATEGORIES, PAPERS = "crs", "categories", "papers"
# Tables whose rows, or whose columns, are years of work: one may end while the others go on.
CANADIAN = ("crs/canadian_work",)
CANADIAN_ACROSS = ("crs/education_canadian_work", "crs/foreign_work_canadian_work")
FOREIGN = ("crs/foreign_work_language", "crs/foreign_work_canadian_work")
Turns = Mapping[date, Set[str]]


def find_turns(profile: Profile, ahead: Ahead, rules: Rules, works: Mapping[int, Experience]) -> Turns:
    """The days ahead, all under the same rules, each with the parts that it can move."""
    found: dict[date, set[str]] = {}
    for parts, days in _sources(profile, ahead, rules, works):
        for day in days:
            # The first day is worked out whole in any case, and the last begins another edition or is not looked at.
            if ahead.start < day < ahead.end:
                found.setdefault(day, set()).update(parts)
    return found


def list_parts(rules: Rules) -> frozenset[str]:
    """All parts of an assessment under these rules."""
    return frozenset([PAPERS, CRS, CATEGORIES, *[program.code for program in programs(rules)]])


def _partner_parts(rules: Rules) -> frozenset[str]:
    """The parts that look at the papers of a partner."""
    return frozenset([PAPERS, CRS, *change_days.list_grids(rules)])


def _sources(
    profile: Profile, ahead: Ahead, rules: Rules, works: Mapping[int, Experience]
) -> Iterator[tuple[Set[str], Iterable[date]]]:
    """Parts and days that can move them; whatever a part comes to look at needs a line here."""
    own, partner = works[id(profile)], profile.fsw_partner
    if ages_of_crs := rules.get("crs/age"):
        yield {CRS}, _birthdays(profile.date_of_birth, ages_of_crs, ahead)
    for code, ages in change_days.list_ages(rules):
        yield {code}, _birthdays(profile.date_of_birth, ages, ahead)
    yield list_parts(rules), _person(profile, rules)
    yield list_parts(rules), _permit(profile)
    if own.jobs:
        yield {CRS}, _crs(own, ahead, rules)
        yield from change_days.turning_days(own, ahead, rules)
        yield {CATEGORIES}, _categories(own, ahead, rules)
    if partner:
        work = works[id(partner)]
        yield _partner_parts(rules), _person(partner, rules)
        yield {CRS}, _canadian_years(work, ahead, rules)
        yield from change_days.partner_turning_days(work, ahead, rules)


def _birthdays(born: date, ages: Table, ahead: Ahead) -> Iterator[date]:
    """Those on which a row of a table of ages begins."""
    rows = begins(ages)
    for year in range(ahead.start.year, ahead.end.year + 1):
        # Inside a row ("20-29") a birthday moves nothing, and each turning day
        # costs a part of an assessment (record 0014).
        if year - born.year in rows:
            yield years_after(born, year - born.year)


def _person(person: Profile | Partner, rules: Rules) -> Iterator[date]:
    yield from _tests(person.language_tests, rules)
    yield from _credentials(person.credentials, rules)


def _tests(tests: Iterable[LanguageTest], rules: Rules) -> Iterator[date]:
    for test in tests:
        yield test.taken_on
        yield language.expires(test, rules)


def _credentials(credentials: Iterable[Credential], rules: Rules) -> Iterator[date]:
    for credential in credentials:
        if credential.awarded_on:
            yield credential.awarded_on
        if credential.eca_issued_on:
            yield credential.eca_issued_on
            yield education.assessment_expires(credential.eca_issued_on, rules)


def _permit(profile: Profile) -> Iterator[date]:
    """The days on which the work in Canada that stands for the occupation on a permit becomes another."""
    if profile.job_offer and profile.job_offer.basis in PERMIT_OF_EMPLOYER:
        for job in profile.jobs:
            yield job.start
            if job.end:
                yield job.end + timedelta(days=1)


# --- Work ---------------------------------------------------------------------


def _crs(work: Experience, ahead: Ahead, rules: Rules) -> Iterator[date]:
    window = experience.windows(rules).crs
    yield from _canadian_years(work, ahead, rules)
    foreign = _years(rules, FOREIGN, work)
    if experience.one_foreign_occupation(rules):
        yield from _each(work, experience.foreign, window, foreign, ahead)
    else:
        yield from crossing_days(work.spells(experience.foreign), window, foreign, ahead)
    table = rules.get(high_wage.POINTS)
    if table:
        listed, needed = high_wage.window(rules, table), high_wage.needed(rules, table)
        yield from _each(work, experience.canadian, listed, [needed], ahead)


def _canadian_years(work: Experience, ahead: Ahead, rules: Rules) -> Iterator[date]:
    """The candidate's or the partner's, for the CRS."""
    years = _years(rules, CANADIAN, work)
    years += [int(column) * work.measure.year for name in CANADIAN_ACROSS for column in _columns(rules, name)]
    yield from crossing_days(work.spells(experience.canadian), experience.windows(rules).crs, years, ahead)


def _categories(work: Experience, ahead: Ahead, rules: Rules) -> Iterator[date]:
    listing = list_tables(rules).listing
    for noc in work.nocs(experience.paid):
        for _name, table in listing.get(noc, ()):
            yield from _listed(work, counted(table), noc, table, ahead)


def _listed(work: Experience, counts: Counts, noc: str, table: Table, ahead: Ahead) -> Iterator[date]:
    runs = work.runs(counts, noc) if table.values["continuous"] else [work.spells(counts, noc)]
    for spells in runs:
        yield from crossing_days(spells, table.value("window_years"), [amount(table.value("hours"))], ahead)


def _each(work: Experience, counts: Counts, years: int, thresholds: list[int], ahead: Ahead) -> Iterator[date]:
    """The crossings in each occupation."""
    for noc in work.nocs(counts):
        yield from crossing_days(work.spells(counts, noc), years, thresholds, ahead)


def _columns(rules: Rules, name: str) -> list[str]:
    """The columns of a table that is in force, where the rows of years have ended."""
    # While they are in force, their days are those of the columns as well.
    if name not in rules.tables or CANADIAN[0] in rules.tables:
        return []
    return [column for column in rules.tables[name].columns if int(column)]


def _years(rules: Rules, names: tuple[str, ...], work: Experience) -> list[int]:
    """The amounts of work at which the rows begin of those of the tables that are in force."""
    found = {years for name in names if name in rules.tables for years in begins(rules.tables[name])}
    return [years * work.measure.year for years in found if years]
