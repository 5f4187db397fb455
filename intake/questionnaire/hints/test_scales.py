"""Which scores each language test can give, shown beside its four fields."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from scoring.profile import ABILITIES
from scoring.scales import check_score, scales

NEEDED = {
    "listening": _("Listening: enter a score from {lowest} to {highest}, in steps of {step}"),
    "reading": _("Reading: enter a score from {lowest} to {highest}, in steps of {step}"),
    "writing": _("Writing: enter a score from {lowest} to {highest}, in steps of {step}"),
    "speaking": _("Speaking: enter a score from {lowest} to {highest}, in steps of {step}"),
}
WHOLE = {
    "listening": _("Listening: enter a whole number from {lowest} to {highest}"),
    "reading": _("Reading: enter a whole number from {lowest} to {highest}"),
    "writing": _("Writing: enter a whole number from {lowest} to {highest}"),
    "speaking": _("Speaking: enter a whole number from {lowest} to {highest}"),
}
# Reports since 2023-12-11 have two columns; Express Entry takes the older one (IRCC, "Language test results").
OTHER_COLUMN = {
    "listening": _(
        "Listening: {score} is more than the {highest} of “Équivalence ancien score”. "
        "If it stands under “Score / 699”, select that column above."
    ),
    "reading": _(
        "Reading: {score} is more than the {highest} of “Équivalence ancien score”. "
        "If it stands under “Score / 699”, select that column above."
    ),
    "writing": _(
        "Writing: {score} is more than the {highest} of “Équivalence ancien score”. "
        "If it stands under “Score / 699”, select that column above."
    ),
    "speaking": _(
        "Speaking: {score} is more than the {highest} of “Équivalence ancien score”. "
        "If it stands under “Score / 699”, select that column above."
    ),
}
HINT = _("From {lowest} to {highest}")
HINT_WITH_M = _("M, or from {lowest} to {highest}")
TWO_COLUMNS = "tef_canada"
WITH_M, LOWEST_MARK = "celpip_general", "M"  # the test whose lowest mark is a letter


def name_scale(test: str, column: str) -> str:
    """The name of the scale: TEF Canada has one for each column of its report."""
    return f"{test}_{column or 'old'}" if test == TWO_COLUMNS else test


def fill_limits(words: Any, test: str, ability: str) -> Any:
    """A sentence with the limits of one ability in it."""
    scale = scales().cells[test]
    limits = {"lowest": scale["lowest"], "highest": scale[ability], "step": scale["step"]}
    return format_lazy(words, **{name: number_format(limit) for name, limit in limits.items()})


def describe_needed(scale: str, ability: str) -> Any:
    """The error message for something that is no score of this scale."""
    words = WHOLE if scales().cells[scale]["step"] == 1 else NEEDED
    return fill_limits(words[ability], scale, ability)


def list_hints(test: str) -> Iterator[tuple[str, Any, Any]]:
    """For each ability: its name, a hint, and the error message for what is no score."""
    for ability in ABILITIES:
        words = HINT_WITH_M if test == WITH_M else HINT
        # The limits of TEF Canada depend on the column, which is chosen on the same page.
        hint = "" if test == TWO_COLUMNS else fill_limits(words, test, ability)
        yield ability, hint, describe_needed(name_scale(test, "old"), ability)


def find_impossible_scores(test: str, scores: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The abilities whose score this test does not give, each with its message."""
    scale = name_scale(test, scores.get("scale", ""))
    for ability in ABILITIES:
        if scores.get(ability) is None:
            continue
        try:
            check_score(scale, ability, scores[ability])
        except ValueError:
            yield ability, describe_refusal(scale, ability, scores[ability])


def describe_refusal(scale: str, ability: str, score: float) -> Any:
    """The message for a score that the scale does not have; of TEF Canada's columns, which one may be meant."""
    highest, of_the_other = get_highest(scale, ability), get_highest(name_scale(TWO_COLUMNS, "699"), ability)
    if scale == name_scale(TWO_COLUMNS, "old") and highest < score <= of_the_other:
        limits = {"score": number_format(score), "highest": number_format(highest, decimal_pos=0)}
        return format_lazy(OTHER_COLUMN[ability], **limits)
    return describe_needed(scale, ability)


def get_highest(scale: str, ability: str) -> float:
    """The highest score of an ability."""
    return float(scales().cells[scale][ability])
