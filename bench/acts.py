"""How many clicks, keys, pages and seconds the most frequent acts of a desk take, each from the first page.

Run: `.venv/bin/python -m bench.acts [--clients 4000]`; about two minutes.

Each is done in Chromium by the shortest way, on the site as it is served in production, in an office with some thousand
files. A press of the mouse is a click; a drop-down takes two, one to open it and one to choose. A field takes one,
unless the Tab key comes to it. Keys are those typed, Tab and Enter among them. Pages are those that are read in on the
way, the last included. The seconds are the machine's, the
median of three times: what a person reads and thinks comes on top. More clicks than four are marked.
"""

import argparse
import os
import shutil
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import django

from bench.server import free_port, prepare_environment, served

prepare_environment("config.settings")
# Without the second factor that a live site asks for; and the database is used beside Playwright's event loop.
os.environ |= {"STAFF_SECOND_FACTOR": "false", "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from playwright.sync_api import Locator, Page, expect, sync_playwright  # noqa: E402

from bench import desk  # noqa: E402
from intake.models import Client, Licence, Todo  # noqa: E402
from tests.conftest import CHROMIUM, QUIET  # noqa: E402
from tests.draws.letters import make_version  # noqa: E402
from tests.e2e.pressing import press  # noqa: E402
from tests.e2e.sessions import enter  # noqa: E402

TIMES, FEW, TEN = 3, 4, 10
WAITING = "New leads that have waited for more than a day"
WINDOW = {"width": 1280, "height": 900}


class Hand:
    """The person who does an act: presses and types as people do, and counts."""

    def __init__(self, page: Page, number: int) -> None:
        self.page, self.number = page, number
        self.clicks = self.keys = self.pages = 0

    def open(self, control: Locator) -> None:
        """A link or a button that leads to another page."""
        self.clicks += 1
        self.pages += 1
        press(control)

    def click(self, control: Locator, *, shift: bool = False) -> None:
        """What stays on the page."""
        self.clicks += 1
        control.click(modifiers=["Shift"] if shift else None)

    def unfold(self, words: str) -> None:
        """A form at the head of a file, whose first field then has the focus."""
        part = self.page.locator("details").filter(has=self.page.get_by_text(words, exact=True))
        self.click(part.locator("summary"))
        expect(part.locator("textarea, input:not([type=hidden])").first).to_be_focused()

    def choose(self, control: Locator, option: str) -> None:
        """One of a drop-down."""
        self.clicks += 2
        control.select_option(label=option)
        control.focus()

    def type(self, words: str) -> None:
        """Into the field that has the focus."""
        self.keys += len(words)
        self.page.keyboard.type(words)

    def tab(self) -> None:
        """On to the next field."""
        self.keys += 1
        self.page.keyboard.press("Tab")

    def enter(self) -> None:
        """The key that sends a form off."""
        self.keys += 1
        self.pages += 1
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def find(self, words: str) -> None:
        """Look for a file in the box at the head of the page, and open it."""
        self.click(self.page.get_by_role("searchbox", name="Find a client"))
        self.type(words)
        self.enter()
        self.open(self.page.get_by_role("main").get_by_role("listitem").get_by_role("link").first)

    def open_first(self, row: str, whose: str = "Me") -> None:
        """Open the first file of what waits under this name."""
        self.open_list(row, whose)
        self.open(self.page.locator("#result_list tbody tr").nth(self.number).get_by_role("link").first)

    def open_list(self, row: str, whose: str = "Me") -> None:
        """Open the list of what waits under this name."""
        self.open(self.page.get_by_role("link", name=f", {whose}: {row}"))

    def see(self, words: str) -> None:
        """Read that it is done."""
        expect(self.page.locator(".messagelist").filter(has_text=words)).to_be_visible()


def open_waiting_file(hand: Hand) -> None:
    """My first file that waits."""
    hand.open_first(WAITING)


def find_caller(hand: Hand) -> None:
    """The file of whoever calls, by the number on the telephone's display."""
    hand.find(desk.make_telephone(hand.number * TEN).removeprefix("+1"))


def note_call(hand: Hand) -> None:
    """What was said in a call, in a file that waits."""
    hand.open_first(WAITING)
    hand.unfold("Note or call")
    hand.type("Waits for the test")
    hand.open(hand.page.get_by_role("button", name="Call: we called"))
    hand.see("Saved in the history of")


def note_from_anywhere(hand: Hand) -> None:
    """What was said in a call, in the file that was opened last, from wherever one is."""
    hand.open(hand.page.get_by_role("link", name="Note or call", exact=True))
    hand.type("Waits for the test")
    hand.open(hand.page.get_by_role("button", name="Call: we called"))
    hand.see("Saved in the history of")


def give_task(hand: Hand) -> None:
    """A task of today, in a file that waits."""
    hand.open_first(WAITING)
    hand.unfold("New task")
    hand.type("Send the list")
    hand.enter()
    hand.see("The task is saved.")


def move_stage(hand: Hand) -> None:
    """A file that waits, on to its next stage."""
    hand.open_first(WAITING)
    hand.click(hand.page.get_by_text("Change the stage", exact=True))
    hand.open(hand.page.get_by_role("button", name="Contacted", exact=True))
    hand.see("The stage is now: Contacted")


def assign_ten(hand: Hand) -> None:
    """Ten leads that nobody has, to a colleague."""
    hand.open_list(WAITING, "Nobody")
    boxes = hand.page.locator("#result_list tbody input[type=checkbox]")
    hand.click(boxes.first)
    hand.click(boxes.nth(TEN - 1), shift=True)
    hand.click(hand.page.locator(".assign summary"))
    hand.open(hand.page.get_by_role("button", name="Bo Lee"))
    hand.see(f"{TEN} files were changed.")


def finish_task(hand: Hand) -> None:
    """A follow-up whose day has come."""
    hand.open_list("Tasks of today")
    hand.open(hand.page.locator("#result_list tbody tr").first.locator(".field-file a"))
    hand.open(hand.page.locator(".file-todos").get_by_role("button").first)
    hand.see("Done:")


def verify_fact(hand: Hand) -> None:
    """A fact that a document proves, in a file that waits."""
    hand.open_first(WAITING)
    hand.open(hand.page.get_by_role("link", name="Documents seen"))
    hand.click(hand.page.get_by_label("Document seen: Date of birth").first)
    hand.type("Passport")
    hand.enter()
    hand.see("1 fact was marked.")


def preview_round(hand: Hand) -> None:
    """Whom a draft of a round would reach."""
    hand.open(hand.page.get_by_role("link", name="Drafts of the last 30 days, not published"))
    hand.open(hand.page.locator("#result_list tbody tr").first.get_by_role("link").first)
    hand.open(hand.page.get_by_role("link", name="Preview and publish"))
    expect(hand.page.get_by_role("button", name="Publish and alert")).to_be_visible()


def send_message(hand: Hand) -> None:
    """A message from a template, to a client whose file waits."""
    hand.open_first(WAITING)
    hand.open(hand.page.get_by_role("link", name="Write to the client"))
    hand.open(hand.page.get_by_role("link", name="Passport", exact=True))
    hand.open(hand.page.get_by_role("button", name="Send to the client"))
    hand.see("The message is on its way.")


ACTS = (
    open_waiting_file,
    find_caller,
    note_call,
    note_from_anywhere,
    give_task,
    finish_task,
    move_stage,
    assign_ten,
    verify_fact,
    preview_round,
    send_message,
)


def make_office(count: int) -> Any:
    """An office with this many files, its tasks, a draft of a round and a template; the person who works there."""
    staff = desk.make_staff()
    files = desk.make_files(count, staff)
    desk.save(desk.build_parts(files, staff))
    # Somebody whose address does not work can't be written to, and one of the acts is a message.
    Client.objects.update(undeliverable="")
    desk.make_draw("700")
    make_version(by=staff[0])
    # Without a licence nobody sees the button that publishes a round, to which another of the acts leads.
    Licence.objects.create(user=staff[0], number="R000001")
    mine = Client.objects.filter(adviser=staff[0])[:TIMES]
    Todo.objects.bulk_create(
        Todo(client=one, text="Call", due_on=timezone.localdate(), assignee=staff[0]) for one in mine
    )
    return staff[0]


def measure(page: Page, base: str, act: Callable[[Hand], None]) -> tuple[list[int], float]:
    """Clicks, keys and pages of an act, and the median of its seconds; each time another file is taken."""
    taken = []
    for number in range(TIMES):
        page.goto(f"{base}/staff/")
        hand, began = Hand(page, number), time.perf_counter()
        act(hand)
        taken.append(time.perf_counter() - began)
    return [hand.clicks, hand.keys, hand.pages], median(taken)


def show(act: Callable[[Hand], None], numbers: list[int], took: float) -> None:
    """A line of the table."""
    mark = f"  more than {FEW}" if numbers[0] > FEW else ""
    words, columns = str(act.__name__).replace("_", " "), "".join(f"{number:>8}" for number in numbers)
    sys.stdout.write(f"{words:20}{columns}{took:>10.1f}{mark}\n")
    sys.stdout.flush()


def main() -> None:
    """Print a line for each act."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=4000)
    given = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    user = make_office(given.clients)
    chromium = next(filter(None, map(shutil.which, CHROMIUM)))
    port = free_port()
    with served(port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        page = browser.new_page(viewport=WINDOW)
        base = f"http://localhost:{port}"
        enter(page, base, user)
        sys.stdout.write(f"{'':20}{'clicks':>8}{'keys':>8}{'pages':>8}{'seconds':>10}\n")
        for act in ACTS:
            show(act, *measure(page, base, act))
        browser.close()


if __name__ == "__main__":
    main()
