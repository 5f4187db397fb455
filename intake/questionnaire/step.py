"""A page of the questionnaire: a form with a slug, a section and a condition.

`Step` is one page. `Listing` is a page of repeated items (jobs, credentials, tests), each item asked on the pages of
`parts`.
"""

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from copy import deepcopy
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from intake.forms.error_summary import ErrorSummaryMixin
from intake.forms.fields import POSTED, YesNo
from intake.forms.widgets import LongSelect, SearchBox
from scoring.apps import rulebook
from scoring.rulebook import Rulebook

# A person types no more than this into one control; the rest is not kept.
LONGEST = 500


class SharedFields(dict[str, forms.Field]):
    """The fields of a step class: its forms share them, and copy only those that they adapt (`Step.copy_field`).

    Buys 45 % of the steps of answers replayed and judged anew (`python -m bench.bought pages SharedFields`).
    """

    def __deepcopy__(self, memo: Any) -> dict[str, forms.Field]:
        return dict(self)


class Step(ErrorSummaryMixin, forms.Form):
    """One page of the questionnaire.

    `known` are the cleaned answers to earlier questions, as far as the page names them in `needs`; an item's page
    sees the item's own earlier answers first.
    """

    slug: ClassVar[str]
    section: ClassVar[str] = ""
    title: ClassVar[Any] = ""
    template: ClassVar[str] = "intake/question.html"
    # The template of longer help, folded under the questions.
    longer_help: ClassVar[str] = ""
    # A field whose answer only matters when another field has this value: with another one it is not asked.
    only_if: ClassVar[Mapping[str, tuple[str, Any]]] = {}
    # The requirements and contradictions that an answer here decides.
    settles: ClassVar[tuple[str, ...]] = ()
    # The earlier answers that the page looks at; None: at anything, so that its judgement is not kept.
    needs: ClassVar[tuple[str, ...] | None] = ()
    # Fields that nobody but the person themselves fills in.
    own_hand: ClassVar[tuple[str, ...]] = ()
    # Nobody has typed anything into it yet.
    untouched = False

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        known: Mapping[str, Any] | None = None,
        initial: MutableMapping[str, Any] | None = None,
        prefix: str | None = None,
    ) -> None:
        self.known = self.needed(known or {})
        # Django copies every field for every form, which costs more than validating most pages (docs/decisions/0026).
        self.base_fields = SharedFields(self.base_fields)  # type: ignore[misc]
        super().__init__(data, initial=initial, prefix=prefix)
        self.adapt()

    @classmethod
    def needed(cls, known: Mapping[str, Any]) -> Mapping[str, Any]:
        """The earlier answers that the page looks at."""
        return known if cls.needs is None else {name: known[name] for name in cls.needs if name in known}

    def copy_field(self, name: str) -> Any:
        """A copy of the field for this form alone, which it may change."""
        field = self.fields[name] = deepcopy(self.fields[name])
        return field

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """Whether this page is asked of a person with these answers."""
        return True

    def adapt(self) -> None:
        """Adapt the fields to what is known; most pages need nothing."""

    @property
    def heading(self) -> Any:
        """The page's title; the label of its only question where it has none."""
        return self.title or next(iter(self.fields.values())).label

    @property
    def single(self) -> bool:
        """Whether the heading is the label of the only question."""
        return not self.title

    def pick_posted(self, data: Mapping[str, str]) -> dict[str, str]:
        """What was posted to this page's own fields, without the form's prefix, each value cut at `LONGEST`."""
        names = [(name, self.add_prefix(name)) for field in self.fields for name in self.names(field)]
        return {name: data[sent].replace("\0", "")[:LONGEST] for name, sent in names if sent in data}

    def names(self, field: str) -> list[str]:
        """The names that a field's widget posts."""
        named = getattr(self.fields[field].widget, "names", None)
        return named(field) if named else [field]

    @classmethod
    def prefill(cls, data: Mapping[str, str] | None, known: Mapping[str, Any], prefix: str | None = None) -> "Step":
        """The form with what was typed before as initial values, not validated."""
        page = cls(known=known, prefix=prefix)
        page.untouched = not data
        for name, field in page.fields.items():
            page.initial[name] = field.widget.value_from_datadict(data or {}, {}, name)
        return page

    @property
    def searches(self) -> bool:
        """Whether the page has a search of a long list, for which a script is loaded."""
        return any(isinstance(field.widget, LongSelect | SearchBox) for field in self.fields.values())

    def _clean_fields(self) -> None:
        """Validate the fields; of one that another answer leaves unasked nothing is wrong, and nothing taken."""
        super()._clean_fields()  # type: ignore[misc]
        for name in self.list_unasked():
            self.errors.pop(name, None)
            self.cleaned_data[name] = self.fields[name].clean(
                self.fields[name].widget.value_from_datadict({}, {}, name)
            )

    def list_unasked(self) -> list[str]:
        """The fields that another answer leaves unasked; one whose other answer is missing or wrong is asked."""
        given = self.cleaned_data
        return [
            name
            for name, (other, needed) in self.only_if.items()
            if name in self.fields and given.get(other) is not None and given[other] != needed
        ]

    @property
    def conditions(self) -> str:
        """For the script that hides what is not asked: "div_id_end:ongoing:no" for each field that has a condition."""
        return " ".join(
            f"div_{self[name].auto_id}:{self.add_prefix(other)}:{POSTED.get(needed, needed)}"
            for name, (other, needed) in self.only_if.items()
            if name in self.fields
        )

    def pick_asked(self) -> dict[str, str]:
        """What is stored of a page that was posted: what was typed, less that into fields that are not asked."""
        # A page that was judged already is not cleaned again.
        self.is_valid()
        unasked = {posted for name in self.list_unasked() for posted in self.names(name)}
        return {name: typed for name, typed in self.data.items() if name not in unasked}

    def list_answers(self) -> Iterator[tuple[str, Any, Any]]:
        """Each question of a valid page that mattered, with its answer in words: name, label, answer."""
        unasked = self.list_unasked()
        for name, field in self.fields.items():
            if name not in unasked:
                value = self.cleaned_data[name]
                yield name, field.label, field.show(value) if hasattr(field, "show") else value

    @property
    def wants_more(self) -> bool:
        """Whether the person wants to add another item; only on the page of a listing."""
        return False

    def require(self, name: str, message: Any = None) -> None:
        """Add an error where an answer that is required by another one is missing; without words, the field's own."""
        if self.cleaned_data.get(name) in (None, "") and name not in self.errors:
            self.add_error(name, message or self.fields[name].error_messages["required"])


class Judgement(NamedTuple):
    """Whether a page is answered, and its cleaned answers."""

    answered: bool
    cleaned: Mapping[str, Any]


NOTHING = Judgement(answered=False, cleaned={})
LONGEST_SHARED = 2000  # letters of what was posted, of which the outcome is kept


def judge(step: type[Step], posted: Mapping[str, str] | None, known: Mapping[str, Any], on: date) -> Judgement:
    """Validate what was posted to a page as of a day.

    The outcome is cached for the rules in use and shared, so nothing in it may depend on who posted it, or in which
    language.
    """
    if posted is None:
        return NOTHING
    # What is long is typed once and never by two people; kept by the thousand, it would fill the memory.
    if step.needs is None or count_letters(posted) > LONGEST_SHARED:
        return judge_form(step(posted, known=known))
    looked_at = tuple(step.needed(known).items()) if step.needs else ()
    return _judge_cached(step, tuple(posted.items()), looked_at, on, rulebook())


def count_letters(posted: Mapping[str, str]) -> int:
    """How long all that was posted is."""
    return sum(map(len, posted)) + sum(map(len, map(str, posted.values())))


@lru_cache(maxsize=8192)
def _judge_cached(
    step: type[Step],
    posted: tuple[tuple[str, Any], ...],
    known: tuple[tuple[str, Any], ...],
    on: date,
    # Nobody reads it. It is part of the key, so that rules which staff release today make judgements of their own.
    _book: Rulebook,
) -> Judgement:
    """Buys 79 % of the steps of a finished draft replayed (`python -m bench.bought pages judge`)."""
    return judge_form(step(dict(posted), known=dict(known)))


def judge_form(form: Step) -> Judgement:
    """Validate a form."""
    return Judgement(form.is_valid() and not form.wants_more, form.cleaned_data)


class Listing(Step):
    """A page of repeated items: those so far, and whether there is another."""

    template = "intake/listing.html"
    needs: ClassVar[tuple[str, ...]] = ("begun", "opened", "unfinished")
    parts: ClassVar[tuple[type[Step], ...]] = ()
    first: ClassVar[Any]
    first_help: ClassVar[Any] = ""
    another: ClassVar[Any]
    none: ClassVar[Any] = _("No")
    item: ClassVar[Any]
    # The items that are not finished, for the words of a refusal: no judgement looks at them.
    left: Sequence[Any] = ()

    more = YesNo(missing=_("Select yes or no"))

    def adapt(self) -> None:
        """Ask for the first item, or for another."""
        more, begun = self.copy_field("more"), self.known.get("begun")
        more.label = self.another if begun else self.first
        more.help_text = "" if begun else self.first_help
        if not begun:
            more.choices = [("yes", _("Yes")), ("no", self.none)]

    @property
    def single(self) -> bool:
        """With items on the page, the heading is the title and the question comes after them."""
        return not self.known.get("begun")

    @property
    def heading(self) -> Any:
        """Before the first item the question, then the title above the items."""
        return self.first if self.single else self.title

    @property
    def wants_more(self) -> bool:
        """Whether the person goes on to another item."""
        return bool(self.cleaned_data.get("more"))

    def clean(self) -> dict[str, Any]:
        """Refuse "no more" while an item is unfinished, and more than a page and the rules can take."""
        if self.wants_more and self.known.get("opened", 0) >= settings.LIST_ITEMS_AT_MOST:
            message = _("You can list up to %(most)d here. Remove one first, or write to us about the rest")
            raise forms.ValidationError(message, "most", {"most": settings.LIST_ITEMS_AT_MOST})
        if self.cleaned_data.get("more") is False and self.known.get("unfinished"):
            message = _("Finish or remove what is marked as not finished: %(items)s")
            items = "; ".join(str(item.left_open) for item in self.left)
            raise forms.ValidationError(message, params={"items": items})
        return self.cleaned_data

    @classmethod
    def describe(cls, answers: Mapping[str, Any]) -> tuple[Any, Any]:
        """The name of a finished item, and a line about it, for its card."""
        raise NotImplementedError

    @classmethod
    def details(cls, answers: Mapping[str, Any], on: date) -> list[tuple[Any, Any]]:
        """Pairs of label and text on a finished item's card; most have none."""
        return []

    @classmethod
    def notes(cls, answers: Mapping[str, Any], on: date) -> list[Any]:
        """Sentences on a finished item's card; most have none."""
        return []

    @classmethod
    def links(cls, answers: Mapping[str, Any]) -> list[tuple[str, Any]]:
        """Links on a finished item's card to pages outside this site: URL and text; most have none."""
        return []

    @classmethod
    def summarize(cls, items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """What the page itself looks at of its items, as far as they are answered; most look at nothing."""
        return {}

    @classmethod
    def totals(cls, items: Sequence[Mapping[str, Any]], on: date) -> list[Any]:
        """What all finished items add up to, in sentences; most have none."""
        return []
