"""What a page of the intake is: a form with an address, a section and a condition.

`Step` is one page. `Listing` is a page of repeated items (jobs, credentials,
tests), each item asked on the pages of `parts`.
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.fields import YesNo
from intake.widgets import LongSelect

# A person types no more than this into one control; the rest is not kept.
LONGEST = 500


class Problem(NamedTuple):
    """One line of the error summary: the control to go to and what to mend."""

    control: str
    message: str


class Step(forms.Form):
    """One page of the intake.

    `known` are the cleaned answers to the questions before it; an item's page
    sees the item's own earlier answers first.
    """

    use_required_attribute = False
    slug: ClassVar[str]
    section: ClassVar[str] = ""
    title: ClassVar[Any] = ""
    template: ClassVar[str] = "intake/step.html"
    # A field whose answer only matters when another field has this value.
    only_if: ClassVar[Mapping[str, tuple[str, Any]]] = {}
    # The requirements and contradictions that an answer here decides.
    settles: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data=None, *, known: Mapping[str, Any] | None = None, initial=None) -> None:
        self.known = known or {}
        super().__init__(data, initial=initial)
        self.adapt()

    @classmethod
    def applies(cls, known: Mapping[str, Any]) -> bool:
        """Whether this page is asked of a person with these answers."""
        return True

    def adapt(self) -> None:
        """Fit the fields to what is known; most pages need nothing."""

    @property
    def heading(self) -> Any:
        """The page's title, or its only question."""
        return self.title or next(iter(self.fields.values())).label

    @property
    def single(self) -> bool:
        """Whether the heading is the label of the only question."""
        return not self.title

    def posted(self, data: Mapping[str, str]) -> dict[str, str]:
        """What was typed on this page, as posted, and nothing else."""
        names = [name for field in self.fields for name in self.names(field)]
        return {name: data[name].replace("\0", "")[:LONGEST] for name in names if name in data}

    def names(self, field: str) -> list[str]:
        """The names that a field's controls post."""
        named = getattr(self.fields[field].widget, "names", None)
        return named(field) if named else [field]

    @classmethod
    def showing(cls, data: Mapping[str, str] | None, known: Mapping[str, Any]) -> "Step":
        """The page with what was typed before, without judging it."""
        page = cls(known=known)
        for name, field in page.fields.items():
            page.initial[name] = field.widget.value_from_datadict(data or {}, {}, name)
        return page

    @property
    def searches(self) -> bool:
        """Whether a long list is on the page, which a script turns into a search."""
        return any(isinstance(field.widget, LongSelect) for field in self.fields.values())

    @property
    def problems(self) -> list[Problem]:
        """The error summary, in the order of the page."""
        return list(self._problems())

    def _problems(self) -> Iterator[Problem]:
        for error in self.non_field_errors():
            yield Problem(self.control(next(iter(self.fields))), error)  # type: ignore[arg-type]
        for name in self.fields:
            for error in self.errors.get(name, ()):
                yield Problem(self.control(name), error)  # type: ignore[arg-type]

    def control(self, name: str) -> str:
        """The id of a field's first control."""
        bound = self[name]
        widget = bound.field.widget
        return widget.id_for_label(bound.auto_id, "0") if bound.use_fieldset else bound.id_for_label

    def shown(self) -> Iterator[tuple[str, Any, Any]]:
        """Each question of a valid page that mattered, with its answer in words: name, label, answer."""
        for name, field in self.fields.items():
            value = self.cleaned_data[name]
            other, needed = self.only_if.get(name, (name, value))
            if self.cleaned_data[other] == needed:
                yield name, field.label, field.show(value) if hasattr(field, "show") else value

    def need(self, name: str, message: Any) -> None:
        """An error where an answer that is needed now was not given."""
        if self.cleaned_data.get(name) in (None, "") and name not in self.errors:
            self.add_error(name, message)


class Listing(Step):
    """The items so far, and whether there is another."""

    template = "intake/listing.html"
    parts: ClassVar[tuple[type[Step], ...]] = ()
    first: ClassVar[Any]
    first_help: ClassVar[Any] = ""
    another: ClassVar[Any]
    none: ClassVar[Any] = _("No")
    item: ClassVar[Any]

    more = YesNo(missing=_("Select yes or no"))

    def adapt(self) -> None:
        """Ask for the first item, or for another."""
        empty = not self.known.get("items")
        self.fields["more"].label = self.first if empty else self.another
        self.fields["more"].help_text = self.first_help if empty else ""
        if empty:
            self.fields["more"].choices = [("yes", _("Yes")), ("no", self.none)]  # type: ignore[attr-defined]

    @property
    def single(self) -> bool:
        """With items on the page, the heading is the title and the question comes after them."""
        return not self.known.get("items")

    @property
    def heading(self) -> Any:
        return self.first if self.single else self.title

    @property
    def wants_more(self) -> bool:
        """Whether the person goes on to another item."""
        return bool(self.cleaned_data.get("more"))

    def clean(self) -> dict[str, Any]:
        """No more items: then each must be finished."""
        unfinished = [item for item in self.known.get("items", ()) if not item.complete]
        if self.cleaned_data.get("more") is False and unfinished:
            raise forms.ValidationError(_("Finish or remove what is marked as not finished"))
        return self.cleaned_data

    @classmethod
    def describe(cls, answers: Mapping[str, Any]) -> tuple[Any, Any]:
        """What a finished item's card says: its name and a line about it."""
        raise NotImplementedError
