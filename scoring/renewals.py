"""What counts today and has ended by a later day: the tests and assessments to be had again before they end."""

from collections.abc import Container, Iterable, Iterator
from datetime import date
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from scoring import education, language
from scoring.assess import ProfileAssessment
from scoring.profile import Credential, LanguageTest, Partner, Profile
from scoring.reasons import Reason

Paper = LanguageTest | Credential
Whose = TypeVar("Whose", Profile, Partner)
# A renewal, and the sentence that says what ends.
ENDS = {
    "test_again": "test_ends",
    "eca_again": "eca_ends",
    "partner_test_again": "partner_test_ends",
    "partner_eca_again": "partner_eca_ends",
}
RENEWED = frozenset(ENDS)


class Renewal(NamedTuple):
    """To have the same again: what it is, the day on which it ceases to count, and the papers."""

    because: Reason
    ends: date
    papers: tuple[Paper, ...]


def list_renewals(now: ProfileAssessment, day: date) -> list[Renewal]:
    """The papers that count today and no longer on the day, the applicant's first."""
    candidate, partner = now.candidate, now.candidate.partner
    own = [levels.test for levels in (now.crs.first, now.crs.second) if levels]
    found = [*_tests("test_again", own, now, day), *_credentials("eca_again", candidate.me.credentials, now, day)]
    if partner:
        theirs = [candidate.partner_test.test] if candidate.partner_test else []
        found += _tests("partner_test_again", theirs, now, day)
        found += _credentials("partner_eca_again", partner.credentials, now, day)
    return found


def list_needed(profile: Profile, now: ProfileAssessment, day: date) -> list[Renewal]:
    """Of these the ones that changed facts still have, or have again; a better test takes the place of the old one."""
    held = set(_list_papers(profile))
    return [one for one in list_renewals(now, day) if not held.isdisjoint({*one.papers, *_again(one, now.on)})]


def renew(profile: Profile, now: ProfileAssessment, renewals: Iterable[Renewal]) -> Profile:
    """The facts with these papers as if of the day of the assessment."""
    papers = {paper for one in renewals for paper in one.papers}
    if not papers:
        return profile
    partner = profile.partner and _renew_person(profile.partner, papers, now.on)
    return replace(_renew_person(profile, papers, now.on), partner=partner)


def describe_end(renewal: Renewal) -> tuple[Reason, date]:
    """What ends, in a sentence, and the day."""
    facts = {name: fact for name, fact in renewal.because.facts.items() if name != "ends"}
    return Reason(ENDS[renewal.because.code], **facts, on=renewal.ends), renewal.ends


def _renew_person(person: Whose, papers: Container[Paper], on: date) -> Whose:
    return replace(
        person,
        language_tests=tuple(_date(test, on) if test in papers else test for test in person.language_tests),
        credentials=tuple(_date(held, on) if held in papers else held for held in person.credentials),
    )


def _again(renewal: Renewal, on: date) -> Iterator[Paper]:
    return (_date(paper, on) for paper in renewal.papers)


def _date(paper: Paper, on: date) -> Paper:
    return replace(paper, taken_on=on) if isinstance(paper, LanguageTest) else replace(paper, eca_issued_on=on)


def _list_papers(profile: Profile) -> Iterator[Paper]:
    yield from profile.language_tests
    yield from profile.credentials
    if profile.partner:
        yield from profile.partner.language_tests
        yield from profile.partner.credentials


def _tests(code: str, tests: Iterable[LanguageTest], now: ProfileAssessment, day: date) -> Iterator[Renewal]:
    for test in tests:
        ends = language.expires(test, now.rules)
        if ends <= day:
            yield Renewal(Reason(code, test=test.test, ends=ends), ends, (test,))


def _credentials(code: str, credentials: Iterable[Credential], now: ProfileAssessment, day: date) -> Iterator[Renewal]:
    """One for all that end by the day, before the first of them does."""
    ends = {held: end for held in credentials if (end := find_assessment_end(held, now)) and end <= day}
    if ends:
        first = min(ends.values())
        yield Renewal(Reason(code, ends=first), first, tuple(ends))


def find_assessment_end(held: Credential, now: ProfileAssessment) -> date | None:
    """The first day on which a foreign credential's assessment no longer counts; None without one."""
    if held.country == "CA" or held.eca_issued_on is None:
        return None
    return education.assessment_expires(held.eca_issued_on, now.rules)
