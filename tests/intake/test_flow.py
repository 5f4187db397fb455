"""The way through the questions follows from the answers alone."""

from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.answers import (
    CONDITIONS,
    COUPLE,
    DEGREE,
    IELTS,
    JOB,
    SCORES,
    SINGLE,
    TODAY,
    day,
    flow,
    month,
    without,
)


def paths(answers):
    return [page.path for page in flow(answers).route]


def test_a_new_person_is_asked_the_first_question():
    assert flow({}).next.path == "marital-status"


def test_a_person_who_answered_everything_has_nothing_next():
    assert flow(SINGLE).next is None
    assert flow(COUPLE).next is None


@pytest.mark.parametrize("path", [path for path in SINGLE if "/" not in path])
def test_a_missing_answer_is_the_next_question(path):
    assert flow(without(SINGLE, path)).next.path == path


def test_questions_after_the_first_unanswered_one_cannot_be_reached():
    assert flow(without(SINGLE, "destination")).find("jobs") is None


def test_the_partners_section_is_asked_only_of_a_partner_who_comes_along():
    coming = paths(COUPLE)
    staying = paths(COUPLE | {"partner": {"partner_canadian": "no", "partner_accompanying": "no"}})
    canadian = paths(COUPLE | {"partner": {"partner_canadian": "yes", "partner_accompanying": "yes"}})
    assert "partner-jobs" in coming
    assert "partner-jobs" not in staying
    assert "partner-jobs" not in canadian


def test_the_sections_are_counted_from_the_route():
    assert flow(SINGLE).sections == ["about", "education", "language", "work", "last"]
    assert len(flow(COUPLE).sections) == 6


@pytest.mark.parametrize("answers", [SINGLE, COUPLE], ids=["single", "couple"])
def test_the_number_of_sections_that_is_said_for_certain_never_changes(answers):
    found = [flow(dict(list(answers.items())[:number])) for number in range(len(answers) + 1)]
    assert found[0].may_gain_section, "not known yet whether there is a partner"
    assert {len(one.sections) for one in found if not one.may_gain_section} == {len(flow(answers).sections)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Section 1 of about 5:", "Section 2 of 5:")),
        ("fr", ("Section 1 sur environ 5\u00a0:", "Section 2 sur 5\u00a0:")),
    ],
)
def test_every_section_says_of_how_many_it_is_one(client, language, said):
    pages = []
    for path in ("marital-status", "date-of-birth", "destination", "authorized-to-work", "credentials"):
        pages.append(client.get(f"/{language}/intake/{path}/").content.decode())
        client.post(f"/{language}/intake/{path}/", SINGLE[path])
    assert [any(words in page for page in pages) for words in said] == [True, True]
    assert said[0] in pages[0]


def test_from_married_to_single_and_back_the_partners_answers_are_still_there():
    single = COUPLE | {"marital-status": {"marital_status": "never_married"}}
    assert "partner_jobs" not in flow(single).cleaned
    back = single | {"marital-status": {"marital_status": "married"}}
    assert flow(back).cleaned["partner_jobs"] == flow(COUPLE).cleaned["partner_jobs"]


def test_quebec_is_explained_not_refused():
    quebec = SINGLE | {"destination": {"destination": "quebec"}}
    assert flow(quebec).next.path == "quebec"
    assert flow(quebec | {"quebec": {}}).next is None


def test_a_foreign_credential_asks_for_an_eca_and_a_canadian_one_for_the_study():
    foreign = without(SINGLE, "credentials/1/assessment")
    assert [page.path for page in flow(foreign).route[-1].items[0].pages][-1] == "credentials/1/assessment"
    canadian = foreign | {"credentials/1": DEGREE | {"country": "CA"}}
    assert [page.path for page in flow(canadian).route[-1].items[0].pages][-1] == "credentials/1/study-in-canada"
    school = foreign | {"credentials/1": DEGREE | {"country": "CA", "level": "secondary"}}
    assert len(flow(school).find("credentials").items[0].pages) == 1


def test_the_first_language_is_asked_only_with_tests_in_both():
    french = {"tests/2": IELTS | {"test": "tcf_canada"}, "tests/2/scores": dict.fromkeys(SCORES, "12")}
    assert flow(SINGLE | french).next.path == "first-official-language"
    english = {"tests/2": IELTS | {"test": "pte_core"}, "tests/2/scores": dict.fromkeys(SCORES, "70")}
    assert flow(SINGLE | english).next is None


def test_the_primary_occupation_is_asked_only_with_two_occupations():
    assert flow(SINGLE | {"jobs/2": JOB, "jobs/2/conditions": CONDITIONS}).next is None
    other = flow(SINGLE | {"jobs/2": JOB | {"noc": "31301"}, "jobs/2/conditions": CONDITIONS})
    assert other.next.path == "primary-occupation"


def test_a_trade_and_work_in_canada_bring_their_own_conditions():
    fields = flow(SINGLE).find("jobs/1/conditions").form.fields
    assert "authorized" in fields
    assert "qualified_for_trade" not in fields
    plumber = flow(SINGLE | {"jobs/1": JOB | {"noc": "72300", "country": "FR"}}).find("jobs/1/conditions").form.fields
    assert "authorized" not in plumber
    assert "qualified_for_trade" in plumber


def test_an_unfinished_job_holds_the_listing_up_and_is_the_next_question():
    found = flow(without(SINGLE, "jobs/1/conditions"))
    assert found.next.path == "jobs/1/conditions"
    assert "not finished" in found.find("jobs").form.non_field_errors()[0]


def test_the_way_leads_to_the_first_page_of_an_unfinished_item_and_then_to_the_next_one():
    begun = without(SINGLE, "jobs/1", "jobs/1/conditions") | {"jobs/1": {}, "jobs/2": JOB | {"country": ""}}
    assert flow(begun).after("tests", changing=False).path == "jobs/1"
    assert flow(begun | {"jobs/1": JOB}).after("jobs/1", changing=False).path == "jobs/1/conditions"
    done = begun | {"jobs/1": JOB, "jobs/1/conditions": CONDITIONS}
    assert flow(done).after("jobs/1/conditions", changing=False).path == "jobs/2"
    both = done | {"jobs/2": JOB, "jobs/2/conditions": CONDITIONS}
    assert flow(both).after("jobs/2/conditions", changing=False).path == "jobs"


def test_a_job_that_was_opened_but_never_posted_does_not_count():
    found = flow(SINGLE | {"jobs/2": None})
    assert found.next is None
    assert len(found.find("jobs").items) == 1
    assert found.find("jobs/2") is not None


def test_after_a_page_comes_the_next_of_the_route():
    found = flow(SINGLE)
    assert found.after("marital-status", changing=False).path == "date-of-birth"
    assert found.after("jobs/1", changing=False).path == "jobs/1/conditions"
    assert found.after("jobs/1/conditions", changing=False).path == "jobs"
    assert found.after("contact", changing=False) is None


def test_a_first_answer_leads_past_pages_that_are_answered_and_an_answer_given_anew_to_the_next_one():
    found = flow(without(SINGLE, "job-offer"))
    assert found.after("destination", changing=False, first=True).path == "job-offer"
    assert found.after("destination", changing=False).path != "job-offer"
    assert flow(SINGLE).after("destination", changing=False, first=True) is None


def test_a_change_goes_back_to_the_check_unless_it_brings_questions():
    assert flow(SINGLE).after("destination", changing=True) is None
    married = flow(SINGLE | {"marital-status": {"marital_status": "married"}})
    assert married.after("marital-status", changing=True).path == "partner"
    moved = flow(SINGLE | {"jobs/1": JOB | {"noc": "72300"}})
    assert moved.after("jobs/1", changing=True).path == "jobs/1/conditions"


def test_back_goes_through_the_route_of_this_person():
    found = flow(COUPLE)
    assert found.before(found.find("marital-status")) is None
    assert found.before(found.find("date-of-birth")).path == "partner"
    assert found.before(found.find("jobs/1/conditions")).path == "jobs/1"
    assert found.before(found.find("jobs/1")).path == "jobs"


def test_what_was_judged_on_one_day_is_judged_again_on_the_next():
    tomorrow = SINGLE | {"tests/1": IELTS | day("taken_on", TODAY + timedelta(days=1))}
    assert flow(tomorrow).next.path == "tests/1"
    with time_machine.travel(f"{TODAY + timedelta(days=1)}T15:00:00-05:00"):
        assert flow(tomorrow).next is None


def test_a_page_that_fits_itself_to_a_person_changes_nothing_for_the_next():
    celpip = SINGLE | {"tests/1": IELTS | {"test": "celpip_general"}}
    hints = [flow(answers).find("tests/1/scores").form.fields["reading"].help_text for answers in (celpip, SINGLE)]
    assert [str(hint) for hint in hints] == ["M, or from 0 to 12", "From 0 to 9"]
    fresh, begun = flow(without(SINGLE, "jobs/1", "jobs")), flow(SINGLE)
    assert str(begun.find("jobs").form.heading) == "Your jobs"
    assert str(fresh.find("jobs").form.heading) == "Have you worked in the last 10 years?"


junk = st.one_of(
    st.sampled_from(["", "yes", "no", "0", "31", "99999", "-1", "²", "1e9", "CA", "21232"]),
    st.text("aé²-.\0 7", max_size=8),
)
names = sorted({name for posted in COUPLE.values() if posted for name in posted})


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(COUPLE)), st.dictionaries(st.sampled_from(names), junk, max_size=6)))
def test_whatever_is_posted_there_is_a_way_on(posted):
    found = flow(COUPLE | posted)
    assert found.next is None or found.find(found.next.path) is found.next
    assert all(page.answered for page in found.route[:-1])
    for page in found.route:
        assert page.get_form().is_bound is False
        assert page.form.problems is not None


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(names), junk))
def test_what_was_typed_comes_back(posted):
    page = flow(COUPLE).find("jobs/1")
    kept = page.get_form().pick_posted(posted)
    shown = page.step.prefill(kept, page.known)
    for name, field in shown.fields.items():
        assert shown.initial[name] == field.widget.value_from_datadict(kept, {}, name)


def test_a_month_alone_stands_for_each_of_its_days():
    ended = SINGLE | {"jobs/1": JOB | {"ongoing": "no", **month("end", 2024, 2)}}
    (job,) = flow(ended).cleaned["jobs"]
    assert job["start"] == (date(2024, 1, 1), date(2024, 1, 31))
    assert job["end"] == (date(2024, 2, 1), date(2024, 2, 29))


def test_of_this_month_no_day_after_today_is_meant():
    begun = SINGLE | {"jobs/1": JOB | month("start", TODAY.year, TODAY.month)}
    (job,) = flow(begun).cleaned["jobs"]
    assert job["start"] == (TODAY.replace(day=1), TODAY)
