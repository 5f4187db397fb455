"""What IRCC sets, as the days to apply or how many programs there are, is in no sentence but comes from its tables."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

from draws.models.draws import HIGHEST_SCORE
from intake.common.rule_numbers import get_number

pytestmark = pytest.mark.quick
# A number that IRCC sets, written into a sentence: days to apply, months of a profile, years for which a test, an
# assessment or work counts, hours of a full week, points that there are.
WRITTEN_OUT = re.compile(
    r"\b(60|sixty) (calendar )?days\b|\b(12|twelve) months\b"
    r"|\b(two|five|ten|2|5|10) years\b|\b(30|thirty) hours\b|\b1,?200\b|\b1,?560\b",
    re.IGNORECASE,
)
# How many programs there are, which an edition of the tables may change.
COUNTED = re.compile(r"\b(three|two|four) (federal )?(programs|classes)\b|\bthese (three|two|four)\b", re.IGNORECASE)
# Sentences that say another thing by such a number: why it may stand there.
LENGTH = "the length of a program of study, by which one is told from another"
OTHERS: dict[str, str] = {
    "If yes, was it in a program of two years or more?": LENGTH,
    "In a program of two years or more": LENGTH,
    "Yes, of one or two years": LENGTH,
}
# How far ahead we look, which is ours to set, and stands in this one sentence.
AHEAD = "Working longer abroad, or in Canada beyond the next two years"


def test_no_sentence_has_a_number_that_ircc_sets_written_out():
    written = {entry.msgid for entry in read_catalogue() if WRITTEN_OUT.search(f"{entry.msgid} {entry.msgid_plural}")}
    assert {one for one in written if not one.startswith(AHEAD)} == set(OTHERS)


def test_no_sentence_counts_the_programs():
    said = [(entry.msgid, entry.msgstr) for entry in read_catalogue()]
    assert [one for one in said if COUNTED.search(one[0]) or "trois programmes" in one[1]] == []


def read_catalogue() -> polib.POFile:
    """Every sentence in English and French."""
    return polib.pofile(str(Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES" / "django.po"))


def test_the_bound_of_a_cutoff_is_the_most_that_the_rules_give():
    assert get_number("most_points") == HIGHEST_SCORE
