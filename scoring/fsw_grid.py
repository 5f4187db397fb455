"""The selection grid of the Federal Skilled Worker Program: six factors and their points (IRPR ss. 78 to 83)."""

from msgspec import Struct

from scoring import experience
from scoring.candidate import Candidate, Order, Person
from scoring.language import Levels
from scoring.memory import make_once, remember
from scoring.profile import ABILITIES
from scoring.rulebook import Rules
from scoring.table import Table
from scoring.work import amount, worked

SHORT = frozenset({"under_one_year", "one_year"})  # programs of less than two years
FACTORS = ("language", "second_language", "education", "experience", "age", "arranged_employment", "adaptability")


class Grid(Struct, frozen=True, gc=False):
    """The points of each factor, and their total."""

    total: int
    language: int
    education: int
    experience: int
    age: int
    arranged_employment: int
    adaptability: int


@make_once
def get_most_points(rules: Rules) -> int:
    """The most that the factors give together: 100 (IRPR ss. 78 to 83). One that has ended gives none."""
    return sum(get_most(factor, table) for factor in FACTORS if (table := rules.get(f"programs/fsw_{factor}")))


def get_most(factor: str, table: Table) -> int:
    """The most that one factor gives."""
    if factor == "adaptability":
        return table.value("maximum")
    # The first language has points for each ability.
    return table.maximum() * (len(ABILITIES) if factor == "language" else 1)


def grid(c: Candidate, level: str, clb: int) -> Grid:
    """The points of each factor, and their total (IRPR ss. 78 to 83).

    `level` is that of education as this program counts it, `clb` what it asks for in the first official language.
    Raises `RuleError` where a table has no row for a fact.
    """
    points = (
        language(c, clb),
        education(c, level),
        work(c),
        c.rules["programs/fsw_age"].points(c.age),
        arranged_employment(c),
        adaptability(c),
    )
    return Grid(sum(points), *points)


def language(c: Candidate, clb: int) -> int:
    """The points for both official languages (IRPR s. 79; `programs/fsw_language`, `fsw_second_language`).

    Per ability in the first, and for the second where all four reach a level. `clb` is the level that the program asks
    for in the first.
    """
    return _language(c.rules, *order(c, clb))


def order(c: Candidate, clb: int) -> Order:
    """The first and second official language for this program.

    Of the orders whose first language is good enough, the one that gives
    most; where none is, the order that the CRS counts.
    """
    if len(c.orders) == 1:
        return c.orders[0]
    # The grid is scored for its own best order, which may not be the one that the CRS counts.
    # IRPR 79(1) has the person identify the first language; where they did not, it is one that meets the minimum.
    fitting = [(first, second) for first, second in c.orders if first and first.lowest >= clb]
    return max(fitting, key=lambda spoken: _language(c.rules, *spoken), default=(c.first, c.second))


def _language(rules: Rules, first: Levels | None, second: Levels | None) -> int:
    own = _sum_of_abilities(rules["programs/fsw_language"], first.abilities) if first else 0
    return own + rules["programs/fsw_second_language"].points(second.lowest if second else 0)


@remember
def _sum_of_abilities(table: Table, abilities: tuple[int, ...]) -> int:
    return sum(map(table.points, abilities))


def education(c: Candidate, level: str) -> int:
    """The points for the highest level, as this program counts it (IRPR s. 78; `programs/fsw_education`)."""
    return c.rules["programs/fsw_education"].points(level)


def work(c: Candidate) -> int:
    """The points for completed years of skilled work, in any occupation (IRPR s. 80; `programs/fsw_experience`)."""
    years = c.me.experience.years(experience.skilled_work, c.on, experience.windows(c.rules).fsw)
    return c.rules["programs/fsw_experience"].points(years)


def arranged_employment(c: Candidate) -> int:
    """The points for a qualifying offer of skilled work (IRPR s. 82; `programs/fsw_arranged_employment`)."""
    return c.rules["programs/fsw_arranged_employment"].points("offer") if has_arranged_employment(c) else 0


def has_arranged_employment(c: Candidate) -> bool:
    """Whether there is an offer that qualifies, in TEER 0 to 3 (IRPR s. 82)."""
    offer = c.profile.job_offer
    # By s. 82 alone: `offers.counts` asks what the CRS counts, which the Instructions may change without the grid.
    # "Made by a single employer", says s. 82(1); two of them together count for the trades alone (s. 87.2(3)(d)).
    single = offer is not None and not offer.two_employers
    return bool(offer and single and offer.qualifies and offer.noc in experience.skilled(c.rules))


def adaptability(c: Candidate) -> int:
    """What candidate and accompanying partner bring, up to the limit (IRPR s. 83; `programs/fsw_adaptability`)."""
    table = c.rules["programs/fsw_adaptability"]
    parts = [
        ("study", _studied(c.me, table)),
        ("work", _worked(c.me, experience.authorized_canadian, table)),
        # A second time, as the law has it: 10 points under s. 82 and another 5 under s. 83(1)(e).
        ("arranged_employment", has_arranged_employment(c)),
        ("relative", c.profile.has_relative),
    ]
    # A partner who is a permanent resident abroad counts here and not in the CRS (IRPR s. 83(1)).
    if c.fsw_partner:
        parts += _partner(c.fsw_partner, table)
    return min(sum([table.points(name) for name, held in parts if held]), table.value("maximum"))


def _partner(partner: Person, table: Table) -> list[tuple[str, bool]]:
    return [
        # In either official language (IRPR 83(1)(a)).
        ("partner_language", (partner.best_lowest or 0) >= table.value("partner_clb")),
        ("partner_study", _studied(partner, table)),
        ("partner_work", _worked(partner, experience.partner_canadian, table)),
    ]


def _studied(person: Person, table: Table) -> bool:
    """Full-time study in Canada for this many academic years, in a program at least that long, whatever came of it."""
    study = person.facts.study_in_canada
    # Study that ended in a credential is stated there; s. 83(1)(b) and (b.1) count it with or without one.
    long = [x.full_time_academic_years for x in person.credentials if x.country == "CA" and x.level not in SHORT]
    if study and study.program_of_two_years_or_more:
        long.append(study.full_time_academic_years)
    return bool(long) and max(long) >= table.value("study_years")


def _worked(person: Person, counts: experience.Counts, table: Table) -> bool:
    """An unbroken year of full-time work in Canada at any time: part-time work is not said to add up to it."""
    runs = person.experience.full_time_runs(counts)
    # From the beginning of time: "any previous period" (IRPR 83(1)(c)), not one of the last ten years.
    last = person.on.toordinal()
    return bool(runs) and max([worked(run, 0, last) for run in runs]) >= amount(table.value("work_hours"))
