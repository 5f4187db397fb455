"""Two pages may be framed, by the sites that are named; they know nobody, and no other page may."""

import re

import pytest
from django.test import Client as Browser

from tests.intake.files import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
FRAMED = [f"/{language}/embed/{page}/" for language in ("en", "fr") for page in ("score", "rounds")]
SITES = ["https://www.firm.example", "https://blog.firm.example:8443"]


@pytest.fixture(autouse=True)
def _sites(settings):
    settings.EMBED_HOSTS = SITES


@pytest.mark.parametrize("address", FRAMED)
def test_the_sites_that_are_named_may_frame_it_and_no_cookie_is_set(address):
    answer = signed_in("kim@example.org").get(address)
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["frame-ancestors"] == " ".join(SITES)
    assert policy["script-src"] == "'self'"
    assert "X-Frame-Options" not in answer.headers
    assert not answer.cookies
    assert "kim@example.org" not in answer.content.decode()


def test_it_neither_reads_nor_prolongs_the_session_of_who_is_signed_in(django_assert_num_queries):
    browser = signed_in("kim@example.org")
    browser.get("/en/embed/score/")
    with django_assert_num_queries(0):
        browser.get("/en/embed/score/")
    assert browser.get("/en/my-file/").status_code == 200


@pytest.mark.parametrize("address", FRAMED)
def test_without_a_site_there_is_no_such_page(settings, address):
    settings.EMBED_HOSTS = []
    answer = Browser().get(address)
    assert answer.status_code == 404
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address", ["/en/", "/en/score/", "/en/draws/", "/en/my-file/", "/staff/login/", "/en/nothing-here/"]
)
def test_every_other_page_still_refuses(address):
    answer = Browser().get(address)
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", FRAMED)
def test_links_leave_the_frame_and_nothing_in_it_is_posted(address):
    page = Browser().get(address).content.decode()
    assert '<base target="_top">' in page
    assert 'method="post"' not in page
    assert all(target == "_self" for target in re.findall(r'<(?:a|form)[^>]* target="(\w+)"', page))
    assert f'lang="{address[1:3]}"' in page
