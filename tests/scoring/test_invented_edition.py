"""The drill: an edition that changes everything at once is files alone, and moves no day before its own.

Nothing in the edition is real (`invented_edition/`): one class in place of three; points by tier for Canadian work and
for offers, with a partner and without, added up to a limit; half a year of work is enough; an offer needs no
assessment; sibling, Canadian study, French and the partner's language end; sections have other limits.
"""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from scoring.assess import assess
from scoring.profile import decode
from scoring.result import as_json
from scoring.rulebook import load
from scoring.table_files import SHIPPED as SHIPPED_TABLES
from scoring.table_files import TableText
from scoring.timeline import timeline
from tests.scoring.invented import load_edition

DAY = date(2027, 3, 1)
BEFORE = DAY - timedelta(days=1)
SHIPPED = load()
EDITION = load_edition(DAY)


def ielts(listening, reading, writing, speaking):
    scores = {"listening": listening, "reading": reading, "writing": writing, "speaking": speaking}
    return [{"test": "ielts_general", "taken_on": "2026-06-01", **scores}]


CLB_5, CLB_6, CLB_7 = ielts(5, 4, 5, 5), ielts(5.5, 5, 5.5, 5.5), ielts(6, 6, 6, 6)
CLB_9, CLB_10 = ielts(8, 7, 7, 7), ielts(8.5, 8, 7.5, 7.5)
NCLC_7 = [
    {"test": "tef_canada", "taken_on": "2026-06-01", "reading": 207, "writing": 310, "listening": 249, "speaking": 310}
]


def canadian(level, **more):
    return [{"level": level, "country": "CA", **more}]


def work(noc, start, country="CA", **more):
    employer = {"employer_country": "CA"} if country == "CA" else {}
    return [{"noc": noc, "country": country, "start": start, "hours_per_week": 40, **employer, **more}]


def person(born="1999-01-01", **facts):
    return {"date_of_birth": born, "marital_status": "never_married", **facts}


DEVELOPER = person(credentials=canadian("bachelors"), language_tests=CLB_9, jobs=work("21232", "2024-01-01"))
COUPLE = {
    "marital_status": "married",
    "partner": {
        "accompanying": True, "canadian": False, "credentials": canadian("masters"), "language_tests": CLB_9,
    },
}  # fmt: skip

# What it is about, the facts, the hand-worked total, whether the new class is met; beside each its working.
PEOPLE = [
    # Core 110 + 120 + 4 x 31 + 64 (three years) = 418; education with language 25 and with work 25, at most 40;
    # Canadian work in tier 2x, single: 100.
    pytest.param(DEVELOPER, 418 + 40 + 100, True, id="Canadian work in the highest tier"),
    # The same, and an offer in tier 2x, single, 70: 170, of which 130 count. It rests on no assessment and counts.
    pytest.param(
        DEVELOPER | {"job_offer": {"noc": "00012", "qualifying": False}}, 418 + 40 + 130, True, id="work and offer"
    ),
    # With a partner: core 100 + 112 + 4 x 29 + 56 = 384; the partner's degree 10, their language no row any more;
    # transferability 40; work in tier 2x, with a partner: 80.
    pytest.param(DEVELOPER | COUPLE, 384 + 10 + 40 + 80, True, id="the other column"),
    # Core 72 (36 years old) + 135 + 4 x 17 = 275; education with language 25, three years abroad with language 25;
    # an offer in tier 1.5x with an open permit: 35.
    pytest.param(
        person(
            "1990-06-01",
            credentials=[{"level": "masters", "country": "IN", "eca_issued_on": "2026-02-01"}],
            language_tests=CLB_7,
            jobs=work("31301", "2023-01-01", "IN"),
            job_offer={"noc": "31301", "qualifying": False, "basis": "open_permit"},
        ),
        275 + 50 + 35,
        True,
        id="an offer without an assessment, work abroad",
    ),
    # Core 110 + 98 + 4 x 17 + 40 = 316; education with language 13 and with work 13; nothing for the brother, the
    # study in Canada and the French, which gave 15 + 15 + 25 until the day before; cooks are on no list.
    pytest.param(
        person(
            credentials=canadian("two_year", canadian_study_bonus=True, full_time_academic_years=2),
            language_tests=NCLC_7,
            jobs=work("63200", "2026-01-01"),
            sibling_in_canada=True,
        ),
        316 + 26,
        True,
        id="rows that end",
    ),
    # Core 110 + 120 + 124, no full year; education with language 25; 212 days of work, 182 are half a year: 100.
    # The class wants a year.
    pytest.param(DEVELOPER | {"jobs": work("21232", "2026-08-01")}, 354 + 25 + 100, False, id="half a year is enough"),
    # The same with 152 days: nothing.
    pytest.param(DEVELOPER | {"jobs": work("21232", "2026-10-01")}, 354 + 25, False, id="less is not"),
    # Core 110 + 150 + 4 x 34 + 80 = 476, of which 440 count; education 50 + 50, at most 40.
    pytest.param(
        person(credentials=canadian("doctoral"), language_tests=CLB_10, jobs=work("41200", "2021-01-01")),
        440 + 40,
        True,
        id="the limit of a section",
    ),
    # With a partner of whom there is nothing that gives points: core 25 (42 years old) + 28 + 4 x 8 + 56 = 141;
    # the certificate with CLB 6: 25; work 20 and offer 10 in tier 1.3x.
    pytest.param(
        person(
            "1985-01-01",
            credentials=canadian("secondary"),
            language_tests=CLB_6,
            jobs=work("72310", "2023-06-01"),
            certificate_of_qualification={"noc": "72310"},
            job_offer={"noc": "72310", "qualifying": True, "basis": "lmia"},
        )
        | {"marital_status": "common_law", "partner": {"accompanying": True, "canadian": False}},
        141 + 25 + 30,
        True,
        id="a tradesperson with a partner",
    ),
    # Core 110 + 30 + 4 x 6 + 40 = 204; work in tier 1.3x, single: 25. CLB 5 is too low for the class.
    pytest.param(
        person(credentials=canadian("secondary"), language_tests=CLB_5, jobs=work("72310", "2025-09-01")),
        204 + 25,
        False,
        id="language too low for the class",
    ),
]


@pytest.mark.parametrize(("facts", "total", "met"), PEOPLE)
def test_it_gives_the_hand_worked_total_and_the_class(facts, total, met):
    found = assess(decode(facts), DAY, EDITION)
    assert found.crs.total == total, [(row.code, row.points) for row in found.crs.factors if row.points]
    assert list(found.programs) == ["fhsc"]
    assert ("fhsc" in found.streams) == met
    assert ("general" in found.streams) == met


@pytest.mark.parametrize(("facts", "total", "met"), PEOPLE)
@pytest.mark.parametrize("on", [BEFORE, DAY - timedelta(days=120), date(2026, 11, 28)])
def test_it_moves_no_earlier_day(facts, total, met, on):
    profile = decode(facts)
    assert as_json(assess(profile, on, EDITION)) == as_json(assess(profile, on, SHIPPED))
    start = date(2026, 11, 28)
    assert timeline(profile, start, DAY, EDITION) == timeline(profile, start, DAY, SHIPPED)


@pytest.mark.parametrize(("facts", "total", "met"), PEOPLE)
def test_the_timeline_says_the_same_of_its_day_and_of_every_day_after(facts, total, met):
    profile = decode(facts)
    periods = timeline(profile, BEFORE, date(2028, 9, 1), EDITION)
    (then,) = [period for period in periods if period.since <= DAY < period.until]
    assert (then.crs, "fhsc" in then.streams) == (total, met)
    for period in periods:
        for on in (period.since, period.until - timedelta(days=1)):
            found = assess(profile, on, EDITION)
            assert (found.crs.total, tuple(found.streams)) == (period.crs, period.streams), on


def test_the_day_before_the_ended_rows_still_give_their_points():
    facts = PEOPLE[4].values[0]
    assert assess(decode(facts), BEFORE, EDITION).crs.total == 316 + 26 + 15 + 15 + 25


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["NOC 21232 (2x)", "NOC 00012 (2x)", "their points are added", "Weeks of full-time work in TEER 0-3"]),
        ("fr", ["CNP 21232 (2x)", "CNP 00012 (2x)", "sont additionnés", "temps plein de catégorie FEER 0-3"]),
    ],
)
def test_its_sentences_are_there_in_both_languages(language, said):
    with override(language):
        result = as_json(assess(decode(PEOPLE[1].values[0]), DAY, EDITION))
    rows = [row["because"] for row in [*result["crs"]["factors"], *result["programs"]["fhsc"]["requirements"]]]
    for words in said:
        assert words in " / ".join(rows)


# Whatever else ends: every table of points.
ENDING = sorted(set(SHIPPED.on(DAY).tables) & {f"crs/{path.stem}" for path in (SHIPPED_TABLES / "crs").iterdir()})
ENDED = """
[[table]]
effective = 2027-03-01
cite = "Invented for a test"
url = "https://example.org/invented"
verified_on = 2026-11-28
repealed = true
"""


@pytest.mark.parametrize("name", [name for name in ENDING if name not in ("crs/limits", "crs/certified_trades")])
def test_any_table_of_points_can_end(name):
    rules = load(released=[TableText(name, ENDED, f"{name}.toml")])
    for person_ in PEOPLE:
        profile = decode(person_.values[0])
        found = assess(profile, DAY, rules)
        assert found.crs.total <= assess(profile, DAY, SHIPPED).crs.total
        for period in timeline(profile, BEFORE, date(2028, 9, 1), rules):
            for on in (period.since, period.until - timedelta(days=1)):
                assert assess(profile, on, rules).crs.total == period.crs
