"""Walking the questions: stored answers are replayed through the forms, in order.

Only what was posted is stored, by path: "date-of-birth" for a page, "jobs/2" and "jobs/2/conditions" for the pages of
the second job; beside it what was last typed with mistakes, which is no answer. What applies, what is answered and
what comes next is worked out again each time. No question is known by name here.
"""

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.questionnaire.step import Judgement, Listing, Step, judge

Answers = Mapping[str, dict[str, str] | None]
# Where what somebody said before the questions stands among the answers, and among the cleaned ones: so it is
# copied, limited and deleted with them (record 0151).
BESIDE = "score"


def name_items(step: type[Step]) -> str:
    """The key of a listing's items among the cleaned answers."""
    return step.slug.replace("-", "_")


@dataclass
class Page:
    """One page of this person's route: its path, its form class, what was posted to it and what is to be corrected."""

    path: str
    step: type[Step]
    known: Mapping[str, Any]
    posted: dict[str, str] | None
    section: str
    on: date
    mistake: dict[str, str] | None = None
    item: "Item | None" = None
    items: list["Item"] = field(default_factory=list)

    @cached_property
    def form(self) -> Step:
        """The validated form with what was posted."""
        form = self.step(self.posted, known=self.known)
        form.is_valid()
        return form

    @cached_property
    def judgement(self) -> Judgement:
        """Whether the page is answered on the day, and its cleaned answers."""
        return judge(self.step, self.posted, self.known, self.on)

    @property
    def answered(self) -> bool:
        """Whether nothing is left to ask here."""
        return self.judgement.answered

    @property
    def facts(self) -> dict[str, Any]:
        """The cleaned answers of an answered page; of a listing, the list of its items."""
        if issubclass(self.step, Listing):
            beside = {name: value for name, value in self.judgement.cleaned.items() if name != "more"}
            return {name_items(self.step): [item.cleaned for item in self.items], **beside}
        # A copy, because judgements are shared between people.
        return dict(self.judgement.cleaned)

    @property
    def first_open(self) -> "Page":
        """Where the page is to be answered: of a listing, the page at which its first unfinished item stopped."""
        unfinished = (item for item in self.items if not item.complete)
        return next((item.first_open for item in unfinished), self)

    @property
    def totals(self) -> list[Any]:
        """What the finished items of a listing add up to, in sentences."""
        finished = [item.cleaned for item in self.items if item.complete]
        return self.step.totals(finished, self.on) if finished and issubclass(self.step, Listing) else []

    def with_data(self, data: dict[str, str]) -> Step:
        """The form bound to newly posted data."""
        form = self.step(data, known=self.known)
        if isinstance(form, Listing):
            form.left = [item for item in self.items if not item.complete]
        return form

    def get_form(self) -> Step:
        """The form as it was last left, not validated."""
        return self.step.prefill(self.posted if self.mistake is None else self.mistake, self.known)

    def get_form_with_errors(self) -> Step:
        """The form as it was last left, with its errors."""
        return self.get_form() if self.mistake is None else self.with_data(self.mistake)


@dataclass
class Item:
    """One of several jobs, credentials or tests: its pages so far and its cleaned answers."""

    listing: type[Listing]
    number: int
    pages: list[Page] = field(default_factory=list)
    cleaned: dict[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The path of its first page."""
        return f"{self.listing.slug}/{self.number}"

    @property
    def begun(self) -> bool:
        """Whether anything was posted for it."""
        # A mistake begins it too: its card says "Not finished" (record 0039).
        return self.pages[0].posted is not None or self.pages[0].mistake is not None

    @property
    def complete(self) -> bool:
        """Whether each of its pages is answered."""
        return all(page.answered for page in self.pages)

    @property
    def first_open(self) -> Page:
        """Of an unfinished item, the first page that is not answered."""
        return next(page for page in self.pages if not page.answered)

    @property
    def described(self) -> tuple[Any, Any]:
        """The name on its card, and a line about it."""
        return self.listing.describe(self.cleaned)

    @cached_property
    def so_far(self) -> Mapping[str, Any]:
        """What is known of an item that is not finished: its answers, and what is right on the page that is not."""
        return self.cleaned | self._left.cleaned_data

    @cached_property
    def _left(self) -> Step:
        page = self.first_open
        form = page.with_data(page.mistake or page.posted or {})
        form.is_valid()
        return form

    @property
    def name_so_far(self) -> Any:
        """The name of an item that is not finished, as far as it is known."""
        return self.listing.describe(self.so_far)[0]

    @property
    def missing(self) -> list[Any]:
        """The questions of an item that are still to be answered, on the first page that is not."""
        form = self._left
        return [form.fields[name].label for name in form.fields if name in form.errors] or [form.title]

    @property
    def left_open(self) -> Any:
        """An item that is not finished and what is missing, in words."""
        name = self.name_so_far or format_lazy("{} {}", self.listing.item, self.number)
        questions = format_lazy("; ".join(["{}"] * len(self.missing)), *self.missing)
        return format_lazy(_("{item} (still to be answered: {questions})"), item=name, questions=questions)

    @property
    def details(self) -> list[tuple[Any, Any]]:
        """Pairs of label and text on its card, once it is finished."""
        return self.listing.details(self.cleaned, self.pages[0].on) if self.complete else []

    @property
    def notes(self) -> list[Any]:
        """Sentences on its card, once it is finished."""
        return self.listing.notes(self.cleaned, self.pages[0].on) if self.complete else []

    @property
    def links(self) -> list[tuple[str, Any]]:
        """Links on its card to pages outside this site, once it is finished."""
        return self.listing.links(self.cleaned) if self.complete else []


class QuestionPosition(NamedTuple):
    """Which question a page is, and of about how many: what is answered later can bring more, or fewer."""

    number: int
    about: int


class Flow:
    """One person's route through the steps, as far as their answers lead.

    With `whole` it goes on past pages that are not answered, to every page that applies by the answers so far.
    """

    def __init__(
        self, answers: Answers, steps: Sequence[type[Step]], mistakes: Answers | None = None, *, whole: bool = False
    ) -> None:
        self.answers = answers
        self.mistakes = mistakes or {}
        self.steps = steps
        self.whole = whole
        # Taken once, so that all pages are judged as of one day, also over midnight.
        self.on = timezone.localdate()
        self.cleaned: dict[str, Any] = {}
        if told := answers.get(BESIDE):
            self.cleaned[BESIDE] = dict(told)
        self.route: list[Page] = []
        self.drafts: dict[str, Page] = {}
        self._replay()

    def _replay(self) -> None:
        """Add pages to the route up to the first that is not answered; with `whole`, all that apply."""
        # Replayed: Back and two open tabs come for nothing, and the route can't disagree with answers (record 0002).
        for step in self.steps:
            if not step.applies(self.cleaned):
                continue
            page = self._listing(step) if issubclass(step, Listing) else self._page(step)
            self.route.append(page)
            if page.answered:
                # Not changed in place: the pages before keep the answers that they were asked with.
                self.cleaned = self.cleaned | page.facts
            elif not self.whole:
                break

    def _page(self, step: type[Step]) -> Page:
        return Page(step.slug, step, self.cleaned, *self._typed(step.slug, step.section))

    def _typed(self, path: str, section: str) -> tuple[Any, str, date, Any]:
        """Of a page: what was posted, its section, the day, and what is to be corrected."""
        return self.answers.get(path), section, self.on, self.mistakes.get(path)

    def _listing(self, step: type[Listing]) -> Page:
        """A listing with its items; an item that was opened but never posted does not count."""
        opened = [self._item(step, number) for number in list_item_numbers(self.answers, step.slug)]
        # Found by their addresses, although an item that was never posted to is no part of the route (record 0017).
        self.drafts |= {page.path: page for item in opened for page in item.pages}
        items = [item for item in opened if item.begun]
        known = {"begun": bool(items), "opened": len(opened), "unfinished": any(not item.complete for item in items)}
        known |= step.summarize([item.cleaned for item in items])
        told = self.cleaned.get(BESIDE) or {}
        return Page(step.slug, step, {**told, **known}, *self._typed(step.slug, step.section), items=items)

    def _item(self, listing: type[Listing], number: int) -> Item:
        """An item, its pages replayed up to the first that is not answered."""
        item = Item(listing, number)
        for part in listing.parts:
            # An item's own answers hide earlier ones of the same name.
            known = ChainMap(item.cleaned, self.cleaned)
            if not part.applies(known):
                continue
            path = item.path if part is listing.parts[0] else f"{item.path}/{part.slug}"
            page = Page(path, part, known, *self._typed(path, listing.section), item)
            item.pages.append(page)
            if not page.answered:
                break
            item.cleaned = item.cleaned | page.facts
        return item

    @property
    def next(self) -> Page | None:
        """The first page that is not answered, which may be one of an unfinished item; None once all are."""
        return next((page.first_open for page in self.route if not page.answered), None)

    def find(self, path: str) -> Page | None:
        """The page at this path, if this person's answers lead there."""
        return next((page for page in self.route if page.path == path), self.drafts.get(path))

    def get_listing(self, page: Page) -> Page:
        """The listing that an item's page belongs to."""
        return next(found for found in self.route if page.item and found.step is page.item.listing)

    def before(self, page: Page) -> Page | None:
        """The page before this one; None for the first."""
        if page.item:
            at = page.item.pages.index(page)
            return page.item.pages[at - 1] if at else self.get_listing(page)
        at = self.route.index(page)
        return self.route[at - 1] if at else None

    def after(self, path: str, *, changing: bool, first: bool = False) -> Page | None:
        """The page to go to once the page at `path` is answered; None: the check.

        A person who came to change one answer goes back to the check, unless the change brought new questions. With
        `first`, an answer where there was none, pages that are answered already are not asked again.
        """
        page = self.find(path)
        following = self._following(page, changing) if page else []
        if first and page and not page.item:
            following = [one for one in following if not one.answered]
        return following[0].first_open if following else self.next if changing else None

    def _following(self, page: Page, changing: bool) -> list[Page]:
        if not page.item:
            return [] if changing else self.route[self.route.index(page) + 1 :]
        rest = page.item.pages[page.item.pages.index(page) + 1 :]
        if changing:
            return [part for part in rest if not part.answered]
        return rest or [self.get_listing(page)]

    @cached_property
    def applying(self) -> list[type[Step]]:
        """The steps that this person is asked, as far as can be told."""
        return [step for step in self.steps if step.applies(self.cleaned)]

    @cached_property
    def sections(self) -> list[str]:
        """The sections that this person goes through, as far as can be told."""
        return list(dict.fromkeys(step.section for step in self.applying))

    @property
    def may_gain_section(self) -> bool:
        """Whether the first section is not through, whose answers decide whether there is one more."""
        return self.next is not None and self.next.section == self.sections[0]

    def progress(self) -> Iterator[tuple[str, str]]:
        """Each section, and how far it has come: "done", "begun" or "open"."""
        at = self.sections.index(self.next.section) if self.next else len(self.sections)
        answered = {path.split("/")[0] for path in self.answers}
        begun = {step.section for step in self.steps if step.slug in answered}
        for number, section in enumerate(self.sections):
            yield section, "done" if number < at else "begun" if section in begun else "open"

    def find_position(self, page: Page) -> QuestionPosition | None:
        """Which question a page is, of about how many; None for a page that asks nothing."""
        asked = [found.path for found in self._list_questions(page)]
        if page.path not in asked:
            return None
        passed = {found.step for found in self.route}
        ahead = sum(1 + self._count_parts(step) for step in self.applying if step not in passed and step.base_fields)
        return QuestionPosition(asked.index(page.path) + 1, len(asked) + self._count_open_parts(page) + ahead)

    def _list_questions(self, page: Page) -> Iterator[Page]:
        """The pages that ask something, in order; those of an item that was only opened where the page is of it."""
        for found in self.route:
            for item in self._list_items(found, page):
                yield from item.pages
            if found.step.base_fields:
                yield found

    def _list_items(self, listing: Page, page: Page) -> list[Item]:
        """The items of a listing, and the one that is asked now although nothing was posted for it yet."""
        opened = page.item
        new = opened is not None and opened.listing is listing.step and not opened.begun
        return [*listing.items, *([opened] if opened and new else [])]

    def _count_open_parts(self, page: Page) -> int:
        """How many pages the last item of a listing is likely to have still: that of the last page of the route."""
        last = self.route[-1]
        if last.answered or not issubclass(last.step, Listing):
            return 0
        items = self._list_items(last, page)
        if items and items[-1].complete:
            return 0
        return max(0, self._count_parts(last.step) - (len(items[-1].pages) if items else 0))

    def _count_parts(self, step: type[Step]) -> int:
        """How many pages one item of a listing has at least; none of another step."""
        return sum(part.applies(self.cleaned) for part in step.parts) if issubclass(step, Listing) else 0

    def answered_pages(self) -> Iterator[Page]:
        """Every page of the route that holds an answer, a listing's items before it."""
        for page in self.route:
            for item in page.items:
                yield from item.pages
            yield page


def list_item_numbers(answers: Answers, slug: str) -> list[int]:
    """The numbers of a listing's items, in order."""
    prefix = f"{slug}/"
    found = (path.removeprefix(prefix) for path in answers if path.startswith(prefix))
    return sorted(int(number) for number in found if "/" not in number)
