"""The page "How points are calculated" shows the tables that scores are worked out from."""

from datetime import date

import pytest
from django.urls import reverse

from intake.public.rules import choose_day
from scoring.apps import rulebook
from scoring.table_words import CHAPTERS

ADDRESS = reverse("intake:points")


def test_the_tables_of_today_with_their_sources(client):
    page = client.get(ADDRESS).content.decode()
    assert "CRS criteria, A. Core / human capital factors: Age" in page
    assert '<th scope="row" class="fw-normal">20-29</th><td>100</td><td>110</td>' in page
    assert "Gives nothing since March 25, 2025." in page, "arranged employment"
    assert "its values are not known yet" in page, "the high-wage factor"
    assert "15,263" in page


def test_the_tables_of_a_past_day(client):
    page = client.get(ADDRESS, {"on": "2016-11-18"}).content.decode()
    assert "Offer in NOC major group 00" in page
    assert "Category-based selection" not in page


def test_each_edition_links_to_the_tables_of_its_day(client):
    page = client.get(ADDRESS).content.decode()
    assert '<a href="?on=2017-06-06#crs-french">June 6, 2017</a>' in page
    assert 'id="crs-french"' in client.get(ADDRESS, {"on": "2017-06-06"}).content.decode()


def test_occupations_and_dollars_are_in_the_readers_language(client):
    page = client.get(ADDRESS.replace("/en/", "/fr/")).content.decode()
    assert "Charpentiers" in page
    assert "Carpenters" not in page
    assert "15\xa0263" in page


@pytest.mark.parametrize("asked", ["", "tomorrow", "2014-12-31", "<script>"])
def test_a_day_that_is_none_or_has_no_rules_is_today(asked):
    assert choose_day(asked, date(2026, 9, 15), rulebook()) == date(2026, 9, 15)


def test_each_program_in_force_is_shown_with_what_it_asks_for(client):
    page = client.get("/en/points/").content.decode()
    for code in ("fsw", "cec", "fst"):
        assert f'id="classes-{code}"' in page
    assert "Hours of work needed: 3,120; Period counted, in years: 5" in page


def test_every_table_that_gives_points_is_shown():
    shown = {name for titles in CHAPTERS.values() for name in titles}
    for name in rulebook().editions:
        if not name.startswith(("checks/", "classes/", "guide/", "invitation/", "pool/")):
            assert name in shown | {"crs/high_wage_occupations", "language/scales"}, name
