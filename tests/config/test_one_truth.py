"""What IRCC sets, as the days to apply or how many programs there are, is in no sentence but comes from its tables."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

pytestmark = pytest.mark.quick
# A number of days or months that IRCC sets, written into a sentence.
WRITTEN_OUT = re.compile(r"\b(60|sixty) (calendar )?days\b|\b(12|twelve) months\b", re.IGNORECASE)
# How many programs there are, which an edition of the tables may change.
COUNTED = re.compile(r"\b(three|two|four) (federal )?(programs|classes)\b|\bthese (three|two|four)\b", re.IGNORECASE)
# Sentences that say another thing by such a number: why it may stand there.
OTHERS: dict[str, str] = {}


def test_no_sentence_has_the_days_to_apply_or_the_months_of_a_profile_written_out():
    written = {entry.msgid for entry in read_catalogue() if WRITTEN_OUT.search(f"{entry.msgid} {entry.msgid_plural}")}
    assert written == set(OTHERS)


def test_no_sentence_counts_the_programs():
    said = [(entry.msgid, entry.msgstr) for entry in read_catalogue()]
    assert [one for one in said if COUNTED.search(one[0]) or "trois programmes" in one[1]] == []


def read_catalogue() -> polib.POFile:
    """Every sentence in English and French."""
    return polib.pofile(str(Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES" / "django.po"))
