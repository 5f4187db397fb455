"""The page "How points are calculated" shows the tables that scores are worked out from."""

from datetime import date

import pytest
from django.urls import reverse

from intake.rules_shown import day_asked
from scoring.apps import rulebook
from scoring.table_words import CHAPTERS

ADDRESS = reverse("intake:points")


def test_the_tables_of_today_with_their_sources(client):
    page = client.get(ADDRESS).content.decode()
    assert "CRS criteria, A. Core / human capital factors: Age" in page
    assert '<th scope="row" class="fw-normal">20-29</th><td>100</td><td>110</td>' in page
    assert "Arranged employment" in page, "in the FSW grid, not in the CRS"


def test_the_tables_of_a_past_day(client):
    page = client.get(ADDRESS, {"on": "2016-11-18"}).content.decode()
    assert "Offer in NOC major group 00" in page
    assert "Category-based selection" not in page


@pytest.mark.parametrize("asked", ["", "tomorrow", "2014-12-31", "<script>"])
def test_a_day_that_is_none_or_has_no_rules_is_today(asked):
    assert day_asked(asked, date(2026, 9, 15), rulebook()) == date(2026, 9, 15)


def test_every_table_that_gives_points_is_shown():
    shown = {name for titles in CHAPTERS.values() for name in titles}
    for name in rulebook().editions:
        if name.startswith(("crs/", "categories/", "language/")):
            hidden = {"crs/high_wage_occupations", "language/scales", "language/validity"}
            assert name in shown | hidden, name
