"""Pictures of the main pages, on a desk and on a phone, one in French and one in the dark: `make screenshots`.

They are taken from the site as it is served in production, by Chromium, on
IRCC's rounds and made-up answers, into `docs/screenshots/`. Nothing of it
leaves this machine; it ends by itself.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import django

from bench.server import ROOT, free_port, prepare_environment, served

prepare_environment("config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright  # noqa: E402

from tests.conftest import CHROMIUM, QUIET  # noqa: E402
from tests.e2e.journeys import couple  # noqa: E402
from tests.e2e.person import Person  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
ROUNDS = ROOT / "draws" / "data" / "ee_rounds_123_en.json"
DESK = {"width": 1200, "height": 900}
PHONE = {"width": 390, "height": 844}
# Name of the picture: path under the language. {result} is the result of the couple whose answers are shown.
PAGES = {
    "home": "",
    "programs": "programs/",
    "rounds": "draws/",
    "category": "categories/trades/",
    "points": "points/",
    "start": "start/",
    "occupation": "intake/jobs/1/",
    "tests": "intake/tests/",
    "check": "intake/check/",
    "result": "result/{result}/",
}
FRENCH, DARK = "tests", "result"


def answer_questions(browser: Browser, base: str) -> tuple[list, str]:
    """A couple answers everything: the cookies of their browser, and the reference of their result."""
    context = browser.new_context(viewport=PHONE)
    person = Person(context.new_page(), base)
    couple(person)
    person.see_score()
    cookies, reference = context.cookies(), person.page.url.rstrip("/").rpartition("/")[2]
    context.close()
    return cookies, reference


def search_job(page: Page) -> None:
    """On the page of a job: what the search offers."""
    box = page.get_by_role("combobox").first
    box.fill("plomb")
    page.get_by_role("option", name="Plumbers").wait_for()


def list_pictures(reference: str) -> Iterator[tuple[str, dict, str, str]]:
    """Name, size, colours and address of every picture."""
    for name, path in PAGES.items():
        for kind, size in (("desktop", DESK), ("phone", PHONE)):
            yield f"{name}-{kind}", size, "light", f"en/{path}".format(result=reference)
    yield f"{FRENCH}-phone-french", PHONE, "light", f"fr/{PAGES[FRENCH]}"
    yield f"{DARK}-phone-dark", PHONE, "dark", f"en/{PAGES[DARK]}".format(result=reference)


def take(context: BrowserContext, base: str, picture: tuple[str, dict, str, str]) -> None:
    """One picture of what is seen without scrolling."""
    name, size, colours, path = picture
    page = context.new_page()
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=colours)
    page.goto(f"{base}/{path}")
    if name.startswith("occupation"):
        search_job(page)
    page.screenshot(path=FOLDER / f"{name}.png")
    page.close()


def main() -> None:
    """Take them all."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("import_rounds", str(ROUNDS), verbosity=0)
    chromium = next(filter(None, map(shutil.which, CHROMIUM)))
    port = free_port()
    with served(port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        base = f"http://localhost:{port}"
        cookies, reference = answer_questions(browser, base)
        context = browser.new_context()
        # A result opens in the browser alone that holds its cookie.
        context.add_cookies(cookies)
        made = list(list_pictures(reference))
        for picture in made:
            take(context, base, picture)
        browser.close()
    sys.stdout.write(f"{len(made)} pictures in {FOLDER.relative_to(Path.cwd())}\n")


if __name__ == "__main__":
    main()
