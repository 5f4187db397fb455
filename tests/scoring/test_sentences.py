"""What is said comes from what was computed: the numbers in the sentences of random profiles against the assessment."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import Phase, given, settings

from scoring import education, experience, fsw_grid
from scoring.advice import advice
from scoring.assess import ProfileAssessment
from scoring.candidate import Candidate
from scoring.days import age_on
from scoring.profile import ABILITIES, decode
from scoring.programs.application import Application, Chosen
from scoring.programs.document_requirements import funds_needed
from scoring.programs.language_requirements import main_occupation as main_occupation_of
from scoring.programs.tables import programs
from scoring.reasons import Reason
from scoring.requirements import Requirement
from scoring.work import amount
from tests.scoring.making import TODAY, assess
from tests.scoring.strategies import profiles

GROUP_LIMIT = re.compile(r"transferability_\w+_limit")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def numbers(sentence: object) -> list[str]:
    return [number.replace(",", "") for number in NUMBER.findall(str(sentence))]


def lowest(levels) -> int:
    return min(levels.abilities) if levels else 0


class Facts:
    """What a sentence may speak of, worked out from the profile beside the sentence."""

    def __init__(self, found: ProfileAssessment) -> None:
        self.found, self.profile, self.on, self.rules = found, found.profile, found.on, found.rules
        self.c = Candidate(found.profile, found.on, found.rules)
        self.c.first, self.c.second = found.crs.first, found.crs.second

    @property
    def spoken(self):
        return {levels.language: lowest(levels) for levels in (self.c.first, self.c.second) if levels}

    @property
    def certificate(self) -> str:
        return self.profile.certificate_of_qualification.noc

    @property
    def offer(self) -> str:
        return self.profile.job_offer.noc

    def sitting(self, code: str):
        """The test that a row of one ability speaks of."""
        return {"f": self.c.first, "s": self.c.second, "p": self.c.partner_test}[code[0]]

    def ability(self, code: str) -> list[object]:
        levels, name = self.sitting(code), code.rsplit("_", 1)[1]
        score = f"{getattr(levels.test, name):g}"
        return [levels.abilities[ABILITIES.index(name)], score]

    def person(self, code: str):
        return self.c.partner if code.startswith("partner_") else self.c.me

    def limited(self, code: str) -> list[object]:
        """What the rows above a limit come to, and the limit."""
        rows = [row for row in self.found.crs.factors if row.points > 0 and self._of(row.code, code)]
        reached = sum(row.points for row in rows)
        groups = [row.points for row in self.found.crs.factors if GROUP_LIMIT.fullmatch(row.code)]
        reached += sum(groups) if code == "transferability_limit" else 0
        cut = next(row.points for row in self.found.crs.factors if row.code == code)
        return [reached, reached + cut]

    def _of(self, row: str, limit: str) -> bool:
        sections = {row.code: row.section for row in self.found.crs.factors}
        name = limit.removesuffix("_limit")
        groups = {
            "second_language": lambda: row.startswith("second_language"),
            "transferability_education": lambda: row.startswith("education_"),
            "transferability_foreign_work": lambda: row.startswith("foreign_work_"),
            "transferability_certificate": lambda: row.startswith("certificate_"),
            "transferability": lambda: sections[row] == "transferability",
            "additional": lambda: sections[row] == "additional",
        }
        return groups[name]()


# The numbers of each sentence of a row, in their order in English.
ROWS: dict[str, Callable[[Facts, str], list[object]]] = {
    "age": lambda f, code: [age_on(f.profile.date_of_birth, f.on)],
    "education": lambda f, code: [],
    "education_ignored": lambda f, code: [f.person(code).ignored],
    "ability_clb": lambda f, code: f.ability(code),
    "ability_nclc": lambda f, code: f.ability(code),
    "ability_clb_none": lambda f, code: [4, f.ability(code)[1]],
    "ability_nclc_none": lambda f, code: [4, f.ability(code)[1]],
    "canadian_work": lambda f, code: [f.person(code).canadian_years],
    "education_language": lambda f, code: [lowest(f.c.first)],
    "education_language_none": lambda f, code: [4],
    "education_canadian_work": lambda f, code: [f.c.me.canadian_years],
    "foreign_work_language": lambda f, code: [f.c.me.foreign_years, lowest(f.c.first)],
    "foreign_work_language_none": lambda f, code: [f.c.me.foreign_years, 4],
    "foreign_work_canadian_work": lambda f, code: [f.c.me.foreign_years, f.c.me.canadian_years],
    "foreign_work_canadian_work_none": lambda f, code: [f.c.me.foreign_years],
    "certificate_language": lambda f, code: [lowest(f.c.first)],
    "certificate_language_none": lambda f, code: [4],
    "certificate_no_trade": lambda f, code: [f.certificate],
    "certificate_open": lambda f, code: [f.certificate],
    "job_offer": lambda f, code: [f.offer],
    "job_offer_not_qualifying": lambda f, code: [f.offer],
    "french": lambda f, code: [f.spoken["fr"], f.spoken["en"]],
    "french_short": lambda f, code: [f.spoken["fr"], 7],
    "french_only": lambda f, code: [f.spoken["fr"]],
    "french_none": lambda f, code: [4],
    "french_low_english": lambda f, code: [f.spoken["fr"], 4],
    "limit": lambda f, code: f.limited(code),
}
SILENT = {
    "no_first_language", "no_second_language", "no_partner_language", "no_certificate", "nomination", "base_nomination",
    "no_nomination", "no_job_offer", "no_french", "canadian_study", "no_canadian_study", "sibling", "no_sibling",
    "sibling_stays",
}  # fmt: skip


def check_rows(found: ProfileAssessment) -> None:
    """The numbers in each row, and that what a row denies gives nothing."""
    known = Facts(found)
    for row in found.crs.factors:
        said = [] if row.because.code in SILENT else ROWS[row.because.code](known, row.code)
        assert numbers(row.because) == [str(number) for number in said], (row.code, str(row.because))
        if row.code in GIVES:
            assert (row.because.code == GIVES[row.code]) == (row.points > 0), (row.code, str(row.because))
        if row.code == "french":
            assert (row.points > 0) == (row.because.facts.get("nclc", 0) >= 7)
        if row.code == "certificate_language":
            assert row.points == 0 or row.because.code == "certificate_language"


# The sentence that stands beside points, and beside points alone.
GIVES = {"nomination": "nomination", "sibling": "sibling", "canadian_study": "canadian_study"}


# --- Requirements ---------------------------------------------------------------


def named(f: Facts, code: str) -> Chosen:
    """The occupation that an application under this program names."""
    (program,) = [program for program in programs(f.rules) if program.code == code]
    found = Application(f.c, program).named
    assert found
    return found


def main_occupation(f: Facts) -> str:
    """The one of most Canadian work in three years."""
    found = main_occupation_of(f.c, experience.canadian, 3)
    assert found
    return found


def weeks(c: Candidate, worked: int) -> int:
    return worked // amount(c.rules["work/definitions"].points("full_week_hours"))


def fsw_lowest(f: Facts) -> int:
    return lowest(fsw_grid.order(f.c, 7)[0])


def grid_total(f: Facts) -> int:
    return sum(points for name, points in f.found.programs["fsw"].grid.items() if name != "total")


def listed(f: Facts, row: Requirement) -> list[object]:
    """The most work in one occupation of the list that the sentence names."""
    noc = row.because.facts["noc"]
    table = next(
        table
        for name, table in f.rules.named("categories")
        if f.found.categories[name].requirements and row in f.found.categories[name].requirements
    )
    counts = experience.paid_in_canada if table.values["where"] == "canada" else experience.paid
    how = f.c.me.experience.continuous if table.values["continuous"] else f.c.me.experience.amount
    worked = how(counts, f.on, table.value("window_years"), noc)
    assert row.met == (worked >= amount(table.value("hours")))
    return [weeks(f.c, worked), noc, table.value("months")]


def fst(f: Facts, *abilities: str) -> list[object]:
    """The levels of the sitting that serves best: one that reaches, then the one with the highest sum."""
    needed = {"speaking": 5, "listening": 5, "reading": 4, "writing": 4}
    sittings = [dict(zip(ABILITIES, levels.abilities, strict=True)) for levels in f.c.me.tests]
    best = max(sittings, key=lambda s: (all(s[name] >= needed[name] for name in needed), sum(s.values())))
    return [best[name] for name in abilities]


REQUIREMENTS: dict[str, Callable[[Facts, Requirement], list[object]]] = {
    "funds_enough": lambda f, r: [int(f.profile.settlement_funds_cad), needed(f), f.profile.family_size],
    "funds_short": lambda f, r: [int(f.profile.settlement_funds_cad), needed(f), f.profile.family_size],
    "funds_not_stated": lambda f, r: [needed(f), f.profile.family_size],
    "continuous_work": lambda f, r: [weeks(f.c, named(f, "fsw").worked), named(f, "fsw").noc],
    "no_skilled_work": lambda f, r: [0, 3],
    "no_valid_test": lambda f, r: [r.because.facts["needed"]],
    "grid": lambda f, r: [grid_total(f), 100, 67],
    "canadian_weeks": lambda f, r: [weeks(f.c, f.c.me.experience.amount(experience.canadian, f.on, 3))],
    "cec_language": lambda f, r: [
        f.c.me.best_lowest,
        7 if main_occupation(f)[1] in "01" else 5,
        main_occupation(f),
        main_occupation(f)[1],
    ],
    "cec_language_none": lambda f, r: [
        4,
        7 if main_occupation(f)[1] in "01" else 5,
        main_occupation(f),
        main_occupation(f)[1],
    ],
    "all_clb": lambda f, r: [fsw_lowest(f), 7],
    "all_clb_none": lambda f, r: [4, 7],
    "trade_weeks": lambda f, r: [weeks(f.c, named(f, "fst").worked), named(f, "fst").noc],
    "fst_levels": lambda f, r: [*fst(f, "speaking", "listening", "reading", "writing"), 5, 4],
    "fst_no_test": lambda f, r: [5, 4],
    "trade_certificate": lambda f, r: [f.certificate],
    "trade_certificate_open": lambda f, r: [f.certificate],
    "trade_offer": lambda f, r: [f.offer],
    "trade_offer_permit": lambda f, r: [f.offer],
    "paper_in_another_trade": lambda f, r: [r.because.facts["other"], named(f, "fst").noc],
    "assessed_elsewhere": lambda f, r: [named(f, "fsw").noc],
    "assessor_not_stated": lambda f, r: [named(f, "fsw").noc],
    "grid_open": lambda f, r: [grid_total(f), 100, r.because.facts["most"], 67],
    "listed_weeks": listed,
    "no_listed_work": lambda f, r: [3],
    "no_listed_canadian_work": lambda f, r: [3],
    "nclc": lambda f, r: [max(lowest(levels) for levels in f.c.me.tests_in("fr")), 7],
    "nclc_none": lambda f, r: [4, 7],
    "no_french_test": lambda f, r: [7],
    "military_years": lambda f, r: [f"{f.profile.foreign_military_years:g}", 10],
    "military_offer": lambda f, r: [f.offer],
}
WORDLESS = {
    "outside_quebec", "outside_quebec_undecided", "in_quebec",
    "funds_exempt", "not_assessed", "assessed", "assessed_short", "cec_no_occupation",
    "no_trade", "no_trade_certificate", "no_military_offer", "military_credential",
}  # fmt: skip
# Sentences of two numbers, of which the first must reach the second.
REACHES = {"funds_enough", "funds_short", "all_clb", "cec_language", "nclc", "military_years"}


def needed(f: Facts) -> int:
    return funds_needed(f.rules["programs/funds"], f.profile.family_size)


def check_requirements(found: ProfileAssessment) -> None:
    """The numbers in each requirement, and that it is met where what was reached is at least what is needed."""
    known = Facts(found)
    outcomes = [*found.programs.values(), *found.categories.values()]
    for row in (row for outcome in outcomes for row in outcome.requirements):
        code = row.because.code
        said = [] if code in WORDLESS else REQUIREMENTS[code](known, row)
        assert numbers(row.because) == [str(number) for number in said], (row.code, str(row.because))
        if code in REACHES:
            assert row.met == (float(said[0]) >= float(said[1])), (row.code, str(row.because))
        if code in LEAST:
            assert row.met == (said[0] >= LEAST[code]), (row.code, str(row.because))


# The weeks or points that each of these sentences must reach.
LEAST = {"continuous_work": 52, "canadian_weeks": 52, "trade_weeks": 104, "grid": 67}


@pytest.mark.thorough
@settings(max_examples=500, phases=[Phase.explicit, Phase.generate])
@given(facts=profiles)
def test_no_sentence_of_500_profiles_contradicts_the_assessment(facts):
    profile = decode(facts)
    found = assess(profile)
    check_rows(found)
    check_requirements(found)
    before = date(2020, 11, 2)
    if profile.date_of_birth <= before:
        check_rows(assess(profile, before))


@settings(max_examples=60)
@given(facts=profiles)
def test_french_says_the_same_numbers(facts):
    found = assess(decode(facts))
    outcomes = [*found.programs.values(), *found.categories.values()]
    options = [option.because for option in advice(found)]
    gains = [gain for gain in (found.crs.gain(row.code) for row in found.crs.factors) if gain]
    rows = [row.because for row in (*found.crs.factors, *(row for outcome in outcomes for row in outcome.requirements))]
    for reason in (*rows, *gains, *options, *found.caveats):
        english, french = said_in("en", reason), said_in("fr", reason)
        assert french == english, str(reason)


def said_in(language: str, reason: object) -> list[str]:
    """The numbers of a sentence, sorted; French parts thousands by a no-break space and tenths by a comma."""
    with override(language):
        tenths = re.sub(r"(?<=\d),(?=\d{1,2}\b)", ".", str(reason))
        return sorted(numbers(re.sub(r"(?<=\d)[\u00a0\u202f](?=\d{3}\b)", ",", tenths)))


@settings(max_examples=60)
@given(facts=profiles)
def test_an_option_reaches_what_it_says_and_gives_what_it_says(facts):
    now = assess(decode(facts))
    gains = [gain for gain in (now.crs.gain(row.code) for row in now.crs.factors) if gain]
    assert all(str(gain.facts["more"]) in numbers(gain) and gain.facts["more"] > 0 for gain in gains)
    for option in advice(now):
        then = assess(option.profile, option.on or TODAY)
        assert (option.crs, option.gain) == (then.crs.total, then.crs.total - now.crs.total)
        said = option.because.facts
        if option.because.code == "all_abilities":
            assert lowest(then.crs.first) >= said["clb"] or now.crs.first is None
        if option.because.code == "french_up":
            assert max(lowest(levels) for levels in Facts(then).c.me.tests_in("fr")) >= said["clb"]
        if option.because.code == "credential":
            assert education.LEVELS.index(Facts(then).c.me.level) >= education.LEVELS.index(said["level"])


def test_a_score_of_a_test_is_written_as_the_language_writes_it():
    because = Reason("ability_clb", clb=7, ability="reading", test="ielts_general", score="6.5")
    assert "6.5" in str(because)
    with override("fr"):
        assert "6,5" in str(because)
