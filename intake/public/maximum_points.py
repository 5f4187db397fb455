"""The most points that the selection grid and the Comprehensive Ranking System can give, from their tables."""

from scoring.profile import ABILITIES
from scoring.rulebook import Rules

SECTIONS = ("core", "partner", "transferability", "additional")


def get_grid_maximum(rules: Rules) -> int:
    """The maximum of the grid of the Federal Skilled Worker Program, in points."""
    return sum(
        (
            len(ABILITIES) * rules["programs/fsw_language"].maximum(),
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
    # Either column: with a partner, the two sections for core and partner share the same sum.
    return sum(limits.points(section, "single") for section in SECTIONS)
