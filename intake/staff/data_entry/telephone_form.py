"""Answers taken by telephone: the question pages as one long page."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from intake.forms.error_summary import ErrorSummaryLine
from intake.models import Client, Intake
from intake.questionnaire import draft_edits
from intake.questionnaire.change_facts import find_page_to_answer, list_untouched
from intake.questionnaire.flow import Flow, Item, Page, list_item_numbers
from intake.questionnaire.profile_to_answers import build_first_answers
from intake.questionnaire.step import Listing, Step
from intake.questionnaire.steps import SECTIONS, STEPS

# Where what staff enter comes from; the history of the file names it.
SOURCES = {
    "telephone": _("By telephone"),
    "meeting": _("At a meeting"),
    "papers": _("From papers that were seen"),
    "message": _("From a letter or a message"),
}


@dataclass
class AskedPage:
    """A page as a part of the long page: its form, and a listing's items with theirs."""

    page: Page
    form: Step
    items: list[tuple[Item, list["AskedPage"]]]

    @property
    def anchor(self) -> str:
        """Where it is on the long page."""
        return get_anchor(self.page.path)

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
    pages: list[AskedPage]


def get_anchor(path: str) -> str:
    """The anchor of a path on the long page: "jobs-2-conditions"; its form fields have the same prefix."""
    return path.replace("/", "-")


def build_whole_flow(answers: dict[str, Any]) -> Flow:
    """Every page that applies by the answers so far."""
    return Flow(answers, STEPS, whole=True)


def build_asked_page(page: Page, untouched: Set[str]) -> AskedPage:
    """A page for the long page; nothing is wrong with what is `untouched` since the facts came."""
    items = [(item, [build_asked_page(part, untouched) for part in item.pages]) for item in page.items]
    return AskedPage(page, build_form(page, untouched), items)


def build_form(page: Page, untouched: Set[str]) -> Step:
    """The form with what was typed; validated where something was typed that is not an answer."""
    prefix, typed = get_anchor(page.path), page.posted or {}
    if page.answered or page.path in untouched or not any(typed.values()):
        form = page.step.prefill(page.posted, page.known, prefix)
    else:
        sent = {f"{prefix}-{name}": value for name, value in typed.items()}
        form = page.step(sent, known=page.known, prefix=prefix)
    return drop_own_hand_fields(form)


def drop_own_hand_fields(form: Step) -> Step:
    """The form without the fields that only the client may fill in."""
    for name in form.own_hand:
        # A box that somebody else ticks proves no consent (record 0032).
        del form.fields[name]
    return form


def group_by_section(flow: Flow, untouched: Set[str], only: str = "") -> list[Section]:
    """The route in its sections, each with its pages as they are asked; `only` one of them, where it is asked."""
    groups = [(name, [*pages]) for name, pages in groupby(flow.route, lambda page: page.section)]
    if only not in [name for name, _pages in groups]:
        only = ""
    return [
        Section(f"section-{name}", SECTIONS[name], [build_asked_page(page, untouched) for page in pages])
        for name, pages in groups
        if not only or name == only
    ]


def find_answers(client: Client) -> Intake | None:
    """The client's answers that staff continue with."""
    # A draft that the client never submitted is nobody's business yet: staff begin beside it (record 0032).
    return client.intakes.open_to_staff().first()


def read_answers(client: Client, saved: Intake | None) -> dict[str, Any]:
    """The answers that the long page shows, stored or not yet."""
    return saved.answers if saved else build_first_answers(client)


def get_or_begin_answers(client: Client) -> Intake:
    """The same, begun where there are none; two at once begin one."""
    with transaction.atomic():
        locked = Client.objects.select_for_update().get(pk=client.pk)
        return find_answers(locked) or Intake.objects.create(
            client=locked, by_staff=True, language=locked.language, answers=build_first_answers(locked)
        )


def save_posted(client: Client, data: QueryDict) -> Intake:
    """Save what was posted; returns the answers as they are then. Raises `DraftTooLarge`."""
    found = get_or_begin_answers(client)
    with transaction.atomic():
        intake = Intake.objects.select_for_update().get(pk=found.pk)
        before = dict(intake.answers)
        take_down(intake, data)
        removed = get_button(data, "remove")
        if is_item(intake.answers, removed):
            draft_edits.remove_item(intake, removed)
        draft_edits.check_size(intake)
        if intake.answers != before:
            # The client confirmed the earlier answers; these are new, so the confirmation is cleared.
            intake.checked_at = None
        intake.save(update_fields=["answers", "mistakes", "checked_at", "updated"])
    return intake


def get_button(data: QueryDict, name: str) -> str:
    """The value of the button that was pressed; empty where it was another."""
    return str(data.get(name, ""))


def is_item(answers: dict[str, Any], path: str) -> bool:
    """Whether this is the path of an item of a listing."""
    page = build_whole_flow(answers).find(path)
    return page is not None and page.item is not None and page.path == page.item.path


def take_down(intake: Intake, data: QueryDict) -> None:
    """Put what was typed into the answers, page by page, as the long page had them."""
    shown = data.getlist("page")
    # Only pages that stood on the long page: one that came to apply meanwhile must not be emptied by a form without it.
    for page in [page for page in build_whole_flow(intake.answers).answered_pages() if page.path in shown]:
        typed = drop_own_hand_fields(page.step.prefill(None, page.known, get_anchor(page.path))).pick_posted(data)
        if wants_more(page, typed, pressed=get_button(data, "add")):
            add_item(intake, page.path)
        elif any(typed.values()) or page.posted is not None or page.with_data(typed).is_valid():
            draft_edits.set_answer(intake, page.path, page.with_data(typed).pick_asked())


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


def choose_anchor(client: Client, flow: Flow, data: QueryDict) -> str:
    """Where to continue on the long page: what was added to or removed from, an error, or the first open question."""
    if removed := get_button(data, "remove"):
        return get_anchor(removed.split("/", maxsplit=1)[0])
    if added := get_button(data, "add"):
        return get_anchor(f"{added}/{max(list_item_numbers(flow.answers, added), default=1)}")
    if list_problems(group_by_section(flow, find_untouched(client, flow))):
        return "problems"
    page = find_page_left(client, flow)
    return get_anchor(page.path) if page else "keep"


def find_page_left(client: Client, flow: Flow) -> Page | None:
    """The first page that must be answered before the answers can be scored."""
    # What the facts of a file leave open may stay open (record 0203).
    return find_page_to_answer(client.facts, flow.answers) if client.facts else flow.next


def find_untouched(client: Client, flow: Flow) -> set[str]:
    """The pages that the facts of a file leave open and nobody began to answer."""
    return list_untouched(client.facts, flow.answers) if client.facts else set()


def list_problems(sections: list[Section]) -> list[ErrorSummaryLine]:
    """The error summary of the long page."""
    return [problem for section in sections for each in section.pages for problem in each.problems]


def build_context(client: Client, flow: Flow, only: str = "") -> dict[str, Any]:
    """What the template of the long page shows; of `only` one section, where that is asked."""
    sections = group_by_section(flow, find_untouched(client, flow), only)
    return {
        "sections": sections,
        "problems": list_problems(sections),
        "open_at": get_anchor(flow.next.path) if flow.next else "",
        "may_score": find_page_left(client, flow) is None,
        "alone": len(sections) == 1 and bool(only),
        "sources": SOURCES.items(),
    }
