"""Links to a government's pages: in the reader's language where its address is known, and marked where not."""

import pytest
from django.utils import translation

from config.templatetags.government_links import in_english_only

CRITERIA = "entree-express/verifier-note/criteries-scg.html"


@pytest.mark.parametrize(
    ("language", "address", "marked"),
    [
        ("fr", "https://www.canada.ca/en/a.html", True),
        ("fr", "https://laws-lois.justice.gc.ca/eng/regulations/SOR-2002-227/", True),
        ("fr", "https://immigratemanitoba.com/work/", True),
        ("fr", "https://www.canada.ca/fr/a.html", False),
        ("fr", "https://laws-lois.justice.gc.ca/fra/reglements/DORS-2002-227/", False),
        ("en", "https://www.canada.ca/en/a.html", False),
    ],
)
def test_an_english_page_is_marked_for_who_reads_french(language, address, marked):
    with translation.override(language):
        assert in_english_only(address) is marked


@pytest.mark.django_db
def test_the_french_points_lead_to_french_pages(client):
    page = client.get("/fr/points/").content.decode()
    assert CRITERIA in page
    assert "/check-score/crs-criteria.html" not in page


@pytest.mark.django_db
def test_a_page_without_a_known_french_address_is_reached_by_the_french_page_above_it(client):
    french = client.get("/fr/categories/stem/").content.decode()
    assert "entree-express/rondes-invitations.html" in french
    assert "par la page qui y mène" in french
    assert "category-based-selection.html" not in french
    english = client.get("/en/categories/stem/").content.decode()
    assert "category-based-selection.html" in english
    assert "by way of" not in english
