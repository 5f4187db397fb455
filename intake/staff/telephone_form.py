"""Answers taken by telephone: the pages of the intake as one long page.

The same form classes, in the same order, by the same flow; no question is known
by name here. The answers are kept as posted in an `Intake` of the client's file,
so that the client goes on with them after signing in. A draft that the client
began alone is not opened here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.db import transaction
from django.http import QueryDict

from intake.forms.error_summary import ErrorSummaryLine
from intake.models import Client, Intake
from intake.questionnaire import draft_edits
from intake.questionnaire.flow import Flow, Item, Page, list_item_numbers
from intake.questionnaire.step import Listing, Step
from intake.questionnaire.steps import SECTIONS, STEPS


@dataclass
class Asked:
    """A page as it stands on the long page: its form, and a listing's items with theirs."""

    page: Page
    form: Step
    items: list[tuple[Item, list["Asked"]]]

    @property
    def anchor(self) -> str:
        """Where it is on the long page."""
        return anchor(self.page.path)

    @property
    def listing(self) -> bool:
        """Whether items can be added."""
        return issubclass(self.page.step, Listing)

    @property
    def problems(self) -> Iterator[ErrorSummaryLine]:
        """What is wrong here, in the order of the page."""
        for part in (part for _item, parts in self.items for part in parts):
            yield from part.problems
        yield from self.form.problems if self.form.is_bound else ()


class Section(NamedTuple):
    """A section of the long page: where it is, its title and its pages."""

    anchor: str
    title: Any
    pages: list[Asked]


def anchor(where: str) -> str:
    """The part of the long page for a path: "jobs-2-conditions"; its controls' names begin so too."""
    return where.replace("/", "-")


def whole(answers: dict) -> Flow:
    """Everything that applies by the answers so far."""
    return Flow(answers, STEPS, whole=True)


def asked(page: Page) -> Asked:
    """A page for the long page."""
    return Asked(page, form_of(page), [(item, [asked(part) for part in item.pages]) for item in page.items])


def form_of(page: Page) -> Step:
    """The form with what was typed; judged where something was typed that is not an answer."""
    prefix, typed = anchor(page.path), page.posted or {}
    if page.answered or not any(typed.values()):
        form = page.step.prefill(page.posted, page.known, prefix)
    else:
        sent = {f"{prefix}-{name}": value for name, value in typed.items()}
        form = page.step(sent, known=page.known, prefix=prefix)
    return by_staff(form)


def by_staff(form: Step) -> Step:
    """The form less what only the client fills in."""
    for name in form.own_hand:
        del form.fields[name]
    return form


def by_section(flow: Flow) -> list[Section]:
    """The long page."""
    groups = groupby(flow.route, lambda page: page.section)
    return [Section(f"section-{name}", SECTIONS[name], [asked(page) for page in pages]) for name, pages in groups]


def answers_of(client: Client) -> Intake | None:
    """The answers that staff go on with."""
    return client.intakes.open_to_staff().first()


def begun(client: Client) -> Intake:
    """The same, begun where there are none; two at once begin one."""
    with transaction.atomic():
        Client.objects.select_for_update().get(pk=client.pk)
        return answers_of(client) or Intake.objects.create(client=client, by_staff=True, language=client.language)


def keep(client: Client, data: QueryDict) -> Intake:
    """Keep what was posted; the answers as they are then."""
    found = begun(client)
    with transaction.atomic():
        intake = Intake.objects.select_for_update().get(pk=found.pk)
        take_down(intake, data)
        removed = button(data, "remove")
        if is_item(intake.answers, removed):
            draft_edits.remove_item(intake, removed)
        intake.save(update_fields=["answers", "mistakes", "updated"])
    return intake


def button(data: QueryDict, name: str) -> str:
    """The value of the button that was pressed; empty where it was another."""
    return str(data.get(name, ""))


def is_item(answers: dict, where: str) -> bool:
    """Whether this is the path of an item of a listing."""
    page = whole(answers).find(where)
    return page is not None and page.item is not None and page.path == page.item.path


def take_down(intake: Intake, data: QueryDict) -> None:
    """Put what was typed into the answers, page by page, as the long page had them."""
    shown = data.getlist("page")
    for page in [page for page in whole(intake.answers).answered_pages() if page.path in shown]:
        typed = by_staff(page.step.prefill(None, page.known, anchor(page.path))).pick_posted(data)
        if wants_more(page, typed, pressed=button(data, "add")):
            add_item(intake, page.path)
        elif any(typed.values()) or page.posted is not None or page.with_data(typed).is_valid():
            draft_edits.set_answer(intake, page.path, typed)


def wants_more(page: Page, typed: dict[str, str], pressed: str) -> bool:
    """Whether another item was asked for: by the question, or by the button of this listing."""
    if not issubclass(page.step, Listing):
        return False
    form = page.with_data(typed)
    return pressed == page.path or (form.is_valid() and form.wants_more)


def add_item(intake: Intake, slug: str) -> None:
    """Add an item, to be filled in on the same page."""
    draft_edits.add_item(intake, slug)
    intake.answers[f"{slug}/{list_item_numbers(intake.answers, slug)[-1]}"] = {}


def place(flow: Flow, data: QueryDict) -> str:
    """Where on the long page to go on: what was added or removed from, what is wrong, or the first open question."""
    if removed := button(data, "remove"):
        return anchor(removed.split("/", maxsplit=1)[0])
    if added := button(data, "add"):
        return anchor(f"{added}/{max(list_item_numbers(flow.answers, added), default=1)}")
    if problems(by_section(flow)):
        return "problems"
    return anchor(flow.next.path) if flow.next else "keep"


def problems(sections: list[Section]) -> list[ErrorSummaryLine]:
    """What is wrong on the long page."""
    return [problem for section in sections for each in section.pages for problem in each.problems]


def long_page(flow: Flow) -> dict[str, Any]:
    """What the template of the long page shows."""
    sections = by_section(flow)
    open_at = anchor(flow.next.path) if flow.next else ""
    return {"sections": sections, "problems": problems(sections), "open_at": open_at}
