"""What search engines are told, and what every public page says of itself."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from tests.draws.factories import PublishedDrawFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
SITE = "https://site.example"


class Head(HTMLParser):
    """The title, the links and the metas of a page, and how many h1 it has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links, self.metas, self.h1 = [], {}, 0
        self.feed(page)
        self.title = re.search("<title>(.*?)</title>", page, re.DOTALL)[1]

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.h1 += tag == "h1"
        if tag == "link":
            self.links.append((found["rel"], found.get("hreflang"), found["href"]))
        if tag == "meta":
            self.metas[found.get("name") or found.get("property")] = found.get("content")


@pytest.fixture
def listed(client, settings):
    """The entries of the sitemap: address -> alternates by language."""
    settings.SITE_URL = SITE
    PublishedDrawFactory(number="91a")
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own
    return {
        entry.findtext("s:loc", namespaces=NAMES): {
            link.get("hreflang"): link.get("href") for link in entry.findall("x:link", NAMES)
        }
        for entry in tree.findall("s:url", NAMES)
    }


def test_every_public_page_is_listed_in_both_languages_with_its_alternates(listed):
    for path in ("", "programs/", "points/", "draws/", "draws/91a/", "categories/trades/", "occupations/", "privacy/"):
        both = {"en": f"{SITE}/en/{path}", "fr": f"{SITE}/fr/{path}", "x-default": f"{SITE}/{path}"}
        assert listed[both["en"]] == listed[both["fr"]] == both


def test_nothing_of_the_intake_or_of_staff_is_listed(listed):
    assert not [address for address in listed if re.search("intake/|result/|alerts/|staff/|confirm/", address)]


def test_every_listed_page_is_there_and_says_of_itself_what_the_sitemap_says(client, listed):
    titles, descriptions = [], []
    for address, alternates in listed.items():
        response = client.get(address.removeprefix(SITE))
        assert response.status_code == 200, address
        head = Head(response.content.decode())
        assert ("canonical", None, address) in head.links
        assert {lang: href for rel, lang, href in head.links if rel == "alternate" and lang} == alternates
        assert "robots" not in head.metas
        assert head.metas["og:url"] == address
        assert head.metas["og:title"]
        assert head.metas["og:title"] in head.title
        assert head.metas["og:description"] == head.metas["description"]
        assert head.h1 == 1, address
        titles.append(head.title)
        descriptions.append(head.metas["description"])
        assert 50 <= len(descriptions[-1]) <= 200, (address, descriptions[-1])
    assert all("Example Immigration Consultancy" in title for title in titles)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_titles_and_descriptions_are_of_one_page_only(client, listed, language):
    heads = [Head(client.get(a.removeprefix(SITE)).content.decode()) for a in listed if f"/{language}/" in a]
    assert heads
    for words in ([head.title for head in heads], [head.metas["description"] for head in heads]):
        assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt"])
def test_the_addresses_are_those_of_the_site_whatever_name_was_asked(client, settings, path):
    settings.SITE_URL, settings.ALLOWED_HOSTS = SITE, ["other.example"]
    page = client.get(path, headers={"host": "other.example"}).content.decode()
    assert SITE in page
    assert "other.example" not in page


def test_robots_are_kept_from_the_staffs_pages_and_shown_the_sitemap(client, settings):
    settings.SITE_URL = SITE
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines == ["User-agent: *", "Disallow: /staff/", f"Sitemap: {SITE}/sitemap.xml"]


@pytest.mark.parametrize(
    "path", ["/en/clear/", "/en/intake/marital-status/", "/en/intake/saved/", "/fr/sign-in/", "/en/nowhere/"]
)
def test_other_pages_ask_not_to_be_listed(client, path):
    head = Head(client.get(path).content.decode())
    assert head.metas["robots"] == "noindex"
    assert not [link for link in head.links if link[0] in {"canonical", "alternate"}]


def test_the_address_without_a_language_follows_the_browser(client):
    response = client.get("/programs/", headers={"accept-language": "fr-CA,fr;q=0.9"})
    assert (response.status_code, response["Location"]) == (302, "/fr/programs/")


def test_a_page_of_the_list_is_canonical_and_its_filters_are_not(client, settings):
    settings.SITE_URL = SITE
    PublishedDrawFactory.create_batch(26)
    second = Head(client.get("/en/draws/?page=2").content.decode())
    assert ("canonical", None, f"{SITE}/en/draws/?page=2") in second.links
    assert ("alternate", "fr", f"{SITE}/fr/draws/?page=2") in second.links
    filtered = Head(client.get("/en/draws/?stream=cec").content.decode())
    assert ("canonical", None, f"{SITE}/en/draws/") in filtered.links


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("/en/draws/?stream=cec&year=2026", "/fr/draws/?stream=cec&amp;year=2026"),
        ("/en/occupations/?q=soudeur", "/fr/occupations/?q=soudeur"),
        ("/fr/programs/", "/en/programs/"),
        pytest.param("/en/nowhere/", "/fr/", id="a page that is none"),
    ],
)
def test_the_other_language_shows_the_same_page_with_its_question(client, here, there):
    PublishedDrawFactory()
    page = client.get(here).content.decode()
    assert re.search(f'<a href="{re.escape(there)}" lang="(en|fr)" hreflang="(en|fr)">', page)


@pytest.mark.parametrize(
    ("here", "marked"),
    [
        ("/en/programs/", ("/en/programs/", "page")),
        ("/en/categories/", ("/en/categories/", "page")),
        pytest.param("/en/categories/french/", ("/en/categories/", "true"), id="a page below it"),
    ],
)
def test_the_page_one_is_on_is_marked_in_the_navigation(client, here, marked):
    page = client.get(here).content.decode()
    assert re.findall(r'<a href="([^"]*)" aria-current="(page|true)">', page) == [marked]


def test_the_mark_in_the_navigation_is_not_kept_for_other_pages(client):
    below = client.get("/en/categories/french/").content.decode()
    other = client.get("/en/about/").content.decode()
    assert 'aria-current="true"' in below
    assert "aria-current" not in other
