"""The smallest change of one fact that would give more points in one row, before any limit."""

from collections.abc import Callable

from scoring.candidate import Candidate
from scoring.crs import high_wage
from scoring.crs.facts import extras, skills
from scoring.crs.rows import TABLES
from scoring.education import LEVELS, RANKS
from scoring.experience import one_foreign_occupation
from scoring.language import Levels
from scoring.merging import merge
from scoring.profile import ABILITIES
from scoring.reasons import Reason
from scoring.table import Table, span
from scoring.trades import is_trade

CREDENTIALS = tuple(RANKS)  # from the lowest up
Gain = Callable[[Candidate, Table], Reason | None]


def _next_row(table: Table, key: int, column: str | None, code: str) -> Reason | None:
    """The first row above `key` that gives more."""
    now = table.points(key, column)
    rows = sorted((row.low, row.key) for row in map(span, table.cells) if row and row.low > key)
    for low, name in rows:
        more = table.points(name, column) - now
        if more > 0:
            return Reason(code, to=low, more=more)
    return None


def _next_column(table: Table, key: int | str, level: int, code: str) -> Reason | None:
    """The first column above `level` that gives more."""
    now = table.at(key, level)
    for heading in sorted(int(column) for column in table.columns if int(column) > level):
        more = table.at(key, heading) - now
        if more > 0:
            return Reason(code, to=heading, more=more)
    return None


def _education_combined(c: Candidate, table: Table, level: int, code: str) -> Reason | None:
    """The next column; where none gives more, the next level of education that does."""
    now = table.at(c.me.level, level)
    more = {name: table.at(name, level) - now for name in LEVELS}
    # At the last column only a higher level can give more.
    higher = next((Reason("more_education", level=name, more=gain) for name, gain in more.items() if gain > 0), None)
    return _next_column(table, c.me.level, level, code) or higher


def _foreign_combined(c: Candidate, table: Table, level: int, code: str) -> Reason | None:
    """The next column; where none gives more, the next row of years of foreign work that does."""
    now = table.at(c.me.foreign_years, level)
    lows = sorted(row.low for row in map(span, table.cells) if row and row.low > c.me.foreign_years)
    more = {low: table.at(low, level) - now for low in lows}
    years = "more_foreign_years" if one_foreign_occupation(c.rules) else "more_years_abroad"
    longer = next((Reason(years, to=low, more=gain) for low, gain in more.items() if gain > 0), None)
    return _next_column(table, c.me.foreign_years, level, code) or longer


def _education(level: str, table: Table, column: str) -> Reason | None:
    """The next level of education that gives more."""
    now = table.points(level, column)
    for name in LEVELS:
        more = table.points(name, column) - now
        if more > 0:
            return Reason("more_education", level=name, more=more)
    return None


def _ability(levels: Levels | None, index: int, table: Table, column: str | None) -> Reason | None:
    return _next_row(table, levels.abilities[index] if levels else 0, column, "more_clb")


def _whole(c: Candidate, table: Table, points: int, code: str) -> Reason | None:
    more = table.maximum() - points
    return Reason(code, more=more) if more > 0 else None


def _first(index: int) -> Gain:
    return lambda c, table: _ability(c.first, index, table, c.column)


def _second(index: int) -> Gain:
    return lambda c, table: _ability(c.second, index, table, c.column)


def _partner(index: int) -> Gain:
    return lambda c, table: _ability(c.partner_test, index, table, None)


def _partner_education(c: Candidate, table: Table) -> Reason | None:
    return _education(c.partner.level, table, "partner") if c.partner else None


def _partner_work(c: Candidate, table: Table) -> Reason | None:
    return _next_row(table, c.partner.canadian_years, "partner", "more_years") if c.partner else None


def works_in_no_trade(c: Candidate) -> bool:
    """No certificate is issued in any of the occupations that were named, nor is one held."""
    jobs = c.profile.jobs
    return (
        not c.profile.certificate_of_qualification
        and bool(jobs)
        and all(is_trade(job.noc, c.rules) is False for job in jobs)
    )


def _certificate(c: Candidate, table: Table) -> Reason | None:
    if skills(c).certified:
        return _next_row(table, c.first_clb, None, "more_all_clb")
    if works_in_no_trade(c):
        return None
    more = table.points(c.first_clb)
    return Reason("more_certificate", more=more) if more else None


def _nomination(c: Candidate, table: Table) -> Reason | None:
    return None if c.profile.nominated else _whole(c, table, 0, "more_nomination")


def _sibling(c: Candidate, table: Table) -> Reason | None:
    return None if c.profile.has_sibling else _whole(c, table, 0, "more_sibling")


def _age(c: Candidate, table: Table) -> Reason | None:
    return _next_row(table, c.age, c.column, "more_age")


def _job_offer(c: Candidate, table: Table) -> Reason | None:
    """The least that a qualifying offer gives somebody who has none."""
    # Which occupation the offer would be in is not known; rows that give nothing are none to hope for.
    more = min(filter(None, table.column_values()), default=0)
    lowest = c.rules["work/definitions"].points("lowest_skilled_teer")
    return Reason("more_job_offer", more=more, lowest_teer=lowest) if more and not extras(c).meets else None


def _french(c: Candidate, table: Table) -> Reason | None:
    """French at the level asked for; with it, English at the level that gives more."""
    facts, needed = extras(c), table.value("nclc")
    if (facts.nclc or 0) < needed:
        return Reason("more_french", to=needed, more=table.points(facts.clb or 0))
    return _next_row(table, facts.clb or 0, None, "more_english")


def _canadian_study(c: Candidate, table: Table) -> Reason | None:
    """The shortest further study in Canada that gives more."""
    studied = extras(c).studied
    now = max(map(table.points, studied), default=0)
    for level in CREDENTIALS:
        more = table.points(level) - now
        if more > 0:
            return Reason("more_canadian_study", credential=level, more=more)
    return None


def _high_wage(c: Candidate, table: Table) -> Reason | None:
    """The least that work in a listed occupation gives somebody who has neither work nor an offer in one."""
    heading = high_wage.heading(table, high_wage.WORK, c.column)
    more = min(filter(None, table.column_values(heading)), default=0)
    return Reason("more_high_wage", more=more) if more and not any(extras(c).high_wage) else None


GAINS: dict[str, Gain] = merge(
    {
        "age": _age,
        "education": lambda c, table: _education(c.me.level, table, c.column),
        "canadian_work": lambda c, table: _next_row(table, c.me.canadian_years, c.column, "more_years"),
        "partner_education": _partner_education,
        "partner_canadian_work": _partner_work,
        "education_language": lambda c, table: _education_combined(c, table, c.first_clb, "more_all_clb"),
        "education_canadian_work": lambda c, table: _education_combined(c, table, c.me.canadian_years, "more_years"),
        "foreign_work_language": lambda c, table: _foreign_combined(c, table, c.first_clb, "more_all_clb"),
        "foreign_work_canadian_work": lambda c, table: _foreign_combined(c, table, c.me.canadian_years, "more_years"),
        "certificate_language": _certificate,
        "nomination": _nomination,
        "job_offer": _job_offer,
        "french": _french,
        "canadian_study": _canadian_study,
        "sibling": _sibling,
        "high_wage": _high_wage,
    },
    {f"first_language_{name}": _first(index) for index, name in enumerate(ABILITIES)},
    {f"second_language_{name}": _second(index) for index, name in enumerate(ABILITIES)},
    {f"partner_language_{name}": _partner(index) for index, name in enumerate(ABILITIES)},
)


def gain(code: str, c: Candidate) -> Reason | None:
    """The smallest change that gives more in the row of this code; None where there is none."""
    table = c.rules.get(TABLES.get(code, ""))
    return GAINS[code](c, table) if table and code in GAINS else None
