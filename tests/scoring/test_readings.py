"""Readings that a result hangs on are said with both totals, and a firm turns them with an edition of its own."""

from datetime import date

import pytest
from hypothesis import given, settings
from msgspec.structs import replace as with_facts

from scoring import experience
from scoring.assess import assess as assess_by
from scoring.candidate import Candidate
from scoring.categories import categories
from scoring.contradictions import contradictions
from scoring.crs.score import score
from scoring.profile import decode
from scoring.programs.evaluate import judge_programs
from scoring.readings import turned
from scoring.rulebook import load
from tests.scoring.making import TODAY, assess, celpip, credential, job, make_profile, partner
from tests.scoring.strategies import profiles

TABLE = """
[[table]]
effective = 2026-09-01
cite = "The firm's own reading"
url = "https://example.org/readings"
verified_on = 2026-09-01
columns = ["no_gap"]
rows = [
  ["sunday", 1], ["monday", {monday}], ["tuesday", 0], ["wednesday", 0],
  ["thursday", 0], ["friday", 0], ["saturday", 1],
]
[table.values]
foreign_work_in_one_occupation = {one}
category_work_while_studying = {studying}
category_work_self_employed = {self_employed}
leave_breaks_a_year = {breaks}
"""


@pytest.fixture
def read_by_the_firm(tmp_path):
    """The rules of a firm that reads something otherwise."""

    def rules(monday=0, one="true", studying="true", self_employed="true", breaks="true"):
        (tmp_path / "work").mkdir()
        table = TABLE.format(monday=monday, one=one, studying=studying, self_employed=self_employed, breaks=breaks)
        (tmp_path / "work" / "readings.toml").write_text(table, encoding="utf-8")
        return load(tmp_path)

    return rules


def said(found, code):
    return [reason.facts for reason in found.caveats if reason.code == code]


# Two years abroad as a cook and two as a developer: one to two years in one occupation, three and more in all.
ABROAD = make_profile(
    jobs=[
        job("2020-01-01", "2021-12-31", country="IN", noc="63200"),
        job("2022-01-01", "2023-12-31", country="IN"),
    ],
    language_tests=[celpip(9)],
)


def test_foreign_work_in_several_occupations_is_said_with_both_totals():
    found = assess(ABROAD)
    assert said(found, "foreign_work_in_one") == [{"total": found.crs.total, "other": found.crs.total + 25}]


def test_a_firm_counts_foreign_work_in_all_occupations_together(read_by_the_firm):
    shipped = assess(ABROAD).crs.total
    found = assess_by(ABROAD, TODAY, read_by_the_firm(one="false"))
    assert found.crs.total == shipped + 25
    assert said(found, "foreign_work_in_all") == [{"total": shipped + 25, "other": shipped}]
    (row,) = [row for row in found.crs.factors if row.code == "foreign_work_language"]
    assert str(row.because).startswith("4 full years of foreign work in all occupations together")


def test_foreign_work_that_gives_the_same_either_way_is_not_mentioned():
    long = [job("2017-01-01", "2021-12-31", country="IN"), job("2022-01-01", "2023-12-31", country="IN", noc="63200")]
    assert not said(assess(make_profile(jobs=long, language_tests=[celpip(9)])), "foreign_work_in_one")


@pytest.mark.parametrize(
    ("how", "reading"),
    [
        ({"while_full_time_student": True}, "category_work_while_studying"),
        ({"self_employed": True}, "category_work_self_employed"),
    ],
)
@pytest.mark.parametrize(("noc", "category"), [("41201", "researchers"), ("00013", "senior_managers")])
def test_a_category_that_hangs_on_study_or_self_employment_says_so(how, reading, noc, category, read_by_the_firm):
    profile = make_profile(jobs=[job("2024-09-01", "2026-08-31", noc=noc, **how)])
    found = assess(profile)
    assert found.categories[category].eligible
    assert said(found, reading) == [{"category": category, "total": 105, "other": 105}]
    turned = {"category_work_while_studying": "studying", "category_work_self_employed": "self_employed"}[reading]
    strict = assess_by(profile, TODAY, read_by_the_firm(**{turned: "false"}))
    assert not strict.categories[category].eligible
    assert said(strict, f"no_{reading}") == [{"category": category, "total": 105, "other": 105}]


def test_self_employed_physicians_stay_in_their_category_by_the_public_policy(read_by_the_firm):
    profile = make_profile(jobs=[job("2024-09-01", "2026-08-31", noc="31102", self_employed=True)])
    found = assess_by(profile, TODAY, read_by_the_firm(self_employed="false"))
    assert found.categories["physicians"].eligible
    assert not said(found, "no_category_work_self_employed")


def test_a_firm_whose_weekend_is_longer_says_so_in_the_table(read_by_the_firm):
    over_a_monday = make_profile(jobs=[job("2025-01-06", "2025-06-27"), job("2025-07-01", "2026-01-05")])
    assert assess(over_a_monday).programs["fsw"].grid["adaptability"] == 0
    found = assess_by(over_a_monday, TODAY, read_by_the_firm(monday=1))
    assert found.programs["fsw"].grid["adaptability"] == 10


FSW = {
    "language_tests": [celpip(9)],
    "credentials": [credential("masters")],
    "settlement_funds_cad": 50_000,
}
LONG, SHORT = job("2022-01-01", "2024-12-31", country="IN"), job("2025-02-03", "2025-08-29", country="IN", noc="63200")


def test_the_occupation_taken_for_want_of_a_primary_one_is_said_where_another_fails():
    found = assess(make_profile(jobs=[SHORT, LONG], **FSW))
    assert found.programs["fsw"].eligible
    assert said(found, "primary_taken") == [{"noc": "21232", "others": "63200"}]


@pytest.mark.parametrize(
    "jobs",
    [
        pytest.param([SHORT, LONG | {"primary": True}], id="one is named"),
        pytest.param([LONG, LONG | {"noc": "63200"}], id="either will do"),
        pytest.param([SHORT], id="there is just one"),
    ],
)
def test_the_occupation_taken_is_not_mentioned_where_nothing_hangs_on_it(jobs):
    assert not said(assess(make_profile(jobs=jobs, **FSW)), "primary_taken")


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        pytest.param({}, ["employer_not_stated"], id="not stated"),
        pytest.param({"employer_country": "CA"}, [], id="in Canada"),
        pytest.param({"employer_country": "US"}, ["employer_elsewhere"], id="elsewhere"),
        pytest.param({"country": "US"}, [], id="work abroad"),
        pytest.param({"employer_country": "US", "noc": "64100"}, ["work_of_lower_teer"], id="elsewhere, in TEER 4"),
        pytest.param({"noc": "64100"}, ["work_of_lower_teer"], id="in TEER 4"),
        pytest.param({"employer_country": "CA", "paid": False}, ["work_unpaid"], id="unpaid"),
        pytest.param(
            {"employer_country": "CA", "while_full_time_student": True}, ["work_while_studying"], id="while studying"
        ),
        pytest.param({"employer_country": "CA", "self_employed": True}, ["work_self_employed"], id="self-employed"),
        pytest.param({"noc": "31102", "employer_country": "CA", "self_employed": True}, [], id="a physician's own"),
        pytest.param(
            {"authorized": False, "permit_without_status": True}, ["work_without_status"], id="without status"
        ),
        pytest.param({"authorized": False}, [], id="without a permit, which is told as a contradiction"),
        pytest.param(
            {"employer_country": "CA", "unpaid_leave": [{"start": "2025-03-01", "end": "2025-04-30"}]},
            ["leave_not_counted"],
            id="with leave",
        ),
    ],
)
def test_what_was_taken_of_an_employer_is_said_for_either_partner(facts, codes):
    work = [job("2024-01-01", "2025-12-31", **facts)]
    assert [reason.code for reason in assess(make_profile(jobs=work)).caveats] == codes
    couple = make_profile(marital_status="married", partner=partner(jobs=work))
    assert [reason.code for reason in assess(couple).caveats] == [
        code if code.startswith("partner") else f"partner_{code}" for code in codes
    ]


AWAY = job("2025-01-01", "2026-06-30", country="IN", unpaid_leave=[{"start": "2025-06-01", "end": "2025-08-31"}])


def test_a_program_that_hangs_on_leave_says_so_with_both_totals_and_a_firm_turns_it(read_by_the_firm):
    """Five months, three away, ten months: a year of hours, and no year without a break."""
    profile = make_profile(jobs=[AWAY], **FSW)
    found = assess(profile)
    total = found.crs.total
    assert not found.programs["fsw"].eligible
    assert said(found, "leave_breaks") == [{"stream": "fsw", "total": total, "other": total}]
    turned = assess_by(profile, TODAY, read_by_the_firm(breaks="false"))
    assert turned.programs["fsw"].eligible
    assert said(turned, "leave_is_no_break") == [{"stream": "fsw", "total": total, "other": total}]
    assert said(turned, "leave_without_hours") == [{"count": 1}]
    assert not said(turned, "leave_not_counted")


def test_days_between_two_jobs_are_a_gap_however_leave_is_read(read_by_the_firm):
    away = [{"start": "2025-06-01", "end": "2025-06-05"}]
    jobs = [
        job("2025-01-01", "2025-06-20", country="IN", unpaid_leave=away),
        job("2025-08-01", "2026-06-30", country="IN"),
    ]
    rules = read_by_the_firm(breaks="false")
    assert not assess_by(make_profile(jobs=jobs, **FSW), TODAY, rules).programs["fsw"].eligible


def test_leave_outside_the_job_is_refused():
    with pytest.raises(ValueError, match=r"jobs\[0\].unpaid_leave: 2025-12-20 to 2026-01-10 is not inside the job"):
        make_profile(
            jobs=[job("2025-01-01", "2025-12-31", unpaid_leave=[{"start": "2025-12-20", "end": "2026-01-10"}])]
        )


def test_leave_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match=r"jobs\[0\].unpaid_leave\[0\].end: 2025-05-01 is before the start"):
        make_profile(jobs=[job("2025-01-01", None, unpaid_leave=[{"start": "2025-06-01", "end": "2025-05-01"}])])


def test_a_permit_without_status_is_not_work_without_authorization():
    work = [job("2024-01-01", "2025-12-31", authorized=False, permit_without_status=True)]
    found = assess(make_profile(jobs=work))
    assert "unauthorized_work" not in [
        one.code for one in contradictions(found.profile, date(2026, 9, 15), found.rules)
    ]


@settings(max_examples=150)
@given(facts=profiles)
def test_of_random_profiles_each_total_said_is_that_of_the_rules_read_so(facts):
    """The score and the category under both readings, worked out again beside the sentence."""
    profile = decode(facts)
    found = assess(profile)
    for reason in found.caveats:
        names = {"foreign_work_in_one": "foreign_work_in_one_occupation", "leave_breaks": "leave_breaks_a_year"}
        reading = names.get(reason.code, reason.code)
        if reading in found.rules["work/readings"].values:
            other = Candidate(profile, TODAY, turned(found.rules, reading))
            assert (reason.facts["total"], reason.facts["other"]) == (found.crs.total, score(other).total)
            if "category" in reason.facts:
                name = reason.facts["category"]
                assert (found.categories[name].eligible, categories(other)[name].eligible) == (True, False)
        if reason.code == "leave_breaks":
            name = reason.facts["stream"]
            other = judge_programs(other) | categories(other)
            assert ((found.programs | found.categories)[name].eligible, other[name].eligible) == (False, True)
        if reason.code == "primary_taken":
            jobs = [one | {"primary": one["noc"] == reason.facts["noc"]} for one in facts["jobs"]]
            assert assess(decode(facts | {"jobs": jobs})).programs["fsw"].eligible


def offered(**offer):
    """A developer with no funds stated, and an offer that is said to qualify."""
    return make_profile(
        credentials=[credential("bachelors")],
        jobs=[job("2022-01-01", "2024-12-31", country="IN")],
        language_tests=[celpip(9)],
        job_offer={"noc": "21232", "qualifying": True, **offer},
        authorized_to_work_in_canada=True,
    )


def test_an_offer_whose_ground_is_not_stated_is_said_with_both_outcomes():
    found = assess(offered())
    (grid,) = said(found, "offer_decides_grid")
    without = assess(offered(qualifying=False)).programs["fsw"].grid["total"]
    assert grid == {"stream": "fsw", "total": found.programs["fsw"].grid["total"], "other": without}
    assert grid["total"] == without + 15
    assert said(found, "offer_decides") == []
    assert said(found, "offer_decides_open") == [{"stream": "fsw"}], "without it the money is asked for, and not stated"
    assert found.programs["fsw"].eligible
    poor = assess(with_facts(offered(), settlement_funds_cad=100))
    assert said(poor, "offer_decides") == [{"stream": "fsw"}]


def test_a_requirement_that_hangs_on_the_offer_is_named_where_the_program_is_not_met_anyway():
    found = assess(with_facts(offered(), language_tests=()))
    assert {"stream": "fsw", "requirement": "funds"} in said(found, "offer_decides_requirement")
    (sentence,) = [str(one) for one in found.caveats if one.facts.get("requirement") == "funds"]
    assert "“Settlement funds”" in sentence


@pytest.mark.parametrize("offer", [{"basis": "lmia"}, {"qualifying": False}, {"noc": "65100"}])
def test_nothing_is_said_of_an_offer_on_which_nothing_hangs(offer):
    assert [one for one in assess(offered(**offer)).caveats if one.code.startswith("offer_")] == []


def test_where_an_offer_gave_points_the_score_is_said_both_ways():
    found = assess(offered(), date(2020, 6, 1))
    without = assess(offered(qualifying=False), date(2020, 6, 1)).crs.total
    assert said(found, "offer_decides_score") == [{"total": found.crs.total, "other": without}]
    assert found.crs.total == without + 50
    assert said(assess(offered()), "offer_decides_score") == []


@settings(max_examples=100)
@given(profiles)
def test_work_in_canada_that_gives_nothing_is_never_left_without_its_reason(facts):
    found = assess(decode(facts))
    told = (*found.caveats, *contradictions(found.profile, TODAY, found.rules))
    explained = {reason.facts.get("noc") for reason in told}
    counted = found.candidate.me.experience.chosen(experience.canadian)
    left_out = [one for one in found.profile.jobs if one.country == "CA" and one not in counted]
    assert {one.noc for one in left_out} <= explained
