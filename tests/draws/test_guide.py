"""The public's pages of rounds and category-based rounds."""

import gzip
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from draws.feed import importer, parser
from draws.feed.parser import ALL_ROUNDS, SITE, get_page_url
from draws.models import PoolBand
from tests.draws.factories import DrawFactory, PublishedDrawFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
INVITATIONS = (
    "https://www.canada.ca/en/immigration-refugees-citizenship/corporate/mandate/policies-operational-instructions-"
    "agreements/ministerial-instructions/express-entry-rounds"
)


def text(client, address, **asked):
    response = client.get(address, asked)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def three():
    """One from the feed, one that the firm published, and staff's own draft in a year and stream of its own."""
    DrawFactory(number="601", received={"drawNumber": "601"}, held_on=date(2026, 3, 1))
    PublishedDrawFactory(number="602", held_on=date(2026, 3, 2))
    DrawFactory(number="603", stream="stem", cutoff=333, held_on=date(2024, 5, 6), name="A secret of the firm")


# --- What staff typed in leaks nowhere ----------------------------------------

PAGES = [
    "/en/draws/",
    "/en/draws/?stream=stem",
    "/en/draws/?year=2024",
    "/en/draws/streams/",
    "/en/draws/601/",
    "/en/categories/",
    "/en/categories/stem/",
    "/en/occupations/?q=21331",
    "/en/",
    "/sitemap.xml",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_draft_that_staff_typed_in_leaks_nowhere(client, three, address):
    page = text(client, address)
    for secret in ("603", "333", "A secret of the firm", 'value="2024"', "May 6, 2024"):
        assert secret not in page


def test_the_page_of_a_draft_that_staff_typed_in_is_not_found(client, three):
    assert client.get("/en/draws/603/").status_code == 404


@pytest.mark.parametrize("address", [address for address in PAGES if "601" not in address])
def test_such_a_round_shows_there_once_it_is_published(client, three, address):
    PublishedDrawFactory(number="604", stream="stem", cutoff=334, held_on=date(2024, 5, 7))
    page = text(client, address)
    assert any(shown in page for shown in ("604", "334", 'value="2024"'))


# --- The list -------------------------------------------------------------------


def test_the_list_is_narrowed_by_stream_and_year(client):
    PublishedDrawFactory(number="701", stream="french", held_on=date(2026, 1, 5))
    PublishedDrawFactory(number="702", stream="french", held_on=date(2025, 1, 5))
    PublishedDrawFactory(number="703", stream="cec", held_on=date(2026, 1, 5))
    page = text(client, "/en/draws/", stream="french", year="2026")
    assert ">701</a>" in page
    assert ">702</a>" not in page
    assert ">703</a>" not in page
    assert '<option value="french" selected>' in page
    assert '<option value="2026" selected>' in page


@pytest.mark.parametrize("asked", [{"stream": "nonsense"}, {"year": "x"}, {"year": "1999"}, {"page": "x"}])
def test_what_can_not_be_asked_is_not_asked(client, asked):
    PublishedDrawFactory(number="701")
    assert ">701</a>" in text(client, "/en/draws/", **asked)


def test_a_stream_that_had_no_round_in_a_year_says_so(client):
    PublishedDrawFactory(stream="french", held_on=date(2026, 1, 5))
    PublishedDrawFactory(stream="cec", held_on=date(2025, 1, 5))
    assert "There was no round of this kind in this year." in text(client, "/en/draws/", stream="cec", year="2026")


def test_the_filters_are_kept_from_page_to_page(client):
    PublishedDrawFactory.create_batch(26, stream="french")
    PublishedDrawFactory(number="700")
    assert 'rel="next" href="?stream=french&amp;page=2"' in text(client, "/en/draws/", stream="french")
    second = text(client, "/en/draws/", stream="french", page="2")
    assert second.count('role="rowheader"') == 1
    assert 'rel="prev" href="?stream=french&amp;page=1"' in second


def test_the_title_names_what_was_asked_for(client):
    PublishedDrawFactory.create_batch(26, stream="french", held_on=date(2026, 1, 5))
    page = text(client, "/en/draws/", stream="french", year="2026", page="2")
    assert "<title>Rounds of invitations: French-language proficiency, 2026, page 2 -" in page


def test_a_list_without_rounds_says_so(client):
    assert "No round has been recorded yet." in text(client, "/en/draws/")
    assert "No round has been recorded yet." in text(client, "/en/draws/streams/")


# --- One round ------------------------------------------------------------------


@pytest.fixture
def french_round():
    """Round 437 as IRCC published it, with two bands of its pool."""
    draw = PublishedDrawFactory(
        number="437",
        name="French-Language proficiency 2026-Version 2",
        stream="french",
        held_on=date(2026, 8, 19),
        cutoff=382,
        size=5000,
        tie_break=datetime(2026, 3, 1, 18, 34, 5, tzinfo=UTC),
        pool_as_on=date(2026, 8, 16),
    )
    PoolBand.objects.create(draw=draw, low=601, high=1200, candidates=250)
    PoolBand.objects.create(draw=draw, low=501, high=600, candidates=1000)
    return draw


def test_a_round_says_all_its_facts(client, french_round):
    page = text(client, "/en/draws/437/")
    assert "Round 437 of Aug. 19, 2026" in page
    assert '<span class="total">382</span> is the score of the lowest-ranked candidate invited' in page
    assert "French-language proficiency" in page
    assert "5,000" in page
    assert "only those who submitted their profile before March 1, 2026 at 18:34:05 UTC were" in page
    assert "Only people in the pool who meet the conditions of this category" in page
    assert 'href="/en/categories/french/"' in page


def test_a_tie_break_that_was_not_understood_is_shown_as_published(client):
    DrawFactory(number="502", received={"drawCutOff": "Smarch 13 at noon"}, tie_break=None)
    for address in ("/en/draws/502/", "/en/draws/"):
        page = text(client, address)
        assert 'Not understood; the text received is: <span lang="en">Smarch 13 at noon</span>' in page
        assert "None published" not in page


@pytest.mark.parametrize("received", [{"drawCutOff": " "}, {}, None])
def test_a_round_without_a_tie_break_says_so_in_words(client, received):
    PublishedDrawFactory(number="503", received=received)
    for address in ("/en/draws/503/", "/en/draws/"):
        assert "None published" in text(client, address)


def test_a_round_shows_its_pool_as_a_table_with_bars(client, french_round):
    page = text(client, "/en/draws/437/")
    assert '<th scope="row">501 to 600</th> <td class="number">1,000</td>' in page
    assert '<rect width="100.0%" height="14" />' in page
    assert '<rect width="25.0%" height="14" />' in page
    assert '<td class="number">1,250</td>' in page, "here or higher"


def test_a_round_names_the_others_of_its_stream(client, french_round):
    PublishedDrawFactory(number="430", stream="french")
    PublishedDrawFactory(number="431", stream="cec")
    page = text(client, "/en/draws/437/")
    assert 'href="/en/draws/430/"' in page
    assert 'href="/en/draws/431/"' not in page


def test_a_round_whose_name_is_new_says_that_nothing_is_known(client):
    DrawFactory(number="501", stream="", cutoff=None, size=None, name="Beekeepers (Version 1)", received={"x": "y"})
    page = text(client, "/en/draws/501/")
    assert '<span class="total">Not known</span> CRS cut-off' in page
    assert "lowest-ranked candidate invited" not in page
    assert "Not known yet" in page
    assert "we have not recorded yet whom it was for" in page
    assert "Other rounds of this kind" not in page


@pytest.mark.parametrize("number", ["91a", "91b"])
def test_a_round_with_a_letter_has_its_own_page(client, number):
    PublishedDrawFactory(number="91a", cutoff=288)
    PublishedDrawFactory(number="91b", cutoff=440)
    assert f"Round {number} of" in text(client, f"/en/draws/{number}/")


@pytest.mark.parametrize(
    ("link", "address"),
    [
        pytest.param("", SITE + ALL_ROUNDS["en"], id="none"),
        pytest.param("<a href='javascript:alert(1)'>1</a>", SITE + ALL_ROUNDS["en"], id="not one of IRCC's"),
        pytest.param("<a href='//evil.example/'>1</a>", SITE + ALL_ROUNDS["en"], id="another site"),
        pytest.param(
            "<a href='/en/immigration-refugees-citizenship/corporate/mandate/policies-operational-instructions-"
            "agreements/ministerial-instructions/express-entry-rounds/invitations-1.html'>1</a>",
            f"{INVITATIONS}/invitations-1.html",
            id="old",
        ),
        pytest.param(
            "<a href='/content/canadasite/en/immigration-refugees-citizenship/corporate/mandate/policies-operational-"
            "instructions-agreements/ministerial-instructions/express-entry-rounds/invitations.html?q=437'>437</a>",
            f"{INVITATIONS}/invitations.html?q=437",
            id="new",
        ),
    ],
)
def test_the_address_of_irccs_own_page(link, address):
    assert get_page_url({"drawNumberURL": link}) == address


FRENCH = ALL_ROUNDS["fr"].removesuffix(".html") + "/invitations.html?q=437"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        pytest.param(f"<a href='{INVITATIONS.removeprefix(SITE)}/invitations.html?q=437'>437</a>", ALL_ROUNDS["fr"]),
        pytest.param(f"<a href='/content/canadasite{FRENCH}'>437</a>", FRENCH),
    ],
    ids=["of the English feed", "of the French feed"],
)
def test_in_french_a_round_leads_to_irccs_french_pages(link, address):
    assert get_page_url({"drawNumberURL": link}, "fr") == SITE + address


# --- Category-based rounds ------------------------------------------------------


def test_the_categories_of_today_and_those_retired(client):
    page = text(client, "/en/categories/")
    assert page.index("Trade occupations") < page.index("No longer in force") < page.index("Agriculture and agri-food")
    assert "retired on Feb. 18, 2026" in page
    assert "12 months of work in Canada or abroad in one listed occupation, in the last 3 years" in page
    assert "French at NCLC 7 or higher in all four abilities" in page


def test_a_category_with_its_conditions_list_and_rounds(client):
    PublishedDrawFactory(number="408", stream="trades", cutoff=477)
    page = text(client, "/en/categories/trades/")
    assert "25 occupations" in page
    assert '<th scope="row">63201</th><td>Butchers - retail and wholesale</td><td class="number">3</td>' in page
    assert "paid work: 1,560 hours in all" in page
    assert "It need not be the primary occupation of your profile." in page
    assert 'href="/en/draws/408/"' in page
    assert "<li>63200 Cooks</li>" in page, "no longer on the list"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "(needs work in Canada)"), ("fr", "(exige une expérience de travail au Canada)")]
)
def test_a_list_that_counts_only_work_in_canada_is_no_promise_to_others(client, language, words):
    assert words in text(client, f"/{language}/occupations/?q=31102")
    assert words not in text(client, f"/{language}/occupations/?q=31301")


def test_the_french_category_gives_the_scores_of_the_tests(client):
    page = text(client, "/en/categories/french/")
    assert "Lowest test scores for NCLC 7" in page
    tcf = "".join(f'<td class="number">{score}</td>' for score in (453, 10, 458, 10))
    assert f'<th scope="row">TCF Canada</th>{tcf}' in page
    tef = "".join(f'<td class="number">{score}</td>' for score in (207, 310, 249, 310))
    assert f"{tef}</tr>" in page
    assert "state French in your profile as your first or second official language" in page


def test_an_earlier_edition_of_a_category(client):
    page = text(client, "/en/categories/trades/", edition="2023-05-31")
    assert "10 occupations" in page
    assert "6 months of work in Canada or abroad, without a break" in page
    assert "This is an earlier edition, that of May 31, 2023." in page


def test_a_retired_category_shows_its_last_list(client):
    page = text(client, "/en/categories/agriculture/")
    assert "This category was retired on Feb. 18, 2026" in page
    assert "1 occupation" in page


def test_what_the_military_asks_for_is_not_said_to_be_work(client):
    page = text(client, "/en/categories/military/")
    assert "10 years of service in a foreign military" in page
    assert "primary occupation" not in page


def test_a_category_that_is_none_is_not_found(client):
    assert client.get("/en/categories/beekeepers/").status_code == 404


@pytest.mark.parametrize("words", ["weld", "72106", "721 weld", "SOUDEURS", "Soudeurs/soudeuses"])
def test_a_list_is_searched_by_title_in_either_language_or_by_code(client, words):
    page = text(client, "/en/categories/trades/", q=words)
    assert '<th scope="row">72106</th>' in page
    assert '<th scope="row">72310</th>' not in page


def test_a_list_that_does_not_hold_an_occupation_says_so_and_no_more(client):
    page = text(client, "/en/categories/trades/", q="<b>nurse")
    assert "No occupation on this list matches “&lt;b&gt;nurse”." in page
    assert 'href="/en/occupations/?q=%3Cb%3Enurse"' in page


def test_all_lists_are_searched_at_once(client):
    page = text(client, "/en/occupations/", q="butchers")
    assert page.index(">63201<") < page.index(">94141<"), "the nearest first"
    assert '<th role="rowheader" scope="row">63201</th>' in page
    assert 'href="/en/categories/trades/"' in page
    assert "a trade of the Federal Skilled Trades Program" in page
    assert "on no list" in page, "industrial butchers"
    assert "4, does not count as skilled work" in page


def test_a_search_says_which_title_matched_or_that_none_did(client):
    page = text(client, "/en/occupations/", q="plummer")
    assert "What fits “plummer” best, the nearest first:" in page
    assert page.index(">72300<") < page.index('<span class="aside">Plumber</span>')
    assert "No occupation is called “xyzzyqq” or anything like it." in text(client, "/en/occupations/", q="xyzzyqq")


def test_an_occupation_that_left_a_list_is_said_to_have_left(client):
    page = text(client, "/en/occupations/", q="21231")
    assert 'href="/en/categories/stem/"' in page
    assert "(no longer, since Feb. 27, 2025)" in page
    farms = text(client, "/en/occupations/", q="63201")
    assert farms.index("/en/categories/trades/") < farms.index("/en/categories/agriculture/")
    assert "(no longer, since Feb. 18, 2026)" in farms


def test_an_occupation_on_a_list_stands_with_the_last_cutoff_of_its_category(client):
    for number, stream, cutoff in (("701", "trades", 477), ("702", "stem", 491), ("703", "trades", None)):
        PublishedDrawFactory(number=number, stream=stream, cutoff=cutoff, held_on=date(2026, 4, int(number[2])))
    page = text(client, "/en/occupations/", q="72106")
    assert 'Last cut-off <strong>477</strong>, <a href="/en/draws/701/">April 1, 2026</a>' in page
    assert "Last cut-off" not in text(client, "/en/occupations/", q="21231"), "it left the list"


# --- Weight ---------------------------------------------------------------------


def over_the_wire(client, address):
    """Bytes of a page and of the styles it asks for, compressed as they are sent."""
    response = client.get(address, headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    page = gzip.decompress(response.content).decode()
    files = [Path(finders.find(name)) for name in re.findall(r'"/static/([^"]+)"', page)]
    assert not re.search(r"<script", page)
    return len(response.content) + sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)


@pytest.mark.parametrize(
    ("address", "kilobytes"),
    [
        ("/en/", 19),
        ("/en/programs/", 19),
        ("/en/categories/trades/", 19),
        ("/en/occupations/?q=engineer", 18),
        ("/en/draws/437/", 19),
        pytest.param("/en/draws/", 22, id="438 rounds in a chart"),
        pytest.param("/en/draws/streams/", 22, id="ten charts"),
    ],
)
def test_a_first_visit_stays_light(client, address, kilobytes):
    importer.import_rows(parser.read_rows(parser.OWN_COPY.read_bytes()))
    assert over_the_wire(client, address) < kilobytes * 1000


# --- Queries ----------------------------------------------------------------------


@pytest.mark.parametrize("rounds", [1, 3])
@pytest.mark.parametrize(
    ("name", "argument", "queries"),
    [
        pytest.param("draws:list", None, 5, id="list"),
        pytest.param("draws:streams", None, 3, id="streams"),
        pytest.param("draws:round", "700", 4, id="round"),
        pytest.param("draws:categories", None, 2, id="categories"),
        pytest.param("draws:category", "french", 2, id="category"),
        pytest.param("draws:occupations", None, 0, id="occupations"),
        pytest.param("intake:home", None, 2, id="home"),
        pytest.param("intake:programs", None, 0, id="programs"),
    ],
)
def test_a_page_asks_the_database_so_often(client, django_assert_num_queries, rounds, name, argument, queries):
    PublishedDrawFactory(number="700", stream="french")
    PublishedDrawFactory.create_batch(rounds, stream="french")
    with django_assert_num_queries(queries):
        client.get(reverse(name, args=[argument] if argument else []))
