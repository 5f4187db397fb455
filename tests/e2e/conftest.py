"""A person at the browser, on the live server."""

import os
from collections.abc import Sequence
from copy import deepcopy
from functools import cache
from pathlib import Path

import axe_playwright_python
import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page

from intake.models import Intake, Licence
from intake.questionnaire.draft import COOKIE
from tests.e2e.person import Person
from tests.e2e.sessions import enter
from tests.intake.answers import SINGLE
from tests.intake.files import sign_draft

# The ORM is used beside Playwright's event loop.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What can differ between light and dark.
COLOURS = ["color-contrast", "link-in-text-block"]
# The one rule of ours that waits for something to be loaded asks how long a sound plays. Axe would also read every
# style sheet anew, for a rule that is an experiment and not ours.
LOADED_BEFORE = {"assets": ["media"]}
# A page has few colours and many words, and axe parses the colours of each word: a quarter of its time.
COLOURS_READ_ONCE = """;(() => {
  const {Color} = axe.commons.color, read = Color.prototype.parseString, known = new Map();
  Color.prototype.parseString = function (words) {
    if (known.has(words)) [this.r, this.g, this.b, this.alpha] = known.get(words);
    else {
      read.call(this, words);
      known.set(words, [this.r, this.g, this.b, this.alpha]);
    }
    return this;
  };
})()"""


@cache
def axe() -> str:
    """The source of axe-core, which reads each colour once."""
    (path,) = Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")
    return path.read_text() + COLOURS_READ_ONCE


@pytest.fixture
def person(page: Page, live_server, settings) -> Person:
    """A person with scripts."""
    settings.SITE_URL = live_server.url
    return Person(page, live_server.url)


@pytest.fixture
def answered(person: Person, live_server):
    """A function after which the person has answered every question, and checks the answers.

    The way there is walked in `test_intake.py`; whoever begins at its end need not walk it again.
    """

    def check(**others: dict[str, str]) -> Person:
        draft = Intake.objects.create(answers=deepcopy(SINGLE | others))
        person.page.context.add_cookies([{"name": COOKIE, "value": sign_draft(draft.token), "url": live_server.url}])
        person.page.goto(f"{live_server.url}/en/intake/check/")
        return person

    return check


@pytest.fixture
def plain_person(browser: Browser, live_server):
    """A person whose browser runs no scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield Person(context.new_page(), live_server.url, scripts=False)
    context.close()


@pytest.fixture(scope="session")
def violations():
    """A function that lists what axe finds wrong on a page, in light colours and in dark ones.

    Looking at colours takes longest: `colours=False` leaves them out where the same page was looked at elsewhere,
    `dark=False` those that the page has in the other of the two schemes.
    """

    def found(page: Page, *, colours: bool = True, dark: bool = True) -> list[str]:
        # A page that loads itself anew every few seconds would do so while axe looks at it.
        page.evaluate("window.stop()")
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe())
        if not colours:
            return audit(page, {"type": "tag", "values": RULES}, without=COLOURS)
        wrong = audit(page, {"type": "tag", "values": RULES})
        if not dark:
            return wrong
        light = page.evaluate("matchMedia('(prefers-color-scheme: light)').matches")
        page.emulate_media(color_scheme="dark" if light else "light")
        wrong += audit(page, {"type": "rule", "values": COLOURS})
        page.emulate_media(color_scheme="light" if light else "dark")
        return wrong

    return found


def audit(page: Page, chosen: dict[str, object], without: Sequence[str] = ()) -> list[str]:
    """What axe finds by these rules, once colours have stopped to change."""
    page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")
    # What is right need not be written out: that alone takes half of the time.
    options = {
        "runOnly": chosen,
        "rules": {name: {"enabled": False} for name in without},
        "resultTypes": ["violations"],
        "preload": LOADED_BEFORE,
    }
    found = page.evaluate("async options => (await axe.run(options)).violations", options)
    return [f"{page.url} {one['id']}: {node['html']}" for one in found for node in one["nodes"]]


@pytest.fixture
def desk(page, live_server):
    """The page of a member of staff who has signed in, at 1,200 pixels."""
    member = User.objects.create_superuser("staff", password="for the test only")
    Licence.objects.create(user=member, number="R000001")
    enter(page, live_server.url, member)
    page.set_viewport_size({"width": 1200, "height": 900})
    page.goto(f"{live_server.url}/staff/")
    return page
