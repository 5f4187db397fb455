"""IRCC's names of rounds in both languages, from both feeds."""

from datetime import date

import pytest
from django.utils import translation

from draws.feed import parser
from draws.rounds import ircc_text, round_names
from draws.rounds.round_names import Name, translate_name
from tests.draws.factories import DrawFactory

SHIPPED = [parser.read_round(row) for row in parser.read_shipped_rows()]
DAY = date(2026, 4, 2)


def test_every_round_that_comes_with_the_project_has_a_name_in_french():
    names = {found.number: translate_name("fr", found.name, found.held_on) for found in SHIPPED}
    assert {name.language for name in names.values()} == {"fr"}
    assert len(names) == 448


def test_every_french_name_is_read_as_the_same_stream():
    pairs = list(round_names.read_pairs())
    assert pairs
    for pair in pairs:
        assert ircc_text.parse_stream(pair.fr) == ircc_text.parse_stream(pair.en)


@pytest.mark.parametrize(
    ("french", "stream"),
    [
        ("Métiers (Version 1)", "trades"),
        ("Métiers spécialisés 2026-Version 3", "trades"),
        ("Métiers des transports (Version 1)", "transport"),
        ("Métiers de l'agriculture et de l'agroalimentaire (Version 1)", "agriculture"),
        ("Métiers de l’agriculture et de l’agroalimentaire (Version 1)", "agriculture"),
        ("Programme des travailleurs de métiers spécialisés (fédéral)", "fst"),
        ("Catégorie de l'expérience canadienne", "cec"),
    ],
)
def test_four_kinds_that_begin_with_metiers_are_told_apart(french, stream):
    assert ircc_text.parse_stream(french) == stream


def test_one_english_name_has_the_french_name_of_its_day():
    name = "Trade occupations (Version 1)"
    assert translate_name("fr", name, date(2023, 8, 3)).words == "Métiers spécialisés (Version 1)"
    assert translate_name("fr", name, date(2023, 12, 19)).words == "Métiers (Version 1)"


def test_a_round_of_the_french_feed_has_its_english_name():
    assert translate_name("en", "Métiers spécialisés 2026-Version 3", DAY).words == "Trades Occupations, 2026-Version 3"
    assert translate_name("fr", "Métiers spécialisés 2026-Version 3", DAY).words == "Métiers spécialisés 2026-Version 3"


def test_a_new_version_of_a_known_name_keeps_its_version():
    found = translate_name("fr", "Trades Occupations, 2027-Version 4", date(2027, 3, 1))
    assert found == Name("Métiers spécialisés, 2027-Version 4", "fr")


def test_a_name_in_no_table_stays_as_it_was_published_and_says_its_language():
    assert translate_name("fr", "Quantum occupations", DAY) == Name("Quantum occupations", "en")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("fr", '<dd lang="fr">Métiers spécialisés 2026-Version 3</dd>'),
        ("en", '<dd lang="en">Trades Occupations, 2026-Version 3</dd>'),
    ],
)
def test_the_page_of_a_round_shows_its_name_in_the_readers_language(client, language, shown):
    DrawFactory(number="447", name="Trades Occupations, 2026-Version 3", stream="trades", received={}, held_on=DAY)
    with translation.override(language):
        assert shown in client.get(f"/{language}/draws/447/").content.decode()
