"""Changed copies of facts: the building blocks of advice."""

from datetime import date

from msgspec.structs import replace

from scoring import education
from scoring.assess import ProfileAssessment
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


def list_unassessed(credentials: tuple[Credential, ...], now: ProfileAssessment) -> list[Credential]:
    """The credentials that were awarded and count for nothing for want of a valid ECA."""
    return [held for held in credentials if _lacks_assessment(held, now)]


def unassessed(credentials: tuple[Credential, ...], now: ProfileAssessment) -> bool:
    """Some credential was awarded and counts for nothing for want of a valid ECA."""
    return bool(list_unassessed(credentials, now))


def _lacks_assessment(held: Credential, now: ProfileAssessment) -> bool:
    return _is_awarded(held, now.on) and not education.counts(held, now.on, now.rules)


def _is_awarded(held: Credential, on: date) -> bool:
    return held.awarded_on is None or held.awarded_on <= on


def assess_credentials(
    credentials: tuple[Credential, ...], now: ProfileAssessment, body: str | None = None
) -> tuple[Credential, ...]:
    """The same credentials, those without a valid ECA with one of the day.

    `body`: who issues them, where the profession has a body of its own; then the highest has one of it in any case.
    """
    own = find_highest(credentials, now) if body else None
    return tuple(
        replace(held, eca_issued_on=now.on, eca_issuer=body) if held is own or _lacks_assessment(held, now) else held
        for held in credentials
    )


def find_highest(credentials: tuple[Credential, ...], now: ProfileAssessment) -> Credential | None:
    """The highest foreign credential that was awarded by the day: the one of a profession; None without one."""
    foreign = [held for held in credentials if held.country != "CA" and _is_awarded(held, now.on)]
    return max(foreign, key=lambda held: education.RANKS.get(held.level, 0), default=None)
