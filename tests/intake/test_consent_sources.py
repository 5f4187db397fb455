"""By which way a consent was told: one wording in the proof, the reader's language on the page."""

import pytest
from django.utils.translation import override

from intake.models.consent_sources import (
    DELETION,
    FOLLOW_PAGE,
    FORMER,
    PROVIDER,
    SUBMITTED,
    translate_source,
    write_entered,
)


@pytest.mark.parametrize(
    ("source", "french"),
    [
        (DELETION, "suppression demandée dans Mon dossier"),
        (SUBMITTED % {"reference": "AB12-CD34-EF56"}, "réponses AB12-CD34-EF56, adresse confirmée"),
        (PROVIDER % {"event": "complained"}, "signalé par le fournisseur de courriel : complained"),
        ("signed form of 2026-11-02", "signed form of 2026-11-02"),
        ("fax, page 3; entered by Rosa", "fax, page 3; entered by Rosa"),
        ("intake , address confirmed", "intake , address confirmed"),
        ("", ""),
    ],
)
def test_what_the_site_wrote_is_shown_in_the_readers_language_and_what_a_person_wrote_as_it_is(source, french):
    assert translate_source(source) == source
    with override("fr"):
        assert translate_source(source).replace("\xa0", " ") == french


def test_a_source_that_was_saved_in_other_words_is_shown_in_those_of_now():
    (former,) = FORMER
    assert translate_source(former) == FOLLOW_PAGE
    with override("fr"):
        assert translate_source(former) == "page de la personne qui suit les rondes, lien signé"


@pytest.mark.parametrize(
    ("source", "english", "french"),
    [
        (
            write_entered("paper", "Rosa Diaz", "box 7, sheet 2"),
            "On a signed paper (box 7, sheet 2), entered by Rosa Diaz",
            "Sur un document signé (box 7, sheet 2), saisi par Rosa Diaz",
        ),
        (
            write_entered("in person", "Rosa Diaz"),
            "In person, entered by Rosa Diaz",
            "En personne, saisi par Rosa Diaz",
        ),
    ],
)
def test_what_staff_entered_has_its_way_in_the_readers_words(source, english, french):
    assert translate_source(source) == english
    with override("fr"):
        assert translate_source(source) == french


def test_what_staff_entered_is_no_longer_than_its_column():
    assert len(write_entered("paper", "R" * 150, "b" * 100)) == 200
