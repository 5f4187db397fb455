"""Beside every list of rounds stands the day up to which it is known."""

from datetime import UTC, date, datetime

import pytest

from draws.feed.importer import import_rows
from draws.feed.parser import read_shipped_rows
from draws.models import Feed
from draws.public.round_list import find_as_of

pytestmark = pytest.mark.django_db
LISTS = ["", "draws/", "draws/streams/", "draws/447/", "categories/", "categories/trades/"]


def test_it_is_the_day_of_the_newest_round_until_the_feed_is_read():
    assert find_as_of() is None
    import_rows(read_shipped_rows())
    assert find_as_of() == date(2026, 10, 1)
    Feed.objects.create(address="http://127.0.0.1/feed.json", read_at=datetime(2026, 10, 9, 15, tzinfo=UTC))
    assert find_as_of() == date(2026, 10, 9)


@pytest.mark.parametrize(("language", "words"), [("en", "As of Oct. 1, 2026."), ("fr", "En date du 1 octobre 2026.")])
@pytest.mark.parametrize("where", LISTS)
def test_every_list_says_it(client, where, language, words):
    import_rows(read_shipped_rows()[:150])
    assert words in client.get(f"/{language}/{where}").content.decode().replace("1er", "1")


def test_a_round_whose_day_was_corrected_says_so_with_its_source(client):
    import_rows([row for row in read_shipped_rows() if row["drawNumber"] in ("146", "139")])
    page = client.get("/en/draws/146/").content.decode()
    assert "April 30, 2020. But the time in the same row of the list, May 1, 2020 at 11:33:47 UTC" in page
    assert 'href="https://poonahimmigrationlaw.com/federal-express-entry-draw-146-on-may-1-2020/"' in page
    assert "Day in IRCC&#x27;s list" not in client.get("/en/draws/139/").content.decode()


def test_the_list_of_staff_says_it_too(admin_client):
    import_rows(read_shipped_rows()[:150])
    assert "As of Oct. 1, 2026." in admin_client.get("/staff/draws/draw/").content.decode()
