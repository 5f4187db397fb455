"""The three federal programs side by side: every number from the tables in force on a day."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from scoring.programs.papers import funds_needed
from scoring.rulebook import Rules
from scoring.table import Source, span

FAMILY = 4  # an example beside one person's funds
SECTIONS = ("core", "partner", "transferability", "additional")


class ProgramComparison(NamedTuple):
    """What the programs ask for: hours of work, years, levels, points, Canadian dollars.

    `windows` are the years in which work counts, by program; `cec_levels` are
    (lowest TEER, highest TEER, CLB); `funds` are (one person, a family of `family`), None where no table is in force.
    """

    year_hours: int
    week_hours: int
    lowest_teer: int
    windows: dict[str, int]
    fsw_hours: int
    cec_hours: int
    fst_hours: int
    fsw_clb: int
    cec_levels: list[tuple[int, int, int]]
    fst_oral: int
    fst_written: int
    trades: int
    pass_mark: int
    grid_most: int
    eca_years: int
    test_years: int
    family: int
    funds: tuple[int, int] | None
    sources: list[tuple[Any, Source]]

    @property
    def years(self) -> dict[str, int]:
        """The years of full-time work that the hours make, by program."""
        hours = {"fsw": self.fsw_hours, "cec": self.cec_hours, "fst": self.fst_hours}
        return {program: needed // self.year_hours for program, needed in hours.items()}


def compare_programs(rules: Rules) -> ProgramComparison:
    """The programs under the rules of a day."""
    work, fsw, fst = rules["work/definitions"], rules["programs/fsw_minimum"], rules["programs/fst"]
    cec, windows, funds = rules["programs/cec"], rules["work/windows"], rules.get("programs/funds")
    return ProgramComparison(
        year_hours=work.points("year_hours"),
        week_hours=work.points("full_week_hours"),
        lowest_teer=work.points("lowest_skilled_teer"),
        windows={program: windows.points(program) for program in ("fsw", "cec", "fst")},
        fsw_hours=fsw.points("work_hours"),
        cec_hours=cec.value("work_hours"),
        fst_hours=fst.value("work_hours"),
        fsw_clb=fsw.points("clb"),
        cec_levels=[(row.low, row.high or row.low, cec.points(row.low)) for row in filter(None, map(span, cec.cells))],
        fst_oral=fst.points("speaking"),
        fst_written=fst.points("reading"),
        trades=len(rules["programs/fst_occupations"].cells),
        pass_mark=fsw.points("pass_mark"),
        grid_most=get_grid_maximum(rules),
        eca_years=rules["education/validity"].points("eca"),
        test_years=rules["language/validity"].points("test"),
        family=FAMILY,
        funds=(funds_needed(funds, 1), funds_needed(funds, FAMILY)) if funds else None,
        sources=list_sources(rules),
    )


def get_grid_maximum(rules: Rules) -> int:
    """The maximum of the grid of the Federal Skilled Worker Program, in points."""
    abilities = len(rules["programs/fst"].cells)
    return sum(
        (
            abilities * rules["programs/fsw_language"].maximum(),
            rules["programs/fsw_second_language"].maximum(),
            rules["programs/fsw_education"].maximum(),
            rules["programs/fsw_experience"].maximum(),
            rules["programs/fsw_age"].maximum(),
            rules["programs/fsw_arranged_employment"].maximum(),
            rules["programs/fsw_adaptability"].value("maximum"),
        )
    )


def get_crs_maximum(rules: Rules) -> int:
    """The maximum of the Comprehensive Ranking System, in points."""
    limits = rules["crs/limits"]
    return sum(limits.points(section, "single") for section in SECTIONS)


def list_sources(rules: Rules) -> list[tuple[Any, Source]]:
    """Where the numbers come from."""
    named = {
        "programs/fsw_minimum": _("Federal Skilled Worker Program"),
        "programs/cec": _("Canadian Experience Class"),
        "programs/fst": _("Federal Skilled Trades Program"),
        "work/definitions": _("What counts as work"),
        "work/windows": _("The years in which work counts"),
        "education/validity": _("Assessment of foreign credentials"),
        "language/validity": _("Language tests"),
        "programs/funds": _("Settlement funds"),
    }
    tables = [(words, rules.get(name)) for name, words in named.items()]
    return [(words, table.source) for words, table in tables if table]
