"""A program is a table of requirements: what its file may say, and what is refused with its place."""

from datetime import date

import pytest
from hypothesis import given

from scoring.assess import assess
from scoring.profile import decode
from scoring.program_kinds import COUNTED as NAMES_OF_WORK
from scoring.program_kinds import KINDS
from scoring.programs.change_days import TURNS
from scoring.programs.evaluate import OF_APPLICATION, OF_PERSON, is_eligible, judge
from scoring.programs.tables import COUNTED, programs
from scoring.rulebook import load
from scoring.table import RuleError
from scoring.table_files import TableText
from scoring.words import REQUIREMENT_TITLES
from tests.scoring.making import TODAY
from tests.scoring.making import book as shipped
from tests.scoring.strategies import profiles

DAY = date(2027, 3, 1)
HEAD = """
[[table]]
effective = 2027-03-01
cite = "Invented for a test"
url = "https://example.org/invented"
verified_on = 2026-11-28
[table.values]
name = "Invented Class"
name_fr = "Catégorie inventée"
"""
LANGUAGE = '[[table.requirements]]\nkind = "language"\nclb = 6\n'
WORK = '[[table.requirements]]\nkind = "work_in_total"\ncounts = "skilled_work"\nhours = 1560\nyears = 3\n'


def book(text: str, name: str = "classes/invented"):
    return load(released=[TableText(name, text, f"{name}.toml")])


def test_every_kind_is_judged_and_has_a_title():
    assert set(OF_PERSON) | set(OF_APPLICATION) == set(KINDS)
    assert not set(OF_PERSON) & set(OF_APPLICATION)
    assert set(KINDS) <= set(REQUIREMENT_TITLES)
    assert set(TURNS) <= set(KINDS)
    assert set(COUNTED) == set(NAMES_OF_WORK)


@given(facts=profiles)
def test_a_program_is_met_where_all_its_requirements_are(facts):
    candidate = assess(decode(facts), TODAY, shipped()).candidate
    for program in programs(candidate.rules):
        assert is_eligible(candidate, program) == judge(candidate, program).eligible


def test_the_three_programs_of_today_are_tables():
    assert [program.code for program in programs(load().on(DAY))] == ["fsw", "cec", "fst"]


def test_a_new_program_is_one_file_and_begins_on_its_day():
    rules = book(HEAD + LANGUAGE + WORK)
    assert [program.code for program in programs(rules.on(date(2027, 2, 28)))] == ["fsw", "cec", "fst"]
    assert [program.code for program in programs(rules.on(DAY))] == ["fsw", "cec", "fst", "invented"]


def test_a_program_ends_with_a_repealed_edition():
    ended = HEAD.partition("[table.values]")[0] + "repealed = true\n"
    rules = book(ended, "classes/fst")
    profile = decode({"date_of_birth": "1990-01-01", "marital_status": "never_married"})
    assert list(assess(profile, DAY, rules).programs) == ["fsw", "cec"]
    assert list(assess(profile, date(2027, 2, 28), rules).programs) == ["fsw", "cec", "fst"]


REFUSED = [
    pytest.param(
        HEAD + LANGUAGE + LANGUAGE.replace("language", "eye_colour"), r"requirement 2: .*eye_colour", id="kind"
    ),
    pytest.param(HEAD + "[[table.requirements]]\nclb = 6\n", "requirement 1: there is no kind", id="no kind"),
    pytest.param(HEAD + LANGUAGE.replace("clb = 6", ""), "requirement 1: .* needs 'clb'", id="no threshold"),
    pytest.param(HEAD + LANGUAGE + "shoes = 43\n", "requirement 1: .* does not read 'shoes'", id="unread"),
    pytest.param(HEAD + LANGUAGE.replace("6", '"six"'), "requirement 1: clb can't be 'six'", id="no number"),
    pytest.param(HEAD + LANGUAGE.replace("6", '"crs/ears:clb"'), "no table 'crs/ears'", id="unknown table"),
    pytest.param(HEAD + LANGUAGE.replace("6", '"programs/cec:ears"'), "programs/cec has no 'ears'", id="unknown row"),
    pytest.param(HEAD + LANGUAGE * 2, "requirement 2: 'language' is there twice", id="twice"),
    pytest.param(HEAD + LANGUAGE + 'code = "ears"\n', "no title is known for the code 'ears'", id="code"),
    pytest.param(HEAD + WORK.replace("skilled_work", "sleep"), "counts can't be 'sleep'", id="unknown work"),
    pytest.param(HEAD + WORK + 'teers = "skilled"\n', "teers can't be 'skilled'", id="no TEERs"),
    pytest.param(HEAD.partition("[table.values]")[0] + LANGUAGE, "needs its `name`", id="no name"),
    pytest.param(HEAD, "requirements are needed", id="nothing asked for"),
    pytest.param(HEAD.replace("[table.values]", "requirements = 3\n[table.values]"), "not in the form", id="no list"),
]


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_what_a_program_can_not_say_is_refused_with_its_place(text, said):
    with pytest.raises(RuleError, match=said) as refused:
        book(text)
    assert "classes/invented.toml" in str(refused.value)


@pytest.mark.parametrize(
    "name", ["classes/Invented", "classes/a_code_that_is_longer_than_20", "classes/a/b", "classes/french"]
)
def test_a_code_must_fit_where_streams_are_kept(name):
    with pytest.raises(RuleError, match="no rule that reads a table of this name"):
        book(HEAD + LANGUAGE, name)
