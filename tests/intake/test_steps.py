"""Each question says plainly what is wrong with an answer."""

import re
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify

from intake.forms.fields import DayField, MonthField
from intake.questionnaire.answers_to_profile import build_certificate
from intake.questionnaire.choices import find_country_code, read_countries, split_other_names
from intake.questionnaire.occupation_search import suggest, suggest_trades
from intake.questionnaire.steps import STEPS
from intake.questionnaire.steps.education import Credentials
from tests.intake.answers import COUPLE, DEGREE, ECA, IELTS, JOB, SCORES, SINGLE, TODAY, day, flow, month

EVERY = list(dict.fromkeys(form for step in STEPS for form in [step, *getattr(step, "parts", ())]))
LISTINGS = ("credentials", "tests", "jobs", "partner-credentials", "partner-tests", "partner-jobs")
ALL = COUPLE | {
    "quebec": {},
    "trade-certificate": {"has_certificate": "yes"},
    "trade-certificate-details": {"certificate_noc": "72300", "certificate_province": "ON"},
    "job-offer": {"has_job_offer": "yes"},
    "job-offer-details": {
        "job_offer_noc": "21232",
        "basis": "lmia",
        "qualifying": "yes",
        "canadian_armed_forces": "no",
    },
    "foreign-military": {"serves_in_military": "yes"},
    "foreign-military-years": {"foreign_military_years": "12"},
    "express-entry-profile": {"in_pool": "yes"},
    "express-entry-profile-date": day("submitted_on", date(2026, 10, 1)) | {"submitted_time": ""},
}


def errors(path, **posted):
    page = flow(ALL).find(path)
    assert page is not None, path
    form = page.with_data((page.posted or {}) | posted)
    return [str(problem.message) for problem in form.problems]


def nothing(path):
    page = flow(ALL).find(path)
    return [str(problem.message) for problem in page.with_data({}).problems]


@pytest.mark.parametrize(
    ("path", "messages"),
    [
        ("marital-status", ["Select your marital status"]),
        ("date-of-birth", ["Enter your date of birth"]),
        ("destination", ["Select where you plan to live"]),
        ("credentials", ["Select yes or no"]),
        ("credentials/1", ["Select the kind of credential", "Choose the country"]),
        ("credentials/1/assessment", ["Select yes or no: Do you have an ECA report for this credential?"]),
        ("trade-certificate-details", ["Choose the trade", "Choose who issued the certificate"]),
        ("tests/1", ["Select the test", "Enter the date of the test"]),
        (
            "tests/1/scores",
            [f"Enter the {ability} score" for ability in ("listening", "reading", "writing", "speaking")],
        ),
        (
            "jobs/1",
            [
                "Choose the occupation",
                "Choose the country of the work",
                "Enter the month and year the job started",
                "Select yes or no: Is this job still going on?",
                "Enter the hours a week",
            ],
        ),
        ("family-size", ["Enter the number of people in your family"]),
        ("funds", ["Enter an amount, or select “I do not know”"]),
        ("contact", ["Select a language"]),
        ("partner-date-of-birth", []),
        ("express-entry-profile-date", []),
    ],
)
def test_an_empty_page_says_what_to_enter(path, messages):
    assert nothing(path) == messages


def test_every_field_that_is_required_has_words_of_its_own():
    for step in STEPS:
        for form in [step, *getattr(step, "parts", ())]:
            for name, field in form.base_fields.items():
                assert not field.required or "This field" not in str(field.error_messages["required"]), name


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (("31", "2", "1990"), "Enter a date that exists, for example March 27, 1990"),
        (("", "2", "1990"), "Enter the day, the month and the year, for example March 27, 1990"),
        (("x", "2", "1990"), "Enter a date that exists, for example March 27, 1990"),
        (("1", "2", "90"), "Enter a year from 1900 on with four figures, for example 1990"),
        (("24", "11", "2026"), "Your date of birth must be in the past"),
        (("1", "2", "9" * 5000), "Enter a date that exists, for example March 27, 1990"),
    ],
)
def test_a_date_that_cannot_be_is_told(parts, message):
    posted = dict(zip(("date_of_birth_day", "date_of_birth_month", "date_of_birth_year"), parts, strict=True))
    assert errors("date-of-birth", **posted) == [message]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("nigeria", "NG"),
        ("Cameroun", "CM"),
        ("cote d'ivoire", "CI"),
        ("Ivory Coast", "CI"),
        (" usa ", "US"),
        ("England", "GB"),
        ("CA", "CA"),
    ],
)
def test_a_country_is_found_by_what_people_type(typed, code):
    assert find_country_code(typed) == code


@pytest.mark.parametrize("typed", ["", "Atlantis", "niger!a", "???"])
def test_what_is_no_country_is_not_guessed(typed):
    assert find_country_code(typed) == ""


def test_a_country_typed_without_choosing_is_taken():
    assert errors("credentials/1", **DEGREE | {"country": "", "country_typed": "nigeria"}) == []
    said = ["Choose a country from the list"]
    assert errors("credentials/1", **DEGREE | {"country": "", "country_typed": "nig"}) == said


def test_no_other_name_of_a_country_is_the_name_of_another():
    names = {code: {slugify(row["name_en"]), slugify(row["name_fr"])} for code, row in read_countries().items()}
    for code, row in read_countries().items():
        others = set().union(*(said for key, said in names.items() if key != code))
        assert not others & {slugify(name) for name in split_other_names(row)}, code


def test_spaces_around_a_date_do_not_matter():
    assert errors("date-of-birth", date_of_birth_day=" 27 ", date_of_birth_year=" 1990") == []


def test_ielts_has_no_9_and_a_half_and_no_steps_of_a_quarter():
    said = ["Listening: enter a score from 0 to 9, in steps of 0.5"]
    assert errors("tests/1/scores", listening="9.5") == said
    assert errors("tests/1/scores", listening="7.25") == said
    assert errors("tests/1/scores", listening="seven") == said
    assert errors("tests/1/scores", listening="7,5") == []


def test_tef_scores_fit_the_chosen_column():
    answers = ALL | {"tests/1": IELTS | {"test": "tef_canada"}}
    page = flow(answers).find("tests/1/scores")
    scores = dict.fromkeys(SCORES, "400")
    new = page.with_data(scores | {"scale": "699"})
    old = page.with_data(scores | {"scale": "old"})
    assert new.problems == []
    assert [problem.control for problem in old.problems] == ["id_listening", "id_reading"]


def test_a_tef_score_beyond_the_old_scale_is_told_which_column_may_be_meant():
    page = flow(ALL | {"tests/1": IELTS | {"test": "tef_canada"}}).find("tests/1/scores")
    posted = {"listening": "400", "reading": "233", "writing": "900", "speaking": "393", "scale": "old"}
    listening, writing = [str(problem.message) for problem in page.with_data(posted).problems]
    assert listening.startswith("Listening: 400 is more than the 360 of “Équivalence ancien score”.")
    assert "“Score / 699”, select that column" in listening
    assert writing == "Writing: enter a whole number from 0 to 450"


@pytest.mark.parametrize("typed", ["M", "m", " M "])
def test_the_m_of_celpip_is_a_score_and_of_no_other_test(typed):
    celpip = flow(ALL | {"tests/1": IELTS | {"test": "celpip_general"}}).find("tests/1/scores")
    form = celpip.with_data(dict.fromkeys(SCORES, "9") | {"speaking": typed})
    assert form.is_valid()
    assert form.cleaned_data["speaking"] == 0
    assert [str(answer) for name, _label, answer in form.list_answers() if name == "speaking"] == ["M (below CLB 4)"]
    assert errors("tests/1/scores", speaking=typed) == ["Speaking: enter a score from 0 to 9, in steps of 0.5"]


def test_a_job_ends_after_its_start():
    over = {"ongoing": "no", **month("end", 2023, 12)}
    assert errors("jobs/1", **over) == ["The end of the job must be after its start"]
    assert errors("jobs/1", ongoing="no") == ["Enter the month and year the job ended"]
    assert errors("jobs/1", **{"ongoing": "no", **month("end", 2027, 1)}) == ["The end of the job must be in the past"]


def test_an_end_typed_for_a_job_that_goes_on_is_no_error():
    assert errors("jobs/1", **month("end", 2023, 12)) == []


@pytest.mark.parametrize("noc", ["2123", "softwear", "line cook"])
def test_words_that_are_no_unit_group_lead_to_a_list_to_choose_from(noc):
    assert errors("jobs/1", noc=noc) == ["Choose an occupation from the list"]


@pytest.mark.parametrize("noc", ["99999", "zzzzqqqq"])
def test_words_that_no_occupation_is_called_are_told(noc):
    said = "No occupation is called that: try another or a more general word, or a NOC code"
    assert errors("jobs/1", noc=noc) == [said]


def test_what_was_typed_stays_in_the_box_with_what_was_found_for_it_under_it():
    page = flow(ALL).find("jobs/1")
    form = page.with_data(JOB | {"noc": "", "noc_typed": "line <cook>"})
    html = str(form["noc"])
    assert 'name="noc_typed"' in html
    assert 'value="line &lt;cook&gt;"' in html
    assert "<legend>Found for “line &lt;cook&gt;”</legend>" in html
    assert html.count('type="radio"') == 10
    assert re.search('<input[^>]* name="noc"[^>]* value="63200"', html)
    assert "Cook · TEER 3" in html


def test_a_line_chosen_without_scripts_is_taken_before_the_words_in_the_box():
    form = flow(ALL).find("jobs/1").with_data(JOB | {"noc": "63200", "noc_typed": "line cook"})
    assert form.is_valid()
    assert form.cleaned_data["noc"] == "63200"


def test_a_code_typed_into_the_search_is_understood():
    form = flow(ALL).find("jobs/1").with_data(JOB | {"noc": "", "noc_typed": "31301"})
    assert form.is_valid()
    assert form.cleaned_data["noc"] == "31301"


def test_the_chosen_occupation_stands_in_the_box_in_the_readers_language():
    html = str(flow(ALL).find("jobs/1").form["noc"])
    assert 'value="Software developers and programmers (21232)"' in html
    assert "radio" not in html
    with translation.override("fr"):
        french = str(flow(ALL).find("jobs/1").form["noc"])
    assert "(21232)" in french
    assert "Software" not in french


@pytest.mark.parametrize(
    "typed", ["plumbers", "Plombiers/plombières", " Plumbers (72300) ", "plombiers/plombières (72300)", "72300"]
)
def test_a_title_typed_in_either_language_is_understood(typed):
    form = flow(ALL).find("jobs/1").with_data(JOB | {"noc": "", "noc_typed": typed})
    assert form.is_valid()
    assert form.cleaned_data["noc"] == "72300"


def test_the_search_tells_the_title_that_matched_teer_and_the_lists_in_force():
    first = suggest("plummer")[0]
    assert first == ("72300", "Plumbers (72300)", "Plumber · TEER 2 · Trade occupations")
    assert "Agriculture" not in suggest("butcher")[0].more, "that list ended"
    assert "Physicians with Canadian work experience (needs work in Canada)" in suggest("family physician")[0].more
    assert "needs work in Canada" not in suggest("registered nurse")[0].more


def test_the_page_of_a_jobs_conditions_names_the_lists_and_what_people_confuse_it_with():
    page = flow(ALL | {"jobs/1": JOB | {"noc": "72300"}}).find("jobs/1/conditions").form
    assert (page.occupation.code, page.lists) == ("72300", ["Trade occupations"])
    assert [one.occupation.code for one in page.neighbours] == ["72301", "72302", "72012"]
    assert page.neighbours[1].lists == ("Trade occupations",)


def test_a_certificate_is_for_one_of_the_trades_or_for_another():
    said = ["Choose a trade from the list, or “Another trade, which is not in this list”"]
    assert errors("trade-certificate-details", certificate_noc="21232") == said
    assert errors("trade-certificate-details", certificate_noc="73300") == said
    assert errors("trade-certificate-details", certificate_noc="73400") == []


def test_a_trade_is_found_by_what_people_call_it_and_offered_on_the_page_that_comes_back():
    posted = {"certificate_noc_typed": "welder", "certificate_province": "AB"}
    page = flow(ALL).find("trade-certificate-details").with_data(posted)
    assert [str(problem.message) for problem in page.problems] == [
        "Choose a trade from the list, or “Another trade, which is not in this list”"
    ]
    shown = str(page["certificate_noc"])
    assert "Found for “welder”" in shown
    assert 'value="72106"' in shown
    assert shown.index('value="72106"') < shown.index('value="other"')
    assert re.search(r'data-ask="[^"]*/occupations\.json\?of=trades"', shown)


def test_a_province_is_found_and_taken_by_its_two_letters():
    form = flow(ALL).find("trade-certificate-details").form
    assert '<option value="AB" data-also="AB">Alberta</option>' in str(form["certificate_province"])
    assert errors("trade-certificate-details", certificate_province="", certificate_province_typed="AB") == []


def test_the_search_of_trades_has_trades_alone_and_always_any_other_trade():
    nocs = [one.value for one in suggest_trades("truck driver")]
    assert "73300" not in nocs, "no certificate is known for truck drivers"
    assert [one.value for one in suggest_trades("xqzw")] == ["other"]
    assert [one.value for one in suggest_trades("63210")] == ["63210", "other"]


def test_another_trade_is_asked_for_among_all_occupations():
    other = ALL | {"trade-certificate-details": {"certificate_noc": "other", "certificate_province": "ON"}}
    assert flow(other).next.path == "other-trade"
    found = flow(other | {"other-trade": {"other_trade_noc": "62201"}})
    assert build_certificate(found.cleaned) == {"noc": "62201", "province": "ON"}
    assert flow(ALL | {"other-trade": {"other_trade_noc": "62201"}}).find("other-trade") is None


def test_another_trade_chosen_in_one_language_is_read_in_the_other():
    for typed in ("Another trade, which is not in this list", "other"):
        for language in ("fr", "en"):
            with translation.override(language):
                page = flow(ALL).find("trade-certificate-details")
                form = page.with_data({"certificate_noc_typed": typed, "certificate_province": "ON"})
                assert form.is_valid(), form.errors
                assert form.cleaned_data["certificate_noc"] == "other"


OTHER_TRADE = {
    "trade-certificate-details": {"certificate_noc": "other", "certificate_province": "ON"},
    "other-trade": {"other_trade_noc": "62201"},
}


def test_an_occupation_that_is_no_trade_is_refused_with_the_reason():
    for noc in ("21232", "31301", "41401"):
        page = flow(ALL | OTHER_TRADE).find("other-trade").with_data({"other_trade_noc": noc})
        (problem,) = page.problems
        assert "certificates of qualification are issued in trades only" in str(problem.message)


def test_an_occupation_that_may_be_a_trade_is_taken_and_said_to_be_open():
    ((_name, _label, answer),) = flow(ALL | OTHER_TRADE).find("other-trade").form.list_answers()
    assert str(answer).startswith("Funeral directors and embalmers (62201): not known to be a trade")


def test_an_offer_that_rests_on_nothing_is_led_to_no_with_the_reason():
    (said,) = errors("job-offer-details", basis="open_permit", qualifying="yes")
    assert said.startswith("Select no: without an LMIA an offer does not qualify")
    # IRPR 82(2)(b)(iii), 87.2(3)(d)(iii)(D); whoever has worked there for less time is to choose this ground.
    assert "have worked for this employer for a year or more on a permit that names them" in said
    assert errors("job-offer-details", basis="open_permit", qualifying="no") == []


def test_who_issued_an_assessment_is_chosen_among_all_by_their_short_names_or_left_open():
    field = flow(COUPLE).find("credentials/1/assessment").form["eca_issuer"]
    shown = str(field)
    assert all(f"({short})" in shown for short in ("WES", "IQAS", "ICAS", "ICES", "CES", "MCC", "PEBC", "CACB"))
    assert errors("credentials/1/assessment", **ECA | {"eca_issuer": ""}) == []
    assert errors("credentials/1/assessment", **ECA) == []


def test_whose_relative_it_is_is_asked_of_a_couple_only():
    assert errors("sibling", sibling_in_canada="yes") == ["Select whose relative it is"]
    assert errors("relative", relative_in_canada="yes") == ["Select whose relative it is"]
    assert errors("sibling", sibling_in_canada="no") == []
    assert "sibling_of" not in flow(SINGLE).find("sibling").form.fields


def test_who_has_no_partner_is_not_asked_of_one():
    words = {
        answers["marital-status"]["marital_status"]: [
            str(flow(answers).find(page).form[field].help_text)
            for page, field in (
                ("sibling", "sibling_in_canada"),
                ("relative", "relative_in_canada"),
                ("family-size", "family_size"),
            )
        ]
        for answers in (SINGLE, COUPLE)
    }
    assert ["partner" in said for said in words["never_married"]] == [False] * 3
    assert ["partner" in said for said in words["married"]] == [True] * 3


def test_the_partners_jobs_speak_of_the_partner_and_ones_own_of_oneself():
    welder = JOB | {"noc": "72106", "country": "IN"}
    for path, whom in (("jobs/1", "you "), ("partner-jobs/1", "your partner ")):
        found = flow(ALL | {path: welder})
        assert f"Where {whom}w" in str(found.find(path).form["country"].help_text)
        practised = found.find(f"{path}/conditions").form["qualified_for_trade"]
        assert f"Could {whom}practise" in str(practised.label)
        assert f"That is, {whom}w" in str(practised.help_text)


def test_study_in_canada_is_asked_unless_the_credentials_say_it_all():
    degree = {"credentials/1": DEGREE | {"country": "CA"}}
    for years, asked in (("2", False), ("1.5", True)):
        study = {"canadian_study_bonus": "yes", "full_time_academic_years": years}
        found = flow(SINGLE | degree | {"credentials/1/study-in-canada": study}).find("more-study-in-canada")
        assert (found is not None) is asked
    assert errors("more-study-in-canada", studied_in_canada="yes") == [
        "Enter the number of years of full-time study",
        "Select yes or no: If yes, was it in a program of two years or more?",
    ]


@pytest.mark.parametrize(
    ("language", "first", "besides"),
    [
        ("en", "Have you studied full-time in Canada?", "besides what you told us"),
        ("fr", "Avez-vous étudié à temps plein au Canada?", "outre ce que vous avez indiqué"),
    ],
)
def test_study_in_canada_is_besides_only_where_some_was_stated(language, first, besides):
    degree = {"credentials/1": DEGREE | {"country": "CA"}}
    study = {"credentials/1/study-in-canada": {"canadian_study_bonus": "yes", "full_time_academic_years": "1.5"}}
    with translation.override(language):
        for answers, stated in ((SINGLE, False), (SINGLE | degree | study, True)):
            form = flow(answers).find("more-study-in-canada").form
            label = str(form.fields["studied_in_canada"].label).replace("\xa0", " ")
            assert (besides in label, label == first) == (stated, not stated)


def test_dates_of_examples_are_written_as_the_answers_are():
    """One form of a day for the whole questionnaire: "March 27, 1990", not "27 March 1990"."""
    other = re.compile(
        r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|Sept\w*|October|Nov\w*|Dec\w*)\b"
    )
    assert other.search("For example, 27 March 1990.")
    hints = [(step.slug, str(field.help_text)) for step in EVERY for field in step.base_fields.values()]
    assert any("March 27, 1990" in hint for _slug, hint in hints)
    assert [one for one in hints if other.search(one[1])] == []
    messages = [str(message) for kind in (DayField, MonthField) for message in kind.default_error_messages.values()]
    assert [message for message in messages if other.search(message)] == []


def test_the_stream_of_a_nomination_is_asked():
    nominee = ALL | {"provincial-nomination": {"provincial_nomination": "yes"}}
    page = flow(nominee).find("nomination-stream")
    assert [str(problem.message) for problem in page.with_data({}).problems] == [
        "Choose the province or territory that nominated you",
        "Select whether the stream is aligned with Express Entry",
    ]


def test_a_partner_with_status_in_canada_is_asked_about_only_where_they_live_abroad():
    partner = {"partner": {"partner_canadian": "yes", "partner_accompanying": "yes"}}
    for citizen, lives, asked in (("yes", "", False), ("no", "yes", False), ("no", "no", True)):
        status = {"partner_citizen": citizen, "partner_lives_in_canada": lives}
        found = flow(ALL | partner | {"partner-status": status})
        assert (found.find("partner-credentials") is not None) is asked


def test_a_program_of_under_a_year_is_a_credential_of_its_own():
    found = flow(SINGLE | {"credentials/1": DEGREE | {"level": "under_one_year", "country": "CA"}})
    assert found.find("credentials/1/study-in-canada") is None
    assert found.next is None


@pytest.mark.parametrize(("born", "told"), [(date(2008, 11, 24), True), (date(2008, 11, 23), False)])
def test_a_person_under_18_is_told_what_that_means_and_goes_on(born, told):
    young = ALL | {"date-of-birth": day("date_of_birth", born)}
    assert (flow(young).find("under-18") is not None) is told
    assert flow(young | {"under-18": {}}).find("destination") is not None


@pytest.mark.parametrize("hours", ["0", "169", "-1", "nan", "inf", "many"])
def test_hours_a_week_are_those_of_a_week(hours):
    assert errors("jobs/1", hours_per_week=hours) == ["Enter the hours a week as a number from 1 to 168"]


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("$15,000", 15000),
        ("15 000", 15000),
        ("15000,50", 15000.5),
        ("15,000.50", 15000.5),
        pytest.param("28.500", 28500, id="as in most of the world, and never 28 dollars and a half"),
        ("15.000 $", 15000),
        ("1.234.567", 1234567),
        ("28.500,75", 28500.75),
        ("12000 CAD", 12000),
        ("CA$12,000", 12000),
        ("12 000,50 $", 12000.5),
        ("28500.50", 28500.5),
    ],
)
def test_money_is_understood_as_people_write_it(typed, amount):
    form = flow(ALL).find("funds").with_data({"settlement_funds_cad": typed})
    assert form.is_valid()
    assert form.cleaned_data["settlement_funds_cad"] == amount


@pytest.mark.parametrize(
    ("typed", "right"),
    [("16:05", True), ("4:05 pm", True), ("16h05", True), ("16 h", True), ("25:00", False), ("4", False)],
)
def test_a_time_is_understood_as_people_write_it(typed, right):
    said = [] if right else ["Enter the time as hours and minutes, for example 16:05"]
    assert errors("express-entry-profile-date", submitted_time=typed) == said


def test_alerts_need_an_address():
    assert errors("contact", alerts="on") == ["Enter the e-mail address to which we are to send this"]
    assert errors("contact", alerts="on", email="me@") == ["Enter an e-mail address like name@example.com"]
    assert errors("contact", alerts="on", email="me@example.org") == []


def test_a_foreign_credential_without_its_eca_date_is_told():
    said = ["Enter the date the ECA report was issued"]
    assert (
        errors("credentials/1/assessment", **day("eca_issued_on", date(2025, 2, 1)) | {"eca_issued_on_day": ""}) != []
    )
    assert errors("credentials/1/assessment", **dict.fromkeys(day("eca_issued_on", date(2025, 2, 1)), "")) == said


def test_an_error_leads_to_the_first_control_of_its_question():
    page = flow(ALL).find("credentials/1")
    controls = [problem.control for problem in page.with_data(DEGREE | {"level": "", "awarded_on_month": ""}).problems]
    assert controls == ["id_level_0", "id_awarded_on_month"]


def test_addresses_and_sections_are_unique():
    slugs = [step.slug for step in STEPS]
    assert len(set(slugs)) == len(slugs)
    assert {step.section for step in STEPS} == {"about", "education", "language", "work", "partner", "last"}
    assert set(LISTINGS) < set(slugs)


ADDRESSED = re.compile(
    r"\b(?:do|have|did|are|were|can) you\b|\byour (?:test|report|job|work|diploma|scores|study)\b", re.IGNORECASE
)


def of_partner():
    """Every page about the partner, items' pages too."""
    for step in STEPS:
        if step.section == "partner":
            yield step
            yield from getattr(step, "parts", ())


@pytest.mark.parametrize("step", [*of_partner()], ids=lambda step: step.__name__)
def test_a_page_about_the_partner_does_not_ask_the_reader_about_themselves(step):
    words = [step.title, *(getattr(step, name, "") for name in ("first", "another", "of_test", "none"))]
    for field in step.base_fields.values():
        words += [field.label, field.help_text, *field.error_messages.values()]
    assert [str(said) for said in words if ADDRESSED.search(str(said or ""))] == []
    if step.longer_help:
        assert not ADDRESSED.search(render_to_string(step.longer_help))


def test_a_couple_is_two_at_least():
    married = {"marital_status": "married"}
    page = flow(
        SINGLE | {"marital-status": married, "partner": {"partner_canadian": "yes", "partner_accompanying": "no"}}
    )
    form = page.find("family-size").with_data({"family_size": "1"})
    assert form.errors["family_size"] == ["Enter 2 or more: your partner counts too, even if they do not come along"]
    assert page.find("family-size").with_data({"family_size": "2"}).is_valid()
    assert flow(SINGLE).find("family-size").with_data({"family_size": "1"}).is_valid()


def test_the_card_of_a_credential_says_when_and_whether_there_is_a_report():
    known = {"level": "bachelor", "country": "IN"}
    bare = Credentials.details(known | {"has_eca": False}, TODAY)
    assert [(str(name), str(said)) for name, said in bare] == [("Awarded", "Not given"), ("ECA report", "No")]
    whole = {"awarded_on": date(2017, 5, 1), "has_eca": True, "eca_issued_on": date(2025, 2, 1)}
    assert [str(said) for _name, said in Credentials.details(known | whole, TODAY)] == ["May 2017", "Feb. 1, 2025"]
    (*_rest, (label, issuer)) = Credentials.details(known | whole | {"eca_issuer": "mcc"}, TODAY)
    assert (str(label), str(issuer)) == ("Issued by", "Medical Council of Canada (MCC)")
    assert len(Credentials.details({"level": "bachelor", "country": "CA"}, TODAY)) == 1, "none is needed"
