"""Changed copies of facts: the building blocks of advice."""

from datetime import date

from msgspec.structs import replace

from scoring import education
from scoring.assess import Assessment
from scoring.profile import ABILITIES, CHARTS, Credential, LanguageTest, Profile
from scoring.rulebook import Rules
from scoring.scales import scales


def make_test(name: str, on: date) -> LanguageTest:
    """A test taken on the day, with the lowest scores that it gives."""
    # Of TEF Canada by the column that Express Entry asks for, "Équivalence ancien score".
    lowest = float(scales().cells[CHARTS[name, "old"].removeprefix("language/")]["lowest"])
    return LanguageTest(test=name, taken_on=on, **dict.fromkeys(ABILITIES, lowest))  # type: ignore[arg-type]


def raise_levels(test: LanguageTest, levels: dict[str, int], rules: Rules) -> LanguageTest:
    """The same test with the lowest scores that reach these levels (ability -> CLB or NCLC), where it is below them."""
    cells = rules[test.chart].cells
    scores = {name: max(getattr(test, name), float(cells[str(level)][name])) for name, level in levels.items()}
    return replace(test, **scores)


def replace_test(profile: Profile, old: LanguageTest, new: LanguageTest) -> Profile:
    """The profile with one test in the place of another."""
    others = tuple(test for test in profile.language_tests if test is not old)
    return replace(profile, language_tests=(*others, new))


def unassessed(credentials: tuple[Credential, ...], now: Assessment) -> bool:
    """Some credential was awarded and counts for nothing for want of a valid ECA."""
    return any(not education.counts(c, now.on, now.rules) and _awarded(c, now.on) for c in credentials)


def _awarded(credential: Credential, on: date) -> bool:
    return credential.awarded_on is None or credential.awarded_on <= on


def assess_credentials(credentials: tuple[Credential, ...], on: date) -> tuple[Credential, ...]:
    """The same credentials, each foreign one with an ECA of the day."""
    return tuple(c if c.country == "CA" else replace(c, eca_issued_on=on) for c in credentials)
