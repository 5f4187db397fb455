"""What IRCC sets, as the days to apply or how many programs there are, is in no sentence but comes from its tables."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

from draws.models.draws import HIGHEST_SCORE
from intake.clients.invitation_steps import OWN_WORDS
from intake.common.rule_numbers import get_number
from intake.questionnaire.steps.relatives import Sibling
from intake.questionnaire.steps.study import CONDITIONS

pytestmark = pytest.mark.quick
# A number that IRCC sets, written into a sentence: days to apply, months of a profile, years for which a test, an
# assessment or work counts, hours of a full week or of full-time study, months of study, of a stay and of funds, an
# adult's age, points that there are.
WRITTEN_OUT = re.compile(
    r"\b(60|sixty) (calendar )?days\b|\b(12|twelve) months\b"
    r"|\b(two|five|ten|2|5|10) years\b|\b(30|thirty) hours\b|\b1,?200\b|\b1,?560\b"
    r"|\b(6|six|8|eight) months\b|\b(15|fifteen) hours\b"
    r"|\b(18|eighteen)( years)? (or older|old)\b|\bturned (18|eighteen)\b",
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


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(OWN_WORDS["police"], "lived 6 months or more without a break since you turned 18", id="police"),
        pytest.param(Sibling.help_of_single, "18 or older, a Canadian citizen", id="a relative"),
        pytest.param(CONDITIONS, "with 15 hours or more of instruction a week", id="study without a credential"),
    ],
)
def test_a_sentence_says_the_number_of_its_table(words, said):
    assert said in str(words)


def read_catalogue() -> polib.POFile:
    """Every sentence in English and French."""
    return polib.pofile(str(Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES" / "django.po"))


def test_the_bound_of_a_cutoff_is_the_most_that_the_rules_give():
    assert get_number("most_points") == HIGHEST_SCORE
