"""The rounds for programs: the Atom feed and the JSON."""

from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from tests.draws.factories import DrawFactory, PublishedDrawFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ATOM = "{http://www.w3.org/2005/Atom}"
FRENCH = {
    "number": "440",
    "name": "French-Language proficiency 2026-Version 2",
    "stream": "french",
    "held_on": date(2026, 9, 2),
    "cutoff": 393,
    "size": 4500,
    "tie_break": datetime(2026, 7, 3, 21, 35, 13, tzinfo=UTC),
}


@pytest.fixture(autouse=True)
def _rounds():
    PublishedDrawFactory(**FRENCH)
    PublishedDrawFactory(number="441", held_on=date(2026, 9, 9), cutoff=None, size=None)
    DrawFactory(number="999", held_on=date(2026, 9, 10))


def entries(client, address):
    answer = client.get(address)
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314 - our own words


def test_the_feed_has_the_public_rounds_newest_first(client):
    found = entries(client, "/en/draws/rounds.atom")
    assert [one.find(f"{ATOM}title").text for one in found] == [
        "Round 441: Canadian Experience Class",
        "Round 440: French-language proficiency",
    ]
    assert found[1].find(f"{ATOM}summary").text == "CRS cut-off: 393. Invitations: 4,500"
    assert found[0].find(f"{ATOM}summary").text is None
    assert found[1].find(f"{ATOM}link").get("href") == "http://localhost:8000/en/draws/440/"
    assert found[1].find(f"{ATOM}published").text == "2026-09-02T00:00:00-04:00"


def test_the_feed_speaks_french(client):
    (found,) = entries(client, "/fr/draws/rounds.atom?stream=french")
    assert found.find(f"{ATOM}title").text.startswith("Ronde 440")
    assert found.find(f"{ATOM}link").get("href") == "http://localhost:8000/fr/draws/440/"


def test_the_json_says_what_is_published_and_null_for_the_rest(client):
    found = client.get("/en/draws/rounds.json").json()
    newest, french = found["rounds"]
    assert found["as_of"] == "2026-09-09"
    assert french == {
        "number": "440",
        "held_on": "2026-09-02",
        "stream": "french",
        "stream_name": "French-language proficiency",
        "name": "French-Language proficiency 2026-Version 2",
        "cutoff": 393,
        "invitations": 4500,
        "tie_break": "2026-07-03T21:35:13+00:00",
        "page": "http://localhost:8000/en/draws/440/",
    }
    assert (newest["cutoff"], newest["invitations"], newest["tie_break"]) == (None, None, None)


@pytest.mark.parametrize(("stream", "numbers"), [("french", ["440"]), ("stem", []), ("nonsense", ["441", "440"])])
def test_one_kind_of_round_can_be_asked_for(client, stream, numbers):
    found = client.get(f"/en/draws/rounds.json?stream={stream}").json()["rounds"]
    assert [one["number"] for one in found] == numbers
    assert len(entries(client, f"/en/draws/rounds.atom?stream={stream}")) == len(numbers)


def test_the_list_of_rounds_leads_to_both(client):
    page = client.get("/en/draws/?stream=french").content.decode()
    assert '<link rel="alternate" type="application/atom+xml"' in page
    for address in ("/en/draws/rounds.atom?stream=french", "/en/draws/rounds.json?stream=french"):
        assert f'<a href="{address}">' in page
