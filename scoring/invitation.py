"""After the invitation to apply: the last day, and what of the profile lapses before it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from scoring import education, language
from scoring.profile import Partner, Profile
from scoring.rulebook import Rules


class Lapse(NamedTuple):
    """A test ("test") or an educational assessment ("eca") that no longer counts from `ends` on."""

    kind: str
    name: str
    ends: date


def last_day(invited_on: date, rules: Rules) -> date:
    """The last day on which a complete application can be submitted, by the rules of the day of the invitation.

    The days are in `invitation/deadlines`, from IRCC's page "Apply for permanent residence".
    """
    return invited_on + timedelta(days=rules["invitation/deadlines"].points("application", "days"))


def lapses(profile: Profile | Partner, on: date, until: date, rules: Rules) -> Iterator[Lapse]:
    """What counts on the day `on` and no longer on `until`, the last one; a lapse after it is harmless."""
    # Tests and assessments must be valid on the day of the application too (IRPR 75(2)(d) and (e); MI s. 3).
    for test in profile.language_tests:
        ends = language.expires(test, rules)
        if on < ends <= until:
            yield Lapse("test", test.test, ends)
    for credential in profile.credentials:
        if credential.eca_issued_on and credential.country != "CA":
            ends = education.assessment_expires(credential.eca_issued_on, rules)
            if on < ends <= until:
                yield Lapse("eca", credential.country, ends)
