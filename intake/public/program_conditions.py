"""What a program asks for, in sentences: one function for each thing to compare, by the kinds of its requirements.

Nothing here knows a program by its code, so a class that a new edition brings is described as the others are.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from scoring import experience, fsw_grid
from scoring.dates import format_date
from scoring.experience import Counts, WorkInOccupations
from scoring.numbers import group_thousands
from scoring.programs.document_requirements import funds_needed
from scoring.programs.tables import Program, RequirementRow
from scoring.rulebook import Rules
from scoring.table import span
from scoring.words import LEVEL_NAMES

Describe = Callable[[Program, Rules], Iterator[Any]]
FAMILY = 4  # an example beside one person's funds
WORK = ("continuous_work", "work_in_one_occupation", "work_in_total")
LANGUAGE = ("first_language", "language", "language_by_teer", "language_by_ability")
HOW = {
    # IRPR 75(2)(a): over a continuous period, in the primary occupation.
    "continuous_work": gettext_lazy("Without a break, in one occupation"),
    # IRPR 87.2(3)(b): in the trade that the application names.
    "work_in_one_occupation": gettext_lazy("In one occupation, breaks allowed"),
    # IRPR 87.1(2)(a): in one or more occupations.
    "work_in_total": gettext_lazy("In one or more occupations, breaks allowed"),
}


class WorkCondition(NamedTuple):
    """Work that counts, in words: for whom such a program is made, where the work is done, what does not count."""

    made_for: Any
    place: Any
    without: Any


# IRPR 73(2): work is what wages or commission are paid for.
UNPAID = gettext_lazy("Unpaid work")
SKILLED = gettext_lazy("Skilled workers, with experience in Canada or abroad")
KINDS: dict[Counts, WorkCondition] = {
    experience.skilled_work: WorkCondition(SKILLED, gettext_lazy("In Canada or abroad"), UNPAID),
    experience.foreign: WorkCondition(
        gettext_lazy("People who have worked abroad"), gettext_lazy("Outside Canada"), gettext_lazy("Unpaid work")
    ),
    experience.canadian: WorkCondition(
        gettext_lazy("People who already worked in Canada"),
        gettext_lazy("Authorized work in Canada"),
        # IRPR 87.1(3)(a) and (b).
        gettext_lazy(
            "Unpaid or unauthorized work, self-employment (some physicians excepted), work while studying full time"
        ),
    ),
    experience.canadian_or_foreign: WorkCondition(
        SKILLED,
        gettext_lazy("In Canada or abroad"),
        gettext_lazy(
            "Unpaid work; in Canada also unauthorized work, self-employment (some physicians excepted) and work while "
            "studying full time"
        ),
    ),
    experience.trade: WorkCondition(
        gettext_lazy("People qualified in a skilled trade"),
        gettext_lazy("In a trade, in Canada or abroad, once qualified to practise it"),
        gettext_lazy("Unpaid work, work while studying full time"),
    ),
}


def find_rows(program: Program, *kinds: str) -> list[RequirementRow]:
    """Its requirements of these kinds."""
    return [row for row in program.rows if row.kind in kinds]


def get_kind(row: RequirementRow) -> WorkCondition:
    """The words for the work that a requirement counts."""
    return KINDS[row.counts.counts if isinstance(row.counts, WorkInOccupations) else row.counts]


def describe_people(program: Program, rules: Rules) -> Iterator[Any]:
    """For whom it is made, as far as the work says that it asks for."""
    yield from dict.fromkeys(get_kind(row).made_for for row in find_rows(program, *WORK))


def describe_work(program: Program, rules: Rules) -> Iterator[Any]:
    """How much work, how and where."""
    for row in find_rows(program, *WORK):
        yield describe_amount(row, rules)
        yield HOW[row.kind]
        yield get_kind(row).place


def describe_amount(row: RequirementRow, rules: Rules) -> str:
    """A number of hours, and the years of full-time work that they make, in this many years."""
    years, rest = divmod(row.hours, rules["work/definitions"].points("year_hours"))
    facts = {"years": years, "hours": group_thousands(row.hours), "window": row.years}
    if rest:
        return (
            ngettext(
                "%(hours)s hour of full-time work, or the equivalent part-time, in the last %(window)s years",
                "%(hours)s hours of full-time work, or the equivalent part-time, in the last %(window)s years",
                row.hours,
            )
            % facts
        )
    return (
        ngettext(
            "%(years)s year of full-time work (%(hours)s hours, or the equivalent part-time), in the last "
            "%(window)s years",
            "%(years)s years of full-time work (%(hours)s hours, or the equivalent part-time), in the last "
            "%(window)s years",
            years,
        )
        % facts
    )


def describe_occupations(program: Program, rules: Rules) -> Iterator[Any]:
    """In which occupations the work counts."""
    for row in find_rows(program, *WORK):
        if row.counts is experience.trade:
            yield _("One of %(trades)s trades") % {"trades": len(rules["programs/fst_occupations"].cells)}
        elif row.occupations:
            number = len(row.occupations.cells)
            yield ngettext("The listed occupation", "One of %(count)s listed occupations", number) % {"count": number}
        elif row.teers and "-" not in row.teers:
            yield _("TEER %(teer)s") % {"teer": row.teers}
        else:
            lowest = rules["work/definitions"].points("lowest_skilled_teer")
            first, _dash, last = (row.teers or f"0-{lowest}").partition("-")
            yield _("TEER %(first)s to %(last)s") % {"first": first, "last": last}


def describe_work_left_out(program: Program, rules: Rules) -> Iterator[Any]:
    """Which work does not count."""
    yield from dict.fromkeys(get_kind(row).without for row in find_rows(program, *WORK))


def describe_language(program: Program, rules: Rules) -> Iterator[Any]:
    """Which levels in the four abilities."""
    for row in find_rows(program, *LANGUAGE):
        if row.clb:
            yield _("%(clb)s in all four abilities") % {"clb": row.clb}
        elif row.levels and row.kind == "language_by_ability":
            spoken, written = row.levels.points("speaking"), row.levels.points("reading")
            facts = {"oral": spoken, "written": written}
            yield _("%(oral)s in speaking and listening, %(written)s in reading and writing") % facts
        elif row.levels:
            for teers in filter(None, map(span, row.levels.cells)):
                facts = {"clb": row.levels.points(teers.low), "low": teers.low, "high": teers.high or teers.low}
                yield describe_level_of_teers(facts)


def describe_level_of_teers(facts: dict[str, int]) -> str:
    """The level that an occupation of one or two TEERs asks for."""
    if facts["low"] == facts["high"]:
        sentence = _(
            "%(clb)s in all four abilities where the occupation in which you have most experience is TEER %(low)s"
        )
    else:
        sentence = _(
            "%(clb)s in all four abilities where the occupation in which you have most experience is TEER %(low)s or "
            "%(high)s"
        )
    return sentence % facts


def describe_education(program: Program, rules: Rules) -> Iterator[Any]:
    """Which credential."""
    years = rules["education/validity"].points("eca")
    for row in find_rows(program, "education"):
        yield _(
            "A secondary or higher credential of Canada, or of another country with an assessment (ECA) less than "
            "%(years)s years old"
        ) % {"years": years}
        if row.level and row.level != "secondary":
            yield _("At least: %(level)s") % {"level": LEVEL_NAMES[row.level]}


def describe_papers(program: Program, rules: Rules) -> Iterator[Any]:
    """Whether a job offer or a certificate is needed."""
    if find_rows(program, "certificate_or_offer"):
        yield _(
            "A certificate of qualification of a province, a territory or the federal government, or a valid "
            "full-time job offer"
        )
    elif find_rows(program, "job_offer"):
        yield _("A valid job offer")
    else:
        yield _("Not needed; an offer gives points in the grid") if program.grid else _("Not needed")


def describe_grid(program: Program, rules: Rules) -> Iterator[Any]:
    """The pass mark, if there is one."""
    if program.grid:
        facts = {"mark": program.grid.pass_mark, "most": fsw_grid.get_most_points(rules)}
        yield _("%(mark)s points of %(most)s") % facts
    else:
        yield _("None")


def describe_funds(program: Program, rules: Rules) -> Iterator[Any]:
    """How much money to settle."""
    table = rules.get("programs/funds")
    for row in find_rows(program, "funds"):
        if table is None:
            yield _("Not known")
            continue
        one, more = (group_thousands(funds_needed(table, size)) for size in (1, FAMILY))
        facts = {"one": one, "more": more, "family": FAMILY}
        yield (FUNDS if row.exempt == "nobody" else FUNDS_WITHOUT_OFFER) % facts
        days = {"since": format_date(table.source.effective), "verified": format_date(table.source.verified_on)}
        sentence = _(
            "IRCC's amounts since %(since)s, last compared on %(verified)s; newer ones may have been published"
        )
        yield sentence % days


FUNDS = gettext_lazy("%(one)s Canadian dollars for one person, %(more)s for a family of %(family)s")
# IRPR 76(1)(b)(ii) and 87.2(5).
FUNDS_WITHOUT_OFFER = gettext_lazy(
    "%(one)s Canadian dollars for one person, %(more)s for a family of %(family)s; not if you may work in Canada and "
    "have a valid job offer"
)


def describe_destination(program: Program, rules: Rules) -> Iterator[Any]:
    """Where to live."""
    if find_rows(program, "quebec"):
        yield _("Outside Quebec")


CONDITIONS: tuple[tuple[Any, Describe], ...] = (
    (gettext_lazy("Who it is for"), describe_people),
    (gettext_lazy("Work"), describe_work),
    (gettext_lazy("Occupations"), describe_occupations),
    (gettext_lazy("Work that does not count"), describe_work_left_out),
    (gettext_lazy("Language (CLB or NCLC)"), describe_language),
    (gettext_lazy("Education"), describe_education),
    (gettext_lazy("Job offer or certificate"), describe_papers),
    (gettext_lazy("Selection grid"), describe_grid),
    (gettext_lazy("Money to settle"), describe_funds),
    (gettext_lazy("Where to live"), describe_destination),
)
