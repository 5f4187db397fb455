"""What IRCC sets, as the days to apply, is in no sentence but comes from its dated table."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

pytestmark = pytest.mark.quick
# A number of days or months that IRCC sets, written into a sentence.
WRITTEN_OUT = re.compile(r"\b(60|sixty) (calendar )?days\b|\b(12|twelve) months\b", re.IGNORECASE)
# Sentences that say another thing by such a number: why it may stand there.
OTHERS: dict[str, str] = {}


def test_no_sentence_has_the_days_to_apply_or_the_months_of_a_profile_written_out():
    catalogue = polib.pofile(str(Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES" / "django.po"))
    written = {entry.msgid for entry in catalogue if WRITTEN_OUT.search(f"{entry.msgid} {entry.msgid_plural}")}
    assert written == set(OTHERS)
