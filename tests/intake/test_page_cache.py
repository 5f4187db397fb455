"""Public pages that are kept whole: the same words, until something that they say changes."""

import gzip
import re
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.template.loader import render_to_string
from django.test import Client as Browser
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.html import escape

from draws.models import Draw
from intake.firm.look import forget_look
from intake.models import FirmLook
from intake.public.one_minute_views import render_parts
from tests.draws.factories import PublishedDrawFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")[^"]+')
PACKED = {"HTTP_ACCEPT_ENCODING": "br, gzip"}


def html(response):
    return response.content.decode()


@pytest.mark.parametrize("path", ["points/", "programs/", "draws/", "draws/streams/"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_kept_page_is_the_page_packed_or_not(client, path, language):
    PublishedDrawFactory.create_batch(3)
    address = f"/{language}/{path}"
    first, second, packed = client.get(address), client.get(address), client.get(address, **PACKED)
    assert first.content == second.content == gzip.decompress(packed.content)
    assert f'<html lang="{language}">' in html(first)
    assert [one["Vary"] for one in (first, packed)].count(first["Vary"]) == 2
    assert "Accept-Encoding" in first["Vary"]
    assert packed["Content-Encoding"] == "gzip"
    assert not first.cookies
    assert first["Content-Security-Policy"]


def test_a_new_round_a_corrected_one_and_one_that_is_gone_are_on_the_next_page(client):
    draw = PublishedDrawFactory(cutoff=431)
    assert "431" in html(client.get("/en/draws/"))
    another = PublishedDrawFactory(cutoff=477)
    assert "477" in html(client.get("/en/draws/"))
    # The clock of the tests stands still.
    Draw.objects.filter(pk=draw.pk).update(cutoff=433, updated=timezone.now() + timedelta(seconds=1))
    page = html(client.get("/en/draws/"))
    assert ("433" in page, "431" in page) == (True, False)
    another.delete()
    assert "477" not in html(client.get("/en/draws/"))


def test_rounds_seen_before_take_few_queries_however_many_there_are(client, django_assert_num_queries):
    for _ in range(2):
        PublishedDrawFactory.create_batch(3)
        client.get("/en/draws/")
        with django_assert_num_queries(1):
            client.get("/en/draws/")


def test_what_an_address_asks_for_is_not_the_kept_page(client):
    whole = html(client.get("/en/points/"))
    older = html(client.get("/en/points/?on=2024-01-01"))
    assert "in force on Jan. 1, 2024" in older
    assert older != whole == html(client.get("/en/points/"))


@pytest.mark.parametrize("path", ["points/", "draws/"])
def test_a_query_of_signs_alone_stands_in_nobodys_page(client, path):
    asked = client.get(f"/en/{path}?&&&")
    assert "&amp;&amp;" not in html(asked)
    assert asked.content == client.get(f"/en/{path}").content


def test_a_new_look_of_the_firm_is_on_the_next_page(client):
    before = html(client.get("/en/points/"))
    FirmLook.objects.create(counts_from="2020-01-01", colour="#113355", colour_dark="#99bbdd")
    forget_look()
    after = html(client.get("/en/points/"))
    assert after.count("stylesheet") == before.count("stylesheet") + 1


MINUTE = "age=30&family=never_married&education=masters&english=9"


@pytest.mark.parametrize("path", ["score/", "embed/score/"])
@pytest.mark.parametrize("query", ["", MINUTE, f"{MINUTE}&source=[[answer]]<b>"])
def test_a_page_with_gaps_is_the_page_rendered_whole(client, settings, path, query):
    settings.EMBED_HOSTS = ["partner.example"]
    address = f"/en/{path}?{query}"
    kept = [html(client.get(address)) for _ in range(2)]
    caches["results"].clear()
    request = client.get(address).wsgi_request
    whole = {**render_parts(request), "query": escape(iri_to_uri(query)), "csrf_token": "the token"}
    template = {"score/": "intake/one_minute_score/page.html", "embed/score/": "intake/embed/score.html"}[path]
    rendered = render_to_string(template, whole, request)
    assert [TOKEN.sub("the token", page) for page in kept] == [rendered] * 2
    assert "[[" not in rendered.replace("[[answer]]", "")


def test_each_reader_of_a_page_with_gaps_has_their_own_token_and_query(client):
    others = Browser()
    mine, theirs = html(client.get(f"/en/score/?{MINUTE}")), html(others.get("/en/score/?age=44"))
    assert TOKEN.findall(mine) != TOKEN.findall(theirs)
    assert len(TOKEN.findall(mine)) == len(TOKEN.findall(theirs)) == 1
    assert "age=30" in mine
    assert 'href="/fr/score/?age=44"' in theirs
    assert "age=30" not in theirs
    assert 'href="/fr/score/"' in html(others.get("/en/score/"))


def test_what_a_firm_writes_like_a_gap_stays_as_it_is(client, settings):
    settings.FIRM = settings.FIRM | {"name": "Firm [[of two]] [[name]]"}
    # Another name comes with another process.
    caches["results"].clear()
    for _again in range(2):
        assert "Firm [[of two]] [[name]]" in html(client.get("/en/score/"))
    caches["results"].clear()


def test_a_frame_without_scripts_leads_on_with_the_choices(client, settings):
    settings.EMBED_HOSTS = ["partner.example"]
    assert f'/en/score/?{escape(MINUTE)}&amp;source=embed"' in html(client.get(f"/en/embed/score/?{MINUTE}"))
    assert '/en/score/?source=embed"' in html(client.get("/en/embed/score/"))


@pytest.mark.parametrize("path", ["score/", "intake/marital-status/"])
def test_a_new_look_of_the_firm_is_on_pages_that_are_kept_but_for_a_few_parts(client, path):
    before = html(client.get(f"/en/{path}"))
    FirmLook.objects.create(counts_from="2020-01-01", colour="#113355", colour_dark="#99bbdd")
    forget_look()
    assert html(client.get(f"/en/{path}")).count("stylesheet") == before.count("stylesheet") + 1
