"""The guide, the programs side by side, the firm, privacy, accessibility."""

import pytest
from django.urls import reverse

from intake.site.programs import compare_programs, get_crs_maximum, get_grid_maximum
from scoring.apps import rulebook
from tests.intake.answers import TODAY

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


def test_what_the_programs_ask_for_comes_from_the_tables():
    found = compare_programs(RULES)
    assert (found.fsw_hours, found.cec_hours, found.fst_hours) == (1560, 1560, 3120)
    assert found.windows == {"fsw": 10, "cec": 3, "fst": 5}
    assert found.cec_levels == [(0, 1, 7), (2, 3, 5)]
    assert found.years == {"fsw": 1, "cec": 1, "fst": 2}
    assert (found.fsw_clb, found.fst_oral, found.fst_written) == (7, 5, 4)
    assert (found.pass_mark, found.grid_most, found.trades) == (67, 100, 96)
    assert found.funds == (15263, 28362)
    assert (get_grid_maximum(RULES), get_crs_maximum(RULES)) == (100, 1200)


def test_the_programs_stand_side_by_side_with_their_sources(client):
    page = text(client, "programs")
    assert "1 year of full-time work (1,560 hours, or as many part time), without a break, in one occupation" in page
    assert "2 years of full-time work (3,120 hours, or as many part time) in one trade, in the last 5 years" in page
    assert "7 in all four abilities where the main occupation is TEER 0 or 1" in page
    assert "5 in speaking and listening, 4 in reading and writing" in page
    assert "67 points of 100" in page
    assert "15,263 Canadian dollars for one person, 28,362 for a family of 4" in page
    for table in ("programs/fsw_minimum", "programs/cec", "programs/fst", "programs/funds"):
        assert RULES[table].source.cite in page


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


def test_privacy_names_the_processors_or_says_that_they_are_missing(client, settings):
    assert "has not entered yet which companies process data for it" in text(client, "privacy")
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
