"""A number stands in one place: in a dated table, or in a constant or a setting; sentences are filled in from there."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polib
import pytest
import time_machine
from django.conf import settings as site
from django.utils.text import capfirst

from draws.matching.preview import NEAR
from draws.models.draws import HIGHEST_SCORE
from draws.staff import alert_report, dashboard, ledger_admin, preview_page
from intake.account.views import CodeForm, SignInForm, say_over
from intake.clients.invitation_steps import OWN_WORDS
from intake.common import ircc_numbers, tag_names
from intake.common.rule_numbers import get_number
from intake.enquiries import forms as enquiry_forms
from intake.firm import pictures
from intake.models import Scenario
from intake.models.enquiries import LONGEST_QUESTION
from intake.public.rules import list_chapters
from intake.questionnaire.steps.about_you import Minor
from intake.questionnaire.steps.relatives import Sibling
from intake.questionnaire.steps.study import CONDITIONS
from intake.result.scenario_form import NameForm
from intake.staff.client_admin import file_filters, score_filters
from intake.staff.daily_work import my_day
from intake.staff.office.firm_admin import PictureForm
from intake.staff.reports import file_reports
from scoring.apps import scoring_config
from scoring.assess import assess
from scoring.contradictions import contradictions
from scoring.profile import CHARTS, HIGHEST_LEVEL, LOWEST_LEVEL
from scoring.rulebook import load
from scoring.table_files import TableText
from scoring.words import name_number
from tests.scoring.making import TODAY, book, celpip, job, make_profile

pytestmark = pytest.mark.quick
NUMBER = r"(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty|sixty)"
UNIT = (
    r"(?:days?|weeks?|months?|years?|hours?|minutes?|seconds?|points?|times|characters|letters|digits?|kB|MB|million)"
)
# A number beside what it counts, a level, a span of TEERs, an age, and what is a year or an hour at the least or most.
WRITTEN_OUT = re.compile(
    rf"\b{NUMBER}(?:-| or more | )(?:\w+ )?{UNIT}\b|\b(?:most|than) \d[\d,]*\b"
    r"|\b(?:CLB|NCLC) \d|\bTEER \d(?: to |-)\d|\b1,?200\b|\b1,?560\b"
    r"|\b(?:not|under|turned|turn|age of) (?:18|eighteen)\b"
    r"|\b(?:18|eighteen)(?:th| years?)? (?:or older|old|birthday)\b"
    r"|\b(?:at least|less than|more than|after) (?:an?|one) (?:full )?(?:year|hour)\b|\ba year or more\b"
    r"|\bone (?:continuous )?year of\b",
    re.IGNORECASE,
)
# How many programs there are, which an edition of the tables may change.
COUNTED = re.compile(r"\b(three|two|four) (federal )?(programs|classes)\b|\bthese (three|two|four)\b", re.IGNORECASE)
# Sentences that say another thing by such a number: why it may stand there, and how each of them begins.
OTHERS: dict[str, tuple[str, ...]] = {
    "the length of a program of study, by which one is told from another": (
        "If yes, was it in a program of two years",
        "In a program of two years",
        "Yes, of one or two years",
        "Yes, of three years or more, or a master's",
        "Two or more diplomas or degrees, one of them of three years",
        "Post-secondary program of less than one year",
        "Two-year post-secondary program",
        "Other post-secondary program of three years",
        "A credential of a program of less than one year",
        "A program of less than one year",
        "Highest level that counts: %(level)s; a program of two or more years",
        "If you hold a second credential from abroad",
        "a program of study of more than a year",
        "two-year program",
        "bachelor's degree, or a program of three",
        "two or more credentials, one of three",
        "program of less than one year",
        "program of three or more years",
        "Post-secondary credential of two or more years",
        "a post-secondary credential of two or more years",
    ),
    "a condition of the offer, in the words of the law, that the person answers for: no rule reads how long it is": (
        "I have worked for this employer without a break for a year",
        "None of these: for example no LMIA",
        "From an employer for whom you work now, too",
        "On one of the first three grounds, full-time",
        "From the Canadian Forces Recruiting Group",
        "Select no: without an LMIA an offer does not qualify",
        "Neither a certificate of qualification in a skilled trade nor a valid job offer",
        "The job offer in NOC %(noc)s does not count: with neither",
        "With a work permit that needs none, after a year of work",
    ),
    "who is a common-law partner, in the words of the law (IRPR s. 1(1)), as the person answers": (
        "Common-law: living together",
    ),
    "the name of a requirement: the weeks that it asks for stand beside it, from the table": (
        "One continuous year of skilled work",
        "One year of skilled work in Canada",
    ),
    "a choice of none of the full years that are counted": ("Less than a year, or not at all",),
    "an absence that a question asks about: whatever its length, the days that are entered are what counts": (
        "During this job, was your partner away",
        "During this job, were you away",
        "Away without working: such days are not counted",
    ),
    "how a number, a code or a date is written, which changes with none of the rules": (
        "There is no five-digit NOC code",
        "Canada's list of occupations, each with a code of five digits",
        "Canada names every occupation by a code of five digits",
        "Enter a UCI of eight or ten digits",
        "IRCC's number of the person: eight or ten digits",
        "An Express Entry application number is the letter E and nine digits",
        "Enter a colour as # and six digits",
        "No file was found. A part of a name is enough",
        "Type two letters or more",
    ),
    "how many digits a code has, beside an example of it (`test_a_code_has_as_many_digits_as_the_pages_say`)": (
        "We will send a 6-digit code",
        "6 digits, for example",
    ),
    "an example of what may be typed": ("“for 30 minutes”", "For example, “French at NCLC 7”"),
    "nothing, which is no amount": ("Enter an amount of more than 0",),
    "a day, which the constant calls a day too": (
        "New leads of the last 24 hours",
        "The request is noted in the history. You, and nobody else",
    ),
    "how long the questions take, as people were seen to need": ("10 to 15 minutes", "About 10 to 15 minutes"),
    "the first and the last day, which are two": ("We write to you when a browser that we do not know",),
}


def read_catalogue() -> polib.POFile:
    """Every sentence in English and French."""
    return polib.pofile(str(Path(site.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES" / "django.po"))


def list_written_out() -> Iterator[str]:
    """The sentences with a number in them; where there are two forms, the one of several, as "an hour" is one."""
    for entry in read_catalogue():
        if WRITTEN_OUT.search(entry.msgid_plural or entry.msgid):
            yield entry.msgid


def test_no_sentence_has_a_number_written_out_that_stands_elsewhere():
    excused = tuple(beginning for beginnings in OTHERS.values() for beginning in beginnings)
    assert [one for one in list_written_out() if not one.startswith(excused)] == []


def test_every_excuse_is_of_a_sentence_that_there_is():
    written = list(list_written_out())
    beginnings = [beginning for found in OTHERS.values() for beginning in found]
    assert [one for one in beginnings if not any(sentence.startswith(one) for sentence in written)] == []


@pytest.mark.parametrize(
    "said",
    [
        "New files of the last 12 weeks",
        "Less than CLB or NCLC 4 in one of the four abilities",
        "programs ask for TEER 0 to 3",
        "%(total)d of 100 points",
        "before the 18th birthday",
        "You are not 18 yet",
        "Late by more than an hour: {kind}",
        "that somebody has been waiting for, for two minutes",
        "a profile is valid for twelve months",
        "The code was wrong three times",
        "Enter a name of at most 60 characters",
        "There are more than 20",
        "larger than 900 kB",
    ],
)
def test_the_numbers_that_stood_in_sentences_once_are_found(said):
    assert WRITTEN_OUT.search(said)


def test_no_sentence_counts_the_programs():
    said = [(entry.msgid, entry.msgstr) for entry in read_catalogue()]
    assert [one for one in said if COUNTED.search(one[0]) or "trois programmes" in one[1]] == []


def test_a_code_has_as_many_digits_as_the_pages_say():
    digits = site.ACCOUNT_LOGIN_BY_CODE_FORMAT["length"]
    assert f"a {digits}-digit code" in str(SignInForm.base_fields["email"].help_text)
    words = str(CodeForm.base_fields["code"].help_text)
    assert words.startswith(f"{digits} digits")
    assert len(re.sub(r"\D", "", words.partition(",")[2])) == digits


# --- Numbers of tables ------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(OWN_WORDS["police"], "lived 6 months or more without a break since you turned 18", id="police"),
        pytest.param(Sibling.help_of_single, "18 or older, a Canadian citizen", id="a relative"),
        pytest.param(CONDITIONS, "with 15 hours or more of instruction a week", id="study without a credential"),
        pytest.param(Minor.title, "You are not 18 yet", id="an age without points"),
    ],
)
def test_a_sentence_says_the_number_of_its_table(words, said):
    assert said in str(words)


def test_the_bound_of_a_cutoff_is_the_most_that_the_rules_give():
    assert get_number("most_points") == HIGHEST_SCORE


def test_every_edition_of_a_chart_tells_the_same_levels_apart():
    levels = [str(level) for level in range(LOWEST_LEVEL, HIGHEST_LEVEL + 1)]
    for name in CHARTS.values():
        for table in book().editions[name]:
            assert sorted(table.cells, key=int) == levels, (name, table.source.effective)


HEAD = """
[[table]]
effective = 2024-06-01
cite = "Invented for a test"
url = "https://example.org/invented"
verified_on = 2024-05-01
"""
SKILLED = (
    HEAD
    + """
columns = ["value"]
rows = [["full_week_hours", 30], ["year_hours", 1560], ["lowest_skilled_teer", 2]]
"""
)
OLDER = (
    HEAD
    + """
columns = ["points"]
rows = [["0-20", 0], ["21-40", 14], ["41+", 0]]
"""
)
OLDER_STILL = (
    HEAD
    + """
columns = ["with_partner", "single"]
rows = [["0-21", 0, 0], ["22+", 10, 10]]
"""
)


def load_with(**texts: str):
    """The shipped rules and these editions, by the name of the table with "__" for its stroke."""
    files = ((name.replace("__", "/"), text) for name, text in texts.items())
    return load(released=[TableText(name, text, f"{name}.toml") for name, text in files])


@pytest.fixture
def use(monkeypatch):
    """Let this process work with other rules."""

    def give(rules):
        monkeypatch.setattr(scoring_config(), "provider", lambda: rules)

    return give


def test_the_lowest_teer_of_skilled_work_is_said_as_its_edition_has_it():
    rules = load_with(work__definitions=SKILLED)
    cook = make_profile(jobs=[job("2023-01-01", noc="63200", primary=True)])
    (found,) = [one for one in contradictions(cook, TODAY, rules.on(TODAY)) if one.code == "primary_not_skilled"]
    assert str(found).endswith("is TEER 3; programs ask for TEER 0 to 2")
    for year, lowest in ((2023, 3), (2024, 2)):
        gain = assess(cook, TODAY.replace(year=year), rules).crs.gain("job_offer")
        assert str(gain).startswith(f"A qualifying job offer in TEER 0 to {lowest} would give")


def test_the_points_of_the_grid_are_the_sum_of_its_tables():
    person = make_profile(language_tests=[celpip(4)])
    for rules, most in ((book(), 100), (load_with(programs__fsw_age=OLDER), 102)):
        row = assess(person, TODAY, rules).programs["fsw"].find("fsw_grid")
        assert re.fullmatch(rf"\d+ of {most} points; 67 needed", str(row.because))
        headings = [str(heading) for heading, _tables in list_chapters(rules, TODAY)]
        assert f"Federal Skilled Worker Program: the grid of {most} points" in headings


def test_a_row_of_a_table_names_the_teers_of_its_day():
    day = TODAY.replace(year=2020)
    tables = [table for _heading, tables in list_chapters(book(), day) for table in tables]
    (offers,) = [table for table in tables if table.table.name == "crs/job_offer"]
    assert "Other offer in TEER 0 to 3" in [label for label, _cells in offers.rows]


def test_who_is_told_that_their_age_gives_no_points_hangs_on_the_tables(use):
    use(load_with(crs__age=OLDER_STILL, programs__fsw_age=OLDER))
    born = date(2005, 9, 15)
    with time_machine.travel(datetime(2026, 9, 15, 17, 0, tzinfo=UTC), tick=False):
        assert get_number("first_age") == 21, "the earlier of the two"
        assert str(Minor.title) == "You are not 21 yet"
        assert not Minor.applies({"date_of_birth": born})
        assert Minor.applies({"date_of_birth": born + timedelta(days=1)})


# --- Numbers of our own -------------------------------------------------------------


SHORT = site.INVITATION_SHORT_DAYS


def get_report(reports, code):
    return next(str(one.says) for one in reports if one.code == code)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (get_report(file_reports.OWN, "files"), f"last {file_reports.WEEKS} weeks"),
        (get_report(file_reports.OWN, "leads"), f"last {file_reports.WEEKS} weeks"),
        (get_report(file_reports.OWN, "way"), f"last {file_reports.YEAR.days} days"),
        (get_report(file_reports.OWN, "days"), f"last {file_reports.YEAR.days} days"),
        (alert_report.ALERTS.says, f"last {alert_report.YEAR.days} days"),
        (alert_report.ALERTS.says, f"within {alert_report.SOON.days} days of it"),
        (score_filters.ChangesFilter.words, f"Within {score_filters.SOON.days} days"),
        (file_filters.ImpliedFilter.words, f"within {file_filters.IMPLIED_ENDS.days} days"),
        (dashboard.DRAFTS, f"last {dashboard.RECENT.days} days"),
        (dashboard.WAITED_FOR, f"{name_number(ledger_admin.OVERDUE_MINUTES)} minutes"),
        (ledger_admin.WaitedForFilter.words, f"{name_number(ledger_admin.OVERDUE_MINUTES)} minutes"),
        (preview_page.BELOW, f"within {name_number(NEAR)} points"),
        (dict(file_filters.ClockFilter.options)["short"], f"{capfirst(name_number(SHORT))} days left"),
        (my_day.CLOCKS["short"], f"{name_number(SHORT)} days"),
        (tag_names.TOO_LONG, f"at most {tag_names.LONGEST} letters"),
        (ircc_numbers.NO_APPLICATION, f"at most {ircc_numbers.LONGEST}"),
        (enquiry_forms.LONG, f"at most {LONGEST_QUESTION:,} characters"),
        (PictureForm.base_fields["upload"].help_text, f"at most {pictures.MOST_BYTES // 1000} kB"),
    ],
)
def test_a_sentence_says_the_constant_beside_it(words, said):
    assert said in str(words)


def test_what_a_page_says_of_a_code_are_its_settings(settings):
    assert say_over() == "The code was wrong three times, or more than 15 minutes old. Ask for another."
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT, settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 60, 5
    assert say_over() == "The code was wrong five times, or more than 1 minute old. Ask for another."


def test_a_name_of_a_scenario_may_be_as_long_as_the_form_says():
    form = NameForm(Scenario.objects.none(), {"name": "x" * (Scenario.LONGEST_NAME + 1)})
    assert form.errors["name"] == [f"Enter a name of at most {Scenario.LONGEST_NAME} characters"]
