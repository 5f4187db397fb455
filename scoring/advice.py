"""What would raise this score: each option is worked out by the same rules, never estimated.

An option changes the facts in a copy and scores the copy on the same day. What
changes neither the score nor the streams is left out; nothing here speaks of
the chance of an invitation.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from scoring import education
from scoring.assess import Assessment, assess
from scoring.days import years_before
from scoring.occupations import teer
from scoring.profile import (
    ABILITIES,
    COUPLES,
    Certificate,
    Credential,
    Job,
    LanguageTest,
    Partner,
    Profile,
)
from scoring.reasons import Reason
from scoring.rulebook import Rulebook, Rules

LOWEST, HIGHEST = 4, 10  # the levels that the conversion charts tell apart
PARTNER_CLB = (5, 7, 9)
LADDERS = frozenset({"credential", "partner_test", "all_abilities"})
# A further credential, and the level of education that is named for it.
FURTHER = (
    ("one_year", "one_year"),
    ("two_year", "two_year"),
    ("bachelors", "three_year_or_bachelors"),
    ("masters", "masters_or_professional"),
    ("doctoral", "doctoral"),
)


class Option(NamedTuple):
    """One change of facts and what it comes to; `opens` are streams that it adds, `closes` that it takes."""

    because: Reason
    profile: Profile
    crs: int
    gain: int
    opens: tuple[str, ...]
    closes: tuple[str, ...]


def advice(now: Assessment) -> list[Option]:
    """The options that raise the score or open a stream, the greatest gain first."""
    found = [_option(now, because, changed) for because, changed in _changes(now)]
    worth = [option for option in found if option.gain > 0 or option.opens]
    return sorted(_without_dearer(worth), key=lambda option: (-option.gain, -len(option.opens)))


def _without_dearer(options: list[Option]) -> Iterator[Option]:
    """Of a ladder of options (a year's program, two years, ...) only the rungs that give more than those below."""
    best: dict[str, tuple[int, int]] = {}
    for option in options:
        worth = (option.gain, len(option.opens))
        if worth > best.get(option.because.code, (-1, -1)) or option.because.code not in LADDERS:
            best[option.because.code] = worth
            yield option


def _option(now: Assessment, because: Reason, changed: Profile) -> Option:
    then = assess(changed, now.on, now.book)
    opens = tuple(stream for stream in then.streams if stream not in now.streams)
    closes = tuple(stream for stream in now.streams if stream not in then.streams)
    return Option(because, changed, then.crs.total, then.crs.total - now.crs.total, opens, closes)


Change = tuple[Reason, Profile]


def _changes(now: Assessment) -> Iterator[Change]:
    yield from _language(now)
    yield from _work(now)
    yield from _education(now)
    yield from _papers(now)
    yield from _partner(now)


# --- Language -----------------------------------------------------------------


def _language(now: Assessment) -> Iterator[Change]:
    for code, levels in (("ability_up", now.crs.first), ("second_ability_up", now.crs.second)):
        if levels:
            for index, ability in enumerate(ABILITIES):
                if levels[index] < HIGHEST:
                    clb = max(levels[index] + 1, LOWEST)
                    better = _at_least(levels.test, {ability: clb}, now.rules)
                    yield Reason(code, ability=ability, clb=clb), _with_test(now.profile, levels.test, better)
    if now.crs.first:
        for clb in (9, HIGHEST):
            better = _at_least(now.crs.first.test, dict.fromkeys(ABILITIES, clb), now.rules)
            yield Reason("all_abilities", clb=clb), _with_test(now.profile, now.crs.first.test, better)
    yield from _french(now)


def _french(now: Assessment) -> Iterator[Change]:
    table = now.rules.get("crs/french")
    if table is None:
        return
    clb = table.value("nclc")
    tests = [levels.test for levels in (now.crs.first, now.crs.second) if levels and levels.test.language == "fr"]
    old = tests[0] if tests else _a_test("tef_canada", now.on)
    yield (
        Reason("french", clb=clb),
        _with_test(now.profile, old, _at_least(old, dict.fromkeys(ABILITIES, clb), now.rules)),
    )


def _a_test(name: str, on: date) -> LanguageTest:
    return LanguageTest(test=name, taken_on=on, reading=0, writing=0, listening=0, speaking=0)  # type: ignore[arg-type]


def _at_least(test: LanguageTest, levels: dict[str, int], rules: Rules) -> LanguageTest:
    """The same test with the lowest scores that reach these levels, where it does not reach them yet."""
    cells = rules[test.chart].cells
    scores = {name: max(getattr(test, name), float(cells[str(level)][name])) for name, level in levels.items()}
    return replace(test, **scores)


def _with_test(profile: Profile, old: LanguageTest, new: LanguageTest) -> Profile:
    others = tuple(test for test in profile.language_tests if test is not old)
    return replace(profile, language_tests=(*others, new))


# --- Work and education -------------------------------------------------------


def _work(now: Assessment) -> Iterator[Change]:
    """A year more of Canadian work, in the occupation of the last skilled job, or of any skilled one."""
    lowest = now.rules["work/definitions"].points("lowest_skilled_teer")
    skilled = [job for job in now.profile.jobs if teer(job.noc) <= lowest]
    if skilled:
        last = max(skilled, key=lambda job: job.start)
        yield Reason("canadian_year"), _a_year_later(now, last.noc)


def _a_year_later(now: Assessment, noc: str) -> Profile:
    """A year before the days that are counted already, so that none of them is counted twice."""
    counted = [job.start for job in now.profile.jobs if job.country == "CA"]
    end = min([*counted, now.on + timedelta(days=1)]) - timedelta(days=1)
    hours = now.rules["work/definitions"].points("full_week_hours")
    year = Job(noc=noc, country="CA", start=years_before(end, 1), end=end, hours_per_week=hours)
    return replace(now.profile, jobs=(*now.profile.jobs, year))


def _education(now: Assessment) -> Iterator[Change]:
    credentials = now.profile.credentials
    for held, level in FURTHER:
        more = Credential(level=held, country="CA")  # type: ignore[arg-type]
        yield Reason("credential", level=level), replace(now.profile, credentials=(*credentials, more))
    if _unassessed(credentials, now):
        yield Reason("eca"), replace(now.profile, credentials=_assessed(credentials, now.on))


def _unassessed(credentials: tuple[Credential, ...], now: Assessment) -> bool:
    return any(not education.counts(c, now.on, now.rules) and _awarded(c, now.on) for c in credentials)


def _awarded(credential: Credential, on: date) -> bool:
    return credential.awarded_on is None or credential.awarded_on <= on


def _assessed(credentials: tuple[Credential, ...], on: date) -> tuple[Credential, ...]:
    return tuple(c if c.country == "CA" else replace(c, eca_issued_on=on) for c in credentials)


# --- Papers -------------------------------------------------------------------


def _papers(now: Assessment) -> Iterator[Change]:
    trades = now.rules["programs/fst_occupations"]
    worked = [job.noc for job in now.profile.jobs if job.noc in trades]
    if worked and not now.profile.certificate_of_qualification:
        certificate = Certificate(noc=worked[-1])
        yield Reason("certificate"), replace(now.profile, certificate_of_qualification=certificate)
    if not now.profile.provincial_nomination:
        yield Reason("nomination"), replace(now.profile, provincial_nomination=True)


# --- The partner --------------------------------------------------------------


def _partner(now: Assessment) -> Iterator[Change]:
    profile, partner = now.profile, now.profile.partner
    if partner is None or profile.marital_status not in COUPLES:
        return
    if profile.counted_partner:
        yield from _partner_papers(now, partner)
        yield Reason("partner_stays"), replace(profile, partner=replace(partner, accompanying=False))
    if partner.date_of_birth and not partner.canadian and partner.date_of_birth <= now.on:
        yield Reason("partner_first"), swapped(profile, partner)


def _partner_papers(now: Assessment, partner: Partner) -> Iterator[Change]:
    old = partner.language_tests[-1] if partner.language_tests else _a_test("celpip_general", now.on)
    for clb in PARTNER_CLB:
        better = replace(_at_least(old, dict.fromkeys(ABILITIES, clb), now.rules), taken_on=now.on)
        yield Reason("partner_test", clb=clb), _with_partner(now, partner, language_tests=(better,))
    if _unassessed(partner.credentials, now):
        yield Reason("partner_eca"), _with_partner(now, partner, credentials=_assessed(partner.credentials, now.on))


def _with_partner(
    now: Assessment, partner: Partner, **facts: tuple[LanguageTest, ...] | tuple[Credential, ...]
) -> Profile:
    return replace(now.profile, partner=replace(partner, **facts))


def swapped(profile: Profile, partner: Partner) -> Profile:
    """The partner as principal applicant; a certificate, an offer and a nomination stay with the person they name."""
    other = Partner(
        accompanying=True,
        canadian=False,
        date_of_birth=profile.date_of_birth,
        credentials=profile.credentials,
        language_tests=profile.language_tests,
        jobs=profile.jobs,
    )
    assert partner.date_of_birth  # asked for by the caller
    return replace(
        profile,
        date_of_birth=partner.date_of_birth,
        partner=other,
        credentials=partner.credentials,
        language_tests=partner.language_tests,
        jobs=partner.jobs,
        first_official_language=None,
        certificate_of_qualification=None,
        provincial_nomination=False,
        job_offer=None,
        authorized_to_work_in_canada=False,
        foreign_military_years=0,
        profile_submitted_at=None,
    )
