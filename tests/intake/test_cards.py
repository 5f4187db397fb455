"""The cards of tests and jobs say at once what they come to by the rules of the day."""

import re
from datetime import date

import pytest
from django.utils.translation import override

from intake.questionnaire.hints.work_counted import count_work, describe_duration
from tests.intake.answers import CONDITIONS, COUPLE, DEGREE, ECA, IELTS, JOB, SCORES, SINGLE, TODAY, day, flow, month


def details(answers, listing="tests", number=0):
    return [str(said) for _name, said in flow(answers).find(listing).items[number].details]


def notes(answers, listing, number=0):
    return [str(note) for note in flow(answers).find(listing).items[number].notes]


def test_each_raw_score_has_its_level_beside_it():
    assert details(SINGLE) == ["8 (CLB 9)", "7 (CLB 9)", "7 (CLB 9)", "7 (CLB 9)"]


@pytest.mark.parametrize(
    ("test", "scores", "said"),
    [
        ("celpip_general", ("M", "3", "4", "12"), ["M (below CLB 4)", "3 (below CLB 4)", "4 (CLB 4)", "12 (CLB 10 or"]),
        ("tcf_canada", ("548", "548", "16", "5"), ["548 (NCLC 9)", "548 (NCLC 9)", "16 (NCLC 10 or", "5 (NCLC 4)"]),
    ],
)
def test_every_test_has_levels_of_its_language(test, scores, said):
    posted = dict(zip(("listening", "reading", "writing", "speaking"), scores, strict=True))
    found = details(SINGLE | {"tests/1": IELTS | {"test": test}, "tests/1/scores": posted})
    assert all(one.startswith(start) for one, start in zip(found, said, strict=True)), found


def test_the_two_columns_of_tef_have_their_own_levels():
    tef = SINGLE | {"tests/1": IELTS | {"test": "tef_canada"}}
    scores = dict.fromkeys(SCORES, "300")
    assert details(tef | {"tests/1/scores": scores | {"scale": "old"}})[0] == "300 (NCLC 9)"
    assert details(tef | {"tests/1/scores": scores | {"scale": "699"}})[0] == "300 (below NCLC 4)"


def test_a_test_that_is_two_years_old_is_told_on_its_card():
    old = SINGLE | {"tests/1": IELTS | day("taken_on", date(2024, 11, 23))}
    assert notes(old, "tests") == ["This test is 2 years old or more, so that it does not count."]
    assert notes(SINGLE | {"tests/1": IELTS | day("taken_on", date(2024, 11, 24))}, "tests") == []


def assessed(on, **awarded):
    return SINGLE | {"credentials/1": DEGREE | awarded, "credentials/1/assessment": ECA | day("eca_issued_on", on)}


def test_an_assessment_that_is_five_years_old_is_told_on_its_card():
    [said] = notes(assessed(date(2021, 11, 23)), "credentials")
    assert said.startswith("This ECA report is 5 years old or more, so that it does not count")
    assert notes(assessed(date(2021, 11, 24)), "credentials") == []


def test_a_doctorate_that_a_body_of_physicians_assessed_is_asked_about_on_its_card_and_a_professional_degree_is_not():
    by_physicians = assessed(date(2026, 3, 1))
    by_physicians["credentials/1/assessment"] |= {"eca_issuer": "mcc"}
    for level, asked in (("doctoral", 1), ("professional", 0)):
        by_physicians["credentials/1"] |= {"level": level}
        said = notes(by_physicians, "credentials")
        assert ["professional degree, not a doctorate" in note for note in said] == [True] * asked


def test_an_assessment_that_is_older_than_its_credential_is_told_on_its_card():
    awarded = month("awarded_on", 2025, 3)
    said = ["This ECA report was issued before the credential was awarded: check both dates."]
    assert notes(assessed(date(2025, 2, 28), **awarded), "credentials") == said
    assert notes(assessed(date(2025, 3, 1), **awarded), "credentials") == []


def funds(stated, **family):
    page = flow(SINGLE | {"family-size": family or {"family_size": "3"}}).find("funds")
    return page.with_data({"settlement_funds_cad": stated})


def test_the_money_that_the_family_needs_stands_at_the_question_and_beside_too_little():
    form = funds("9000")
    assert "a family of 3 needs 23,360 dollars" in str(form.fields["settlement_funds_cad"].help_text)
    assert form.is_valid()
    [(_name, _label, answer)] = form.list_answers()
    assert str(answer) == "9,000 (23,360 are needed for a family of 3, where a program asks for money)"
    enough = funds("23360")
    assert enough.is_valid()
    assert [str(answer) for _name, _label, answer in enough.list_answers()] == ["23,360"]
    cents = funds("25000,5")
    assert cents.is_valid()
    assert [str(answer) for _name, _label, answer in cents.list_answers()] == ["25,000.50"]


def test_a_job_says_its_teer_and_the_lists_it_is_on():
    assert notes(SINGLE, "jobs") == ["TEER 1"]
    nurse = SINGLE | {"jobs/1": JOB | {"noc": "31301"}}
    assert notes(nurse, "jobs")[1:] == ["On the list of the category: Healthcare and social services occupations"]
    physician = notes(SINGLE | {"jobs/1": JOB | {"noc": "31102"}}, "jobs")
    where = "Physicians with Canadian work experience (only work in Canada counts for it)"
    assert f"On the list of the category: {where}" in physician
    clerk = SINGLE | {"jobs/1": JOB | {"noc": "65100"}}
    assert notes(clerk, "jobs") == ["TEER 5: work in it gives no points"]


ABROAD = JOB | {"country": "IN", "ongoing": "no", **month("start", 2020, 1), **month("end", 2022, 7)}
ELSEWHERE = {"paid": "yes", "self_employed": "no", "while_full_time_student": "no", "away": "no"}


def test_the_running_total_counts_as_the_rules_do():
    two = SINGLE | {"jobs/2": ABROAD, "jobs/2/conditions": ELSEWHERE}
    said = [str(sentence) for sentence in flow(two).find("jobs").totals]
    assert said[:3] == [
        "Counted so far in Canada: 2 years 9 months.",
        "Counted so far outside Canada, in the occupation that has most: 2 years 5 months.",
        "Where the month alone was given, the fewest days are counted that it can mean.",
    ]


def job_of(start=(2025, 1, None), end=(2025, 12, None)):
    """One finished job abroad with these days; None: the month alone."""
    said = {f"{name}_day": str(on or "") for name, (_year, _month, on) in (("start", start), ("end", end))}
    return ABROAD | month("start", *start[:2]) | month("end", *end[:2]) | said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        pytest.param(
            {"end": (2025, 12, 31)},
            ["The day in January 2025 decides: a further full year counts if this job began by Jan. 2, 2025."],
            id="the start decides",
        ),
        pytest.param(
            {"start": (2025, 1, 1)},
            [
                (
                    "The day in December 2025 decides: a further full year counts if this job ended on Dec. 30, 2025 "
                    "or later."
                )
            ],
            id="the end decides",
        ),
        pytest.param({"start": (2025, 1, 1), "end": (2025, 12, 31)}, [], id="both days are given"),
        pytest.param({"start": (2025, 3, None)}, [], id="neither decides"),
    ],
)
def test_a_jobs_card_asks_for_the_day_that_decides_a_year(days, said):
    found = notes(SINGLE | {"jobs/1": job_of(**days), "jobs/1/conditions": ELSEWHERE}, "jobs")
    assert [note.partition(" The fewest")[0] for note in found if note.startswith("The day")] == said


def test_days_that_make_a_year_only_together_are_asked_for_below_the_cards():
    found = flow(SINGLE | {"jobs/1": job_of(), "jobs/1/conditions": ELSEWHERE}).find("jobs").totals
    assert "Outside Canada, the exact days could make it up to 1 year, which is a full year more: enter them." in map(
        str, found
    )


@pytest.mark.parametrize(("language", "page"), [("en", "p3VD.pl"), ("fr", "p3VD_f.pl")])
def test_a_jobs_card_leads_to_the_official_duties_of_its_occupation_in_the_readers_language(language, page):
    with override(language):
        [(address, words)] = flow(SINGLE).find("jobs").items[0].links
        assert address.startswith(f"https://www23.statcan.gc.ca/imdb/{page}?")
        assert "CPV=21232&" in address
        assert "21232" in str(words)
    assert flow(SINGLE | {"jobs/1/conditions": {}}).find("jobs").items[0].links == []
    assert flow(SINGLE).find("tests").items[0].links == []


def test_work_that_does_not_count_is_not_in_the_total():
    student = SINGLE | {"jobs/1/conditions": CONDITIONS | {"while_full_time_student": "yes"}}
    assert str(flow(student).find("jobs").totals[0]) == "Counted so far in Canada: 0 months."


def test_of_a_partner_work_in_canada_is_added_up_and_work_abroad_for_the_comparison():
    assert len(flow(COUPLE).find("partner-jobs").totals) == 3
    assert "Canada: 2 years" in str(flow(COUPLE).find("partner-jobs").totals[0])
    abroad = COUPLE | {"partner-jobs/1": JOB | {"country": "IN"}}
    canada, compared, _fewest, _counts = map(str, flow(abroad).find("partner-jobs").totals)
    assert canada == "Counted so far in Canada: 0 months."
    assert "with your partner as the principal applicant: 2 years" in compared


def test_an_unfinished_job_is_not_in_the_total():
    unfinished = SINGLE | {"jobs/1/conditions": {}}
    assert flow(unfinished).find("jobs").totals == []
    assert count_work([], TODAY) == (0, 0)


@pytest.mark.parametrize(
    ("months", "words"), [(0, "0 months"), (1, "1 month"), (12, "1 year"), (31, "2 years 7 months")]
)
def test_months_are_said_in_years_and_months(months, words):
    assert describe_duration(months) == words


@pytest.mark.django_db
def test_the_levels_stand_on_the_page_of_the_tests_and_on_the_check(answered, browser_of):
    browser = browser_of(answered)
    for path in ("tests", "check"):
        html = re.sub(r"\s+", " ", browser.get(f"/en/intake/{path}/").content.decode())
        assert "8 (CLB 9)" in html
    jobs = browser.get("/en/intake/jobs/").content.decode()
    assert "Counted so far in Canada" in jobs
    assert "CPV=21232&amp;" in jobs
