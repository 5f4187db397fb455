"""The guide, the programs side by side, the firm, privacy, accessibility."""

from datetime import timedelta

import pytest
from django.urls import reverse

from intake.common.rule_numbers import most_points
from intake.public.programs import compare_programs
from scoring import fsw_grid
from scoring.apps import rulebook
from scoring.streams import PROGRAMS
from tests.intake.answers import TODAY
from tests.scoring.invented import load_edition

RULES = rulebook().on(TODAY)


def text(client, name):
    return " ".join(client.get(reverse(f"intake:{name}")).content.decode().split())


@pytest.mark.django_db
def test_the_guide_says_how_it_goes_with_the_numbers_of_the_tables(client):
    page = text(client, "home")
    assert "It stays in the pool for 12 months." in page
    assert "Apply within 60 days" in page
    assert "a score out of 1,200" in page
    assert 'href="/en/start/"' in page
    assert "We do not decide on invitations or visas and we cannot promise either." in page


def describe(book, on, name):
    """What a program asks for, by what is compared."""
    found = compare_programs(book, on)
    return {str(title): list(map(str, dict(cells)[name])) for title, cells in found.compared}


@pytest.mark.parametrize(
    ("program", "title", "said"),
    [
        ("fsw", "Work that does not count", ["Unpaid work"]),
        ("fsw", "Occupations", ["TEER 0 to 3"]),
        ("fsw", "Language (CLB or NCLC)", ["7 in all four abilities"]),
        ("fsw", "Selection grid", ["67 points of 100"]),
        ("cec", "Education", []),
        ("cec", "Job offer or certificate", ["Not needed"]),
        ("cec", "Money to settle", []),
        ("fst", "Occupations", ["One of 96 trades"]),
        ("fst", "Selection grid", ["None"]),
        ("fst", "Where to live", ["Outside Quebec"]),
    ],
)
def test_what_the_programs_ask_for_comes_from_the_tables(program, title, said):
    assert describe(rulebook(), TODAY, str(PROGRAMS[program]))[title] == said


def test_the_most_points_come_from_the_tables():
    assert (fsw_grid.get_most_points(RULES), most_points(RULES)) == (100, 1200)


def test_the_programs_stand_side_by_side_with_their_sources(client):
    page = text(client, "programs")
    assert "1 year of full-time work (1,560 hours, or the equivalent part-time), in the last 10 years<br>" in page
    assert "Without a break, in one occupation<br>" in page
    assert "2 years of full-time work (3,120 hours, or the equivalent part-time), in the last 5 years<br>" in page
    assert "7 in all four abilities where the occupation in which you have most experience is TEER 0 or 1" in page
    assert "5 in speaking and listening, 4 in reading and writing" in page
    assert "67 points of 100" in page
    assert "15,263 Canadian dollars for one person, 28,362 for a family of 4" in page
    assert "you must meet at least one of three federal programs" in page
    for table in ("programs/fsw_minimum", "programs/cec", "programs/fst", "programs/funds"):
        assert RULES[table].source.cite in page


def test_a_new_class_stands_on_the_page_from_its_day_on_and_one_that_ends_until_then():
    day = TODAY + timedelta(days=30)
    book = load_edition(day)
    before, after = compare_programs(book, day - timedelta(days=1)), compare_programs(book, day)
    assert list(map(str, before.names)) == [str(PROGRAMS[code]) for code in ("fsw", "cec", "fst")]
    assert len(after.names) == 1
    assert {(one.on, one.begins, one.ends) for one in before.to_come} == {(day, True, False), (day, False, True)}
    assert len(before.to_come) == 4
    assert after.to_come == []
    assert "Invented for a test" in {source.cite for _, source in after.sources}
    said = describe(book, day, str(after.names[0]))
    assert said["Work"] == [
        "1 year of full-time work (1,560 hours, or the equivalent part-time), in the last 3 years",
        "In one or more occupations, breaks allowed",
        "In Canada or abroad",
    ]
    assert (said["Language (CLB or NCLC)"], said["Selection grid"]) == (["6 in all four abilities"], ["None"])


def test_the_firm_is_named_with_its_licence_register_and_privacy_officer(client, settings):
    settings.FIRM = settings.FIRM | {
        "licence": "R123456",
        "phone": "613 555 0100",
        "address": "1 Main Street, Ottawa",
        "privacy_officer": "Sam Doe",
    }
    page = text(client, "about")
    for said in ("R123456", settings.FIRM["register_url"], "613 555 0100", "1 Main Street, Ottawa", "Sam Doe"):
        assert said in page
    assert "It is not part of the Government of Canada." in page


def test_privacy_names_the_processors_or_says_who_tells(client, settings):
    assert "Ask us which companies process data for us, and where." in text(client, "privacy")
    settings.FIRM = settings.FIRM | {"processors": ["A host, servers, Canada"]}
    page = text(client, "privacy")
    assert "<li>A host, servers, Canada</li>" in page
    assert "has not entered yet" not in page.partition("Who sees it")[2].partition("Automatic decisions")[0]


def test_privacy_says_how_long_things_are_kept_as_the_settings_have_it(client, settings):
    settings.RETENTION_DRAFT_DAYS, settings.RETENTION_LEAD_MONTHS = 31, 13
    settings.RETENTION_CLIENT_YEARS, settings.RETENTION_PROOF_YEARS = 8, 4
    page = text(client, "privacy")
    for said in (
        "31 days after you last touched them",
        "13 months after you last used it; we write to you 30 days before",
        "8 years after it is closed",
        "4 years after it is deleted",
    ):
        assert said in page
    assert reverse("my_file:data") in page


def test_accessibility_says_what_is_missing_and_where_to_complain(client):
    page = text(client, "accessibility")
    assert "What we know is missing" in page
    assert "human rights commission" in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["home", "start", "programs", "about", "privacy", "accessibility", "points", "clear"])
def test_every_page_begins_by_saying_that_it_is_not_the_government_and_ends_with_help(client, name):
    page = text(client, name)
    body = page.partition("<body>")[2]
    assert body.index("not the Government of Canada") < body.index("<h1")
    assert body.index("<footer") < body.index("Help and contact</a>") < body.index("Privacy</a>")
