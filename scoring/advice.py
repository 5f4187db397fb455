"""What would raise this score: each option is scored by the same rules, never estimated."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from math import ceil
from typing import Any, NamedTuple

from msgspec.structs import replace

from scoring import education
from scoring.advice_partner import Change, partner_changes
from scoring.assess import ProfileAssessment
from scoring.categories import find_unlisted_occupation
from scoring.changed_facts import assess_credentials, find_highest, make_test, raise_levels, replace_test, unassessed
from scoring.days import years_before
from scoring.experience import canadian
from scoring.language import Levels, accepted, expires
from scoring.language import levels as find_levels
from scoring.later_facts import (
    LONGER,
    UNDER_WAY,
    WITH_PERMIT,
    assess_change,
    find_first_day,
    find_own_day,
    find_permit_end,
)
from scoring.occupations import teer
from scoring.professions import find_profession, is_assessed_by, is_licensed
from scoring.profile import ABILITIES, HIGHEST_LEVEL, LOWEST_LEVEL, Certificate, Credential, Job, LanguageTest, Profile
from scoring.programs.tables import RequirementRow, programs
from scoring.reasons import Reason
from scoring.rulebook import Rules
from scoring.threshold_days import list_year_days
from scoring.trades import is_skilled_trade, is_trade

# The levels that are looked at for all four abilities at once.
# Transferability gives its most from 9 on (CRS criteria, C), the abilities themselves theirs at 10 (A).
WHOLE_LEVELS = (9, HIGHEST_LEVEL)
WELL = WHOLE_LEVELS[0]  # the level of French that can carry a score alone
# What the Federal Skilled Worker Program asks of everyone, and the Canadian Experience Class of TEER 0 and 1.
ASKED = 7
# To have what one holds already counted: said before what is still to be earned.
HELD = frozenset({"eca", "first_eca", "eca_body", "eca_issuer", "partner_eca"})
# What only somebody who holds it already can have assessed: said alone, and no part of a plan.
SECOND = "second_credential"
ABROAD = "US"  # any country but Canada: it changes no point
# To take a test again that is about to end: no points today, and all of them from its last day on.
KEEPING = frozenset({"test_again"})
# Half a year is ours (record 0085): within it, what ends cannot wait.
SOON = timedelta(days=183)
DAY = timedelta(days=1)
# A level in all four abilities and the next one in one of them, and the ladder that each is a rung of.
MIXED = {"all_abilities_and_one": "all_abilities", "french_up_and_one": "french_up"}
LADDERS = frozenset({"credential", "partner_test", "all_abilities", "english", "canadian_year_goes_on"})
# What is taken of a language of which no test is named.
TESTS = {"en": "celpip_general", "fr": "tef_canada"}
# The level of a second language for which the selection grid gives points (IRPR s. 79; `programs/fsw_second_language`).
SECOND_LEVEL = 5
# The levels of English that are worth a look beside French: the bonus for French rises at 5.
ENGLISH = (5, 7, 9)
# A further credential, the level of education that is named for it, and the academic years of full-time study that
# it takes at the least: no level names the length of a higher degree.
FURTHER = (
    ("one_year", "one_year", 1),
    ("two_year", "two_year", 2),
    ("bachelors", "three_year_or_bachelors", 3),
    ("masters", "masters_or_professional", 1),
    ("doctoral", "doctoral", 1),
)

HIGHER = frozenset({"masters_or_professional", "doctoral"})
DEGREES = HIGHER | {"three_year_or_bachelors"}


def takes_degree(because: Reason) -> bool:
    """Whether a change is a degree that is still to be studied for."""
    return because.facts.get("level") in DEGREES


class Option(NamedTuple):
    """One change of facts and its outcome: the assessment, CRS total, points gained, streams that it opens and closes.

    `on`: the day of this outcome, where the change has one of its own, with birthdays and with what ends till then
    renewed.
    """

    because: Reason
    found: ProfileAssessment
    crs: int
    gain: int
    opens: tuple[str, ...]
    closes: tuple[str, ...]
    on: date | None = None

    @property
    def profile(self) -> Profile:
        """The facts with the change made."""
        return self.found.profile


def advice(now: ProfileAssessment) -> list[Option]:
    """The options that raise the score, open a stream or keep it open.

    What keeps it open comes first, then papers one already has, then what opens the pool itself, then by gain.
    """
    found = [_option(now, because, changed) for because, changed in list_changes(now)]
    worth = [option for option in found if is_worth(option, now) and not _is_between(option, found)]
    return sorted(_without_dearer(worth), key=lambda option: (*rank_kind(option), -option.gain))


def is_worth(option: Option, now: ProfileAssessment) -> bool:
    """It opens a stream or keeps one open; or it gives points, which a nominee has enough of."""
    if option.opens or option.because.code in KEEPING:
        return True
    return option.gain > 0 and not now.profile.nominated


def _is_between(option: Option, found: list[Option]) -> bool:
    """A level in all abilities and the next one in one of them, which opens nothing that the level alone does not."""
    if option.because.code not in MIXED:
        return False
    level = Reason(find_ladder(option.because), clb=option.because.facts["clb"])
    return any(other.because == level and other.opens == option.opens for other in found)


def rank_kind(option: Option) -> tuple[bool, bool, bool]:
    """To keep what one has, then what one holds already, then what opens a program at all."""
    return option.because.code not in KEEPING, not is_at_hand(option), "general" not in option.opens


def is_at_hand(option: Option) -> bool:
    """Nothing new is earned: what one holds is counted, or the partner applies, where that closes no kind of round."""
    code = option.because.code
    return code in HELD or (code == "partner_first" and not option.closes)


def _without_dearer(options: list[Option]) -> Iterator[Option]:
    """Of a ladder of options (a year's program, two years, ...) only the rungs that give more than those below."""
    best: dict[str, tuple[int, int]] = {}
    for option in options:
        worth, ladder = (option.gain, len(option.opens)), find_ladder(option.because)
        if worth > best.get(ladder, (-1, -1)) or ladder not in LADDERS:
            best[ladder] = worth
            yield option


def find_ladder(because: Reason) -> str:
    """The ladder that a change is a rung of: its code, but for all years of the work that goes on the same one."""
    return "canadian_year_goes_on" if because.code in UNDER_WAY else MIXED.get(because.code, because.code)


def _option(now: ProfileAssessment, because: Reason, changed: Profile) -> Option:
    then = assess_change(because, changed, now)
    opens = tuple(stream for stream in then.streams if stream not in now.streams)
    closes = tuple(stream for stream in now.streams if stream not in then.streams)
    gain, on = then.crs.total - now.crs.total, find_own_day(because)
    return Option(because, then, then.crs.total, gain, opens, closes, on)


def list_changes(now: ProfileAssessment) -> Iterator[Change]:
    """Every change that is tried: what it is, and the facts with it."""
    yield from _language(now)
    yield from _work(now)
    yield from _education(now)
    yield from _papers(now)
    yield from partner_changes(now)


# --- Language -----------------------------------------------------------------


def _language(now: ProfileAssessment) -> Iterator[Change]:
    yield from _one_level_up(now, "ability_up", now.crs.first)
    yield from _one_level_up(now, "second_ability_up", now.crs.second)
    first = choose_test(now)
    for clb in _list_whole_levels(now):
        better = raise_levels(first, dict.fromkeys(ABILITIES, clb), now.rules)
        yield Reason("all_abilities", clb=clb), replace_test(now.profile, first, better)
    for clb in _list_mixed_levels(now):
        yield Reason("all_abilities_and_one", **_name_mixed(clb)), _mix(now, first, clb)
    yield from _french(now)
    yield from _english(now)
    yield from _ending(now)


def _name_mixed(clb: int) -> dict[str, int]:
    return {"clb": clb, "above": clb + 1}


def _mix(now: ProfileAssessment, test: LanguageTest, clb: int) -> Profile:
    """All four abilities at a level, and the next one in the ability that is nearest to it."""
    held = dict(zip(ABILITIES, find_levels(test, now.rules).abilities, strict=True))
    best = max(ABILITIES, key=lambda ability: held[ability])
    better = raise_levels(test, dict.fromkeys(ABILITIES, clb) | {best: clb + 1}, now.rules)
    return replace_test(now.profile, test, better)


def _list_whole_levels(now: ProfileAssessment) -> list[int]:
    """The levels for all four at once; of a test at hand also the one above the weakest ability."""
    if now.crs.first is None:
        return list(WHOLE_LEVELS)
    weakest = now.crs.first.lowest
    near = {max(weakest + 1, LOWEST_LEVEL), ASKED}
    wanted = {clb for clb in near if weakest < clb < WHOLE_LEVELS[0] and not _is_one_up(now.crs.first, clb)}
    return sorted(wanted.union(WHOLE_LEVELS))


def _list_mixed_levels(now: ProfileAssessment) -> list[int]:
    """The level for all four at once at which one of them at the next level may pass the grid; none without a test."""
    lowest = max(now.crs.first.lowest + 1, ASKED) if now.crs.first else WELL
    return [lowest] if lowest < WELL else []


def _is_one_up(levels: Levels, clb: int) -> bool:
    """Whether one ability alone is below a level, by one: then `_one_level_up` says the same."""
    return [clb - level for level in levels.abilities if level < clb] == [1]


def _ending(now: ProfileAssessment) -> Iterator[Change]:
    """A test that counts and ends within half a year, taken again with the same scores."""
    for levels in filter(None, (now.crs.first, now.crs.second)):
        ends = expires(levels.test, now.rules)
        if ends <= now.on + SOON:
            retaken = replace_test(now.profile, levels.test, replace(levels.test, taken_on=now.on))
            yield Reason("test_again", test=levels.test.test, ends=ends), retaken


def choose_test(now: ProfileAssessment) -> LanguageTest:
    """The test that counts first; where none does one of today, with the lowest scores that it gives."""
    return now.crs.first.test if now.crs.first else make_test(_first_test(now), now.on)


def _first_test(now: ProfileAssessment) -> str:
    """The test that a person without a valid one would take: the last one again, or one in the first language."""
    language = now.profile.first_official_language or get_only_stated(now.profile)
    taken = [t for t in now.profile.language_tests if language in (None, t.language) and accepted(t, now.rules)]
    if taken:
        return max(taken, key=lambda test: test.taken_on).test
    return TESTS[language or "en"]


def get_stated(profile: Profile) -> dict[str, int]:
    """The levels that were stated for tests still to be taken, by language."""
    return profile.stated_levels.by_language if profile.stated_levels else {}


def get_only_stated(profile: Profile) -> str | None:
    """The language that alone a level was stated for; None where it was for both or none."""
    stated = get_stated(profile)
    return next(iter(stated)) if len(stated) == 1 else None


def _one_level_up(now: ProfileAssessment, code: str, levels: Levels | None) -> Iterator[Change]:
    for ability, level in zip(ABILITIES, levels.abilities if levels else (), strict=False):
        if levels and level < HIGHEST_LEVEL:
            clb = max(level + 1, LOWEST_LEVEL)
            better = raise_levels(levels.test, {ability: clb}, now.rules)
            yield Reason(code, ability=ability, clb=clb), replace_test(now.profile, levels.test, better)


def _french(now: ProfileAssessment) -> Iterator[Change]:
    table = now.rules.get("crs/french")
    # French has given points of its own since 6 June 2017 alone.
    if table is None:
        return
    spoken = [levels for levels in (now.crs.first, now.crs.second) if levels and levels.test.language == "fr"]
    old, lowest = (spoken[0].test, spoken[0].lowest) if spoken else (make_test(TESTS["fr"], now.on), 0)
    # Of French that counts first, `_language` looks at the higher level.
    beside = not (spoken and now.crs.first in spoken)
    wanted = [*([SECOND_LEVEL] if beside and lacks_grid(now) else []), table.value("nclc"), *([WELL] if beside else [])]
    expected = None if spoken else get_stated(now.profile).get("fr")
    for clb in expect_first(wanted, expected):
        if clb > lowest:
            better = raise_levels(old, dict.fromkeys(ABILITIES, clb), now.rules)
            because = Reason("french_up", clb=clb) if spoken else name_first("first_french", clb, expected)
            yield because, replace_test(now.profile, old, better)
            if spoken and clb == ASKED:
                yield Reason("french_up_and_one", **_name_mixed(clb)), _mix(now, old, clb)


def expect_first(wanted: Sequence[int], expected: int | None) -> list[int]:
    """The levels to look at of a language without a test: the one that was stated for it, and those above.

    `expected`: None where none was stated; one below all that is wanted gives nothing by itself.
    """
    if expected is None or expected < min(wanted):
        return [*wanted]
    return [expected, *[clb for clb in wanted if clb > expected]]


def name_first(code: str, clb: int, expected: int | None) -> Reason:
    """A first test of a language at a level, with the level that was stated for it, if one was."""
    return Reason(code, clb=clb) if expected is None else Reason(code, clb=clb, expected=expected)


def lacks_grid(now: ProfileAssessment) -> bool:
    """The selection grid of the Federal Skilled Worker Program is not passed with the first language there is."""
    grid = now.programs["fsw"].find("fsw_grid")
    return now.crs.first is not None and grid is not None and grid.met is False


def _english(now: ProfileAssessment) -> Iterator[Change]:
    """English beside French that counts first: a first test of it, or a better one in all four abilities."""
    if now.crs.first is None or now.crs.first.test.language != "fr":
        return
    second = now.crs.second
    test, lowest = (second.test, second.lowest) if second else (make_test(TESTS["en"], now.on), 0)
    expected = None if second else get_stated(now.profile).get("en")
    for clb in expect_first(ENGLISH, expected):
        if clb > lowest and not (second and _is_one_up(second, clb)):
            better = raise_levels(test, dict.fromkeys(ABILITIES, clb), now.rules)
            yield name_first("english", clb, expected), replace_test(now.profile, test, better)


# --- Work and education -------------------------------------------------------


def _work(now: ProfileAssessment) -> Iterator[Change]:
    """The years of the work that goes on; else a year of Canadian work, or one more, as in the last skilled job.

    Whoever may work in Canada and has no skilled job can look for one in any occupation.
    """
    skilled = [job for job in now.profile.jobs if teer(job.noc) <= get_lowest_teer(now.rules)]
    if skilled or now.profile.authorized_to_work_in_canada:
        coming = [(because, _work_until(now, day)) for because, day in _list_coming_years(now)]
        last = max(skilled, key=lambda job: job.start, default=None)
        years = coming or [_another_year(now, last.noc if last else find_unlisted_occupation(now.rules))]
        yield from ((name_permit(because, now), changed) for because, changed in years)


def get_lowest_teer(rules: Rules) -> int:
    """The TEER down to which work is skilled."""
    return rules["work/definitions"].points("lowest_skilled_teer")


def find_first_teer(now: ProfileAssessment) -> int:
    """From which TEER on work opens the Canadian Experience Class at the level of the language (IRPR 87.1(2)(e))."""
    lowest, spoken = get_lowest_teer(now.rules), now.candidate.me.best_lowest
    asked = next((row.levels for row in list_rows(now.rules) if row.kind == "language_by_teer" and row.levels), None)
    near = (one for one in range(lowest + 1) if asked is None or (spoken or 0) >= asked.points(one))
    # Below every level the test is what is missing first.
    return next(near, 0)


def list_rows(rules: Rules) -> Iterator[RequirementRow]:
    """The requirements of every program."""
    return (row for program in programs(rules) for row in program.rows)


def name_permit(because: Reason, now: ProfileAssessment) -> Reason:
    """A year of work, with the last day of the work permit where the year is complete only after it."""
    last = find_permit_end(now.profile)
    own = find_own_day(because)
    if last is None or (own or find_first_day(because.code, now)) <= last:
        return because
    # A year that is not begun waits for the new permit.
    wait = {} if own else {"permit_weeks": max((last - now.on) // timedelta(weeks=1) + 1, 0)}
    return Reason(WITH_PERMIT[because.code], **because.facts, permit=last, **wait)


def _list_coming_years(now: ProfileAssessment) -> Iterator[tuple[Reason, date]]:
    """The years under way, each with the day on which it is complete."""
    for index, (years, day) in enumerate(list_year_days(now.candidate.me.experience, now.on)):
        weeks = ceil((day - now.on) / timedelta(weeks=1))
        code, more = (LONGER, {"years": years}) if index else ("canadian_year_goes_on", {})
        yield Reason(code, day=day, weeks=weeks, **more), day


def _another_year(now: ProfileAssessment, noc: str) -> Change:
    """A year that is not begun, and a first one as that."""
    if now.candidate.me.experience.chosen(canadian):
        because = Reason("canadian_year")
    elif is_licensed(noc, now):
        because = Reason("first_canadian_year_licensed", noc=noc)
    elif now.profile.authorized_to_work_in_canada:
        because = Reason("first_canadian_job", first_teer=find_first_teer(now), teer=get_lowest_teer(now.rules))
    else:
        because = Reason("first_canadian_year")
    return because, _a_year_later(now, noc)


def _work_until(now: ProfileAssessment, day: date) -> Profile:
    """What is still to be worked until the day in each job that goes on, put on free days before they began."""
    counted = now.candidate.me.experience.chosen(canadian)
    going = [job for job in counted if job.end is None]
    # In the past, because work of days to come counts for nothing today; `scoring.later_facts` moves it to its place.
    end = _find_free_day(counted, min(job.start for job in going) - DAY, day - now.on)
    rest = [replace(job, start=end - (day - now.on) + DAY, end=end, unpaid_leave=()) for job in going]
    return replace(now.profile, jobs=(*now.profile.jobs, *rest))


def _a_year_later(now: ProfileAssessment, noc: str) -> Profile:
    """A year on days on which nothing was worked that counts, so that none of them is counted twice."""
    counted = now.candidate.me.experience.chosen(canadian)
    end = _find_free_day(counted, now.on, now.on - years_before(now.on, 1))
    hours = now.rules["work/definitions"].points("full_week_hours")
    start = years_before(end, 1)
    # With its employer, of whom the result would otherwise say that nothing is stated (record 0061).
    year = Job(noc=noc, country="CA", start=start, end=end, hours_per_week=hours, employer_country="CA")
    return replace(now.profile, jobs=(*now.profile.jobs, year))


def _find_free_day(counted: Iterable[Job], latest: date, length: timedelta) -> date:
    """The last day, not after `latest`, that ends so long a time in which none of these jobs was held."""
    end = latest
    for job in sorted(counted, key=lambda job: job.start, reverse=True):
        if job.start <= end and (job.end is None or job.end >= end - length):
            end = job.start - DAY
    return end


def _education(now: ProfileAssessment) -> Iterator[Change]:
    credentials = now.profile.credentials
    held_rank = max([education.RANKS.get(held.level, 0) for held in credentials], default=0)
    for held, level, years in FURTHER:
        # Nobody is told to earn again what they hold, assessed or not.
        if level in DEGREES and education.RANKS[held] <= held_rank:
            continue
        # No school takes somebody without a degree into a master's or a doctorate.
        if level in HIGHER and held_rank < education.RANKS["bachelors"]:
            continue
        more = build_study(held, years)
        yield Reason("credential", level=level), replace(now.profile, credentials=(*credentials, more))
    if because := name_assessment(now):
        yield because, assess_profile(now.profile, now, because)
    yield from _second_credential(now)


def _second_credential(now: ProfileAssessment) -> Iterator[Change]:
    """A second credential from abroad, for somebody who stated one alone, of three years or more, that counts."""
    stated = [held for held in now.profile.credentials if held.level in education.POST_SECONDARY]
    level = education.level(now.candidate.me.credentials)
    if len(stated) == 1 and level == education.LEVELS[education.RANKS["bachelors"]]:
        country = stated[0].country if stated[0].country != "CA" else ABROAD
        second = Credential(level="one_year", country=country, eca_issued_on=now.on)
        yield Reason(SECOND), replace(now.profile, credentials=(*now.profile.credentials, second))


def build_study(level: str, years: int) -> Credential:
    """A credential of full-time study in Canada that meets the conditions for additional points."""
    return Credential(
        level=level,  # type: ignore[arg-type]
        country="CA",
        canadian_study_bonus=True,
        full_time_academic_years=years,
    )


def name_assessment(now: ProfileAssessment) -> Reason | None:
    """The assessment (ECA) that credentials lack, by the body of the profession where it has one; None: they lack none.

    Of an assessment whose issuer is not stated it is enough to say that the body issued it.
    """
    held, profession = now.profile.credentials, find_profession(now)
    lacking = unassessed(held, now)
    known = is_assessed_by(profession.body, now) if profession else True
    if profession and known is None and not lacking:
        return Reason("eca_issuer", **profession._asdict())
    if profession and not known and find_highest(held, now):
        return Reason("eca_body", **profession._asdict())
    if not lacking:
        return None
    return Reason("eca" if education.counted(held, now.on, now.rules) else "first_eca")


def assess_profile(profile: Profile, now: ProfileAssessment, because: Reason) -> Profile:
    """The facts with what a sentence of `name_assessment` says of the credentials."""
    body: Any = because.facts.get("body")
    if because.code == "eca_issuer":
        named = [replace(held, eca_issuer=held.eca_issuer or body) for held in profile.credentials]
        return replace(profile, credentials=tuple(named))
    return replace(profile, credentials=assess_credentials(profile.credentials, now, body))


# --- Papers -------------------------------------------------------------------


def _papers(now: ProfileAssessment) -> Iterator[Change]:
    worked = [job.noc for job in now.profile.jobs if _is_certified(job.noc, now.rules)]
    held = now.profile.certificate_of_qualification
    if worked and not (held and is_trade(held.noc, now.rules)):
        certificate = Certificate(noc=worked[-1])
        yield Reason("certificate"), replace(now.profile, certificate_of_qualification=certificate)
    if not now.profile.nominated:
        nominated = replace(now.profile, provincial_nomination=True, nomination_stream="express_entry")
        yield _nomination(now), nominated
    yield from _funds(now)


def _is_certified(noc: str, rules: Rules) -> bool:
    """A skilled trade in which certificates are known to be issued."""
    return is_skilled_trade(noc, rules) and is_trade(noc, rules) is True


def _nomination(now: ProfileAssessment) -> Reason:
    """Where there are additional points already, it fills them up to their limit."""
    if not now.crs.additional:
        return Reason("nomination_up")
    column = "with_partner" if now.profile.counted_partner else "single"
    limit = now.rules["crs/limits"].points("additional", column)
    return Reason("nomination_rest", limit=limit, held=now.crs.additional)


def _funds(now: ProfileAssessment) -> Iterator[Change]:
    """The money that a program asks for, where less was stated, or nothing."""
    rows = [row for program in now.programs.values() for row in program.requirements if row.code == "funds"]
    # An offer may exempt from the funds of one program and not of another (IRPR 76(1)(b)(ii), 87.2(5)).
    lacking = [row for row in rows if row.met is not True and "needed_cad" in row.because.facts]
    for row in lacking[:1]:
        needed = row.because.facts["needed_cad"]
        code = "more_funds" if row.met is False else "show_funds"
        # An amount is renewed each year, and a bank's letter is of an average: said wherever the money is advised.
        since, months = row.source.effective, now.rules["guide/conditions"].points("funds_months")
        because = Reason(code, **row.because.facts, since=since, months=months)
        yield because, replace(now.profile, settlement_funds_cad=needed)
