"""What the score would be with a language test, for a person who has none that counts yet."""

from typing import NamedTuple

from scoring.assess import Assessment, assess
from scoring.changed_facts import make_test, raise_levels, replace_test
from scoring.profile import ABILITIES

SHOWN = (7, 9, 10)
TEST = "celpip_general"  # its scores are the levels


class Estimate(NamedTuple):
    """The CRS total with this level in all four abilities of an English test."""

    clb: int
    crs: int


def estimate_with_test(found: Assessment) -> list[Estimate]:
    """The total at some levels, by the same rules on the same day; nothing where a test counts already."""
    return [] if found.crs.first else [Estimate(clb, _score_with_level(found, clb)) for clb in SHOWN]


def _score_with_level(found: Assessment, clb: int) -> int:
    test = make_test(TEST, found.on)
    better = raise_levels(test, dict.fromkeys(ABILITIES, clb), found.rules)
    return assess(replace_test(found.profile, test, better), found.on, found.book).crs.total
