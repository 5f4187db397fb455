"""The score in a minute in a page of another site, put there with the words of docs/embedding.md."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests.draws.factories import PublishedDrawFactory
from tests.e2e.pressing import press
from tests.running.environment import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
OURS = "https://score.your-firm.ca"


class Site(ThreadingHTTPServer):
    """The firm's other site: one page, at another port and so of another origin."""

    daemon_threads = True
    page = ""

    @property
    def origin(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """Shows the page, whatever is asked for."""

    server: Site

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.server.page.encode())

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def site(live_server, settings):
    """The other site, which may frame ours, with the page of the guide."""
    snippet = re.search("```html\n(.*?)```", (ROOT / "docs" / "embedding.md").read_text(), re.DOTALL)[1]
    assert snippet.count(OURS) == 2
    server = Site(("127.0.0.1", 0), Handler)
    content = f"<main><h1>Our firm</h1>{snippet.replace(OURS, live_server.url)}</main>"
    server.page = f"<!doctype html><html lang=en><title>Firm</title>{content}"
    settings.EMBED_HOSTS = [server.origin]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_works_in_the_frame_as_high_as_its_content_and_goes_on_in_the_whole_window(person, site, violations):
    page = person.page
    page.goto(site.origin)
    frame = page.frame_locator("#express-entry")
    frame.get_by_label("How old are you?").select_option(label="30")
    frame.get_by_label("What is your marital status, and who comes along?").select_option(label="Never married, single")
    frame.get_by_label("What is the highest education that you have completed?").select_option(label="Master's degree")
    frame.get_by_label("How good is your English?").select_option(value="9")
    expect(frame.locator(".minute-total")).to_contain_text("414 points")
    inner = next(one for one in page.frames if one.url.startswith(f"{person.base}/en/embed/score/"))
    page.wait_for_function(
        "high => document.getElementById('express-entry').clientHeight === high",
        arg=inner.evaluate("document.body.scrollHeight"),
    )
    assert violations(page, colours=False) == []
    assert not page.context.cookies()
    press(frame.get_by_role("link", name="Go on with these choices"))
    expect(page).to_have_url(re.compile(rf"{person.base}/en/score/\?age=30&.*source=embed"))
    expect(page.locator(".minute-total strong")).to_have_text("414")


def test_a_page_that_may_not_be_framed_is_not_shown(person, site):
    site.page = site.page.replace("/en/embed/score/", "/en/score/")
    person.page.goto(site.origin)
    refused = person.page.frame_locator("#express-entry")
    expect(refused.get_by_label("How old are you?")).to_have_count(0)
    assert person.page.frames[1].url == "chrome-error://chromewebdata/"


@pytest.mark.parametrize("path", ["/en/embed/score/", "/fr/embed/rounds/"])
def test_what_stands_in_the_frame_is_accessible(person, site, violations, path):
    PublishedDrawFactory(number="700", stream="french")
    person.page.goto(f"{person.base}{path}")
    assert violations(person.page) == []
