"""The scores that each language test can give."""

from scoring.memory import make_once
from scoring.table import Table
from scoring.table_files import shipped

# What else a score that is not on the scale may be.
HINTS = {"tef_canada_old": "; on a report with two columns this is the one called 'Équivalence ancien score'"}


@make_once
def scales() -> Table:
    """By test: the lowest score, the highest of each ability, and the step between two (`language/scales`)."""
    return shipped("language/scales")


def check_score(test: str, ability: str, score: float) -> None:
    """Accept a score that the test can give; `ability` is one of `scoring.profile.ABILITIES`.

    Raises `ValueError`, naming the ability, for any other.
    """
    scale = scales().cells[test]
    lowest, highest, step = float(scale["lowest"]), float(scale[ability]), float(scale["step"])
    if not lowest <= score <= highest:
        raise ValueError(
            f"{ability}: {score:g} is not on the scale of this test, {lowest:g} to {highest:g}{HINTS.get(test, '')}"
        )
    # Steps are wholes and halves, which floats hold exactly.
    if score % step:
        raise ValueError(f"{ability}: {score:g} is not a score of this test, which goes in steps of {step:g}")
