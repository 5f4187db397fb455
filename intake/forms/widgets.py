"""Form widgets that work without scripts, by keyboard and on a phone.

They render in Python and not in templates: a question page then costs a fraction of a template for each radio button
and each option (`bench/pages.py`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import MAXYEAR
from typing import Any, NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.dates import MONTHS
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from intake.common.typed_dates import SHORTEST, TypedDate, read_dates
from scoring.merging import merge

LONGEST_SHOWN = 12  # letters of a box for a part of a date
LABELS = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
# What the script says, in the language of the page: its file is in none.
FOUND_WORDS = {
    "data-hint": _("Type two letters or more, then choose with the up and down arrows"),
    "data-count": _("%d found"),
}
SEARCH_WORDS = merge(FOUND_WORDS, {"data-none": _("Nothing found: try another or a more general word")})
ASK_WORDS = merge(
    FOUND_WORDS,
    {
        "data-none": _("Nothing found: try another or a more general word, or go on typing"),
        "data-more": _("Go on typing…"),
        "data-waits": _("Searching…"),
        "data-failed": _("The search did not answer: press the button below, and the next page shows what fits."),
    },
)

# What a browser posted, its files, and the attributes of an element.
Posted = Mapping[str, Any]
Files = MultiValueDict[str, UploadedFile[bytes]]
Attrs = dict[str, Any]


class TextBox(forms.TextInput):
    """One line of text."""

    def __init__(self, attrs: Attrs | None = None) -> None:
        super().__init__({"class": "form-control", **(attrs or {})})

    def render(
        self, name: str, value: Any, attrs: Attrs | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """The input element, without its label."""
        typed = self.format_value(value)
        attrs = self.build_attrs(self.attrs, {"type": self.input_type, "name": name, **(attrs or {})})
        return format_html("<input{}>", flatatt(attrs if typed is None else attrs | {"value": typed}))


class EmailBox(TextBox):
    """An e-mail address."""

    input_type = "email"


class Checkbox(forms.CheckboxInput):
    """A box that is never ticked beforehand."""

    def render(
        self, name: str, value: Any, attrs: Attrs | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """The input element, without its label."""
        own = {"type": "checkbox", "name": name, "class": "form-check-input", "checked": self.check_test(value)}
        return format_html("<input{}>", flatatt(own | (attrs or {})))


class RadioList(forms.RadioSelect):
    """Radio buttons, each on a line of its own."""

    def render(
        self, name: str, value: Any, attrs: Attrs | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """The buttons with their labels, in the order of the choices."""
        common = {"type": "radio", "name": name, "class": "form-check-input"} | (attrs or {})
        return format_html_join("", RADIO, self._lines(common, value))

    def _lines(self, common: dict[str, Any], value: Any) -> Iterator[tuple[str, str, Any]]:
        for number, (choice, label) in enumerate(self.choices):
            named = f"{common['id']}_{number}"
            own = {"value": choice, "id": named, "checked": str(choice) == str(value)}
            yield flatatt(common | own), named, label


class CheckboxList(forms.Widget):
    """Boxes to tick, each posted under a name of its own; a line without a code is a heading.

    `lines`: code and text of each.
    """

    use_fieldset = True
    lines: Sequence[tuple[str, Any]] = ()

    def names(self, name: str) -> list[str]:
        """The names that this widget posts."""
        return [f"{name}_{code}" for code, _text in self.lines if code]

    def value_from_datadict(self, data: Posted, files: Files, name: str) -> tuple[str, ...]:
        """The codes of the boxes that were ticked, in the order of the lines."""
        return tuple(code for code, _text in self.lines if code and data.get(f"{name}_{code}"))

    def value_omitted_from_data(self, data: Posted, files: Files, name: str) -> bool:
        """Never: a browser posts nothing for a box that is not ticked."""
        return False

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """None for a legend, which labels no single control; the error summary asks for the first with an index."""
        return f"{id_}_0" if index is not None and id_ else ""

    def render(
        self, name: str, value: Any, attrs: Attrs | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """The headings and the boxes with their labels."""
        shown = [self._line(place, name, value or (), attrs or {}) for place in range(len(self.lines))]
        return mark_safe("".join(shown))  # noqa: S308 - escaped in `_line`

    def _line(self, place: int, name: str, value: Any, attrs: Attrs) -> SafeString:
        code, text = self.lines[place]
        if not code:
            return format_html("<p>{}</p>", text)
        own = {"type": "checkbox", "name": f"{name}_{code}", "id": f"{attrs['id']}_{place}", "checked": code in value}
        return format_html(RADIO, flatatt(own | {"class": "form-check-input"}), own["id"], text)


RADIO = '<div class="form-check"><input{}> <label class="form-check-label" for="{}">{}</label></div>'


class DateParts(forms.Widget):
    """A day as text, a month as a select, a year as text, so that D/M and M/D can't be mixed up."""

    use_fieldset = True
    parts: tuple[str, ...] = ("day", "month", "year")
    labels: Mapping[str, Any] = LABELS
    # Days to come are taken, so that a year of two figures can be one of either century.
    takes_future = False

    def __init__(self, attrs: Attrs | None = None, *, birthday: bool = False) -> None:
        super().__init__(attrs)
        self.birthday = birthday

    def names(self, name: str) -> list[str]:
        """The names that this widget posts."""
        return [f"{name}_{part}" for part in self.parts]

    def value_from_datadict(self, data: Posted, files: Files, name: str) -> tuple[str, ...]:
        """The parts as typed, in the order of `parts`; empty text for one that was not posted.

        A whole date that was typed or pasted into one of them is divided among them all.
        """
        typed = tuple(data.get(key) or "" for key in self.names(name))
        meant = self.read_whole(typed)
        # One with two meanings stays as it is, and the field asks which.
        return tuple(getattr(meant[0], part) for part in self.parts) if len(meant) == 1 else typed

    def read_whole(self, typed: Sequence[str]) -> list[TypedDate]:
        """What a whole date in one of the parts can mean, as far as the other parts say the same or nothing."""
        until = MAXYEAR if self.takes_future else timezone.localdate().year
        for text in typed:
            if len(text) >= SHORTEST and (found := read_dates(text, until)):
                return [meant for meant in found if self._agrees(meant, text, typed)]
        return []

    def _agrees(self, meant: TypedDate, text: str, typed: Sequence[str]) -> bool:
        others = zip(self.parts, typed, strict=True)
        return all(other == text or other.strip().lstrip("0") in {"", getattr(meant, part)} for part, other in others)

    def value_omitted_from_data(self, data: Posted, files: Files, name: str) -> bool:
        """Whether none of the parts was posted."""
        return all(key not in data for key in self.names(name))

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """None for a legend, which labels no single control; the error summary asks for the first with an index."""
        return f"{id_}_{self.parts[0]}" if index is not None and id_ else ""

    def render(
        self, name: str, value: Any, attrs: Attrs | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """The controls, each with a label of its own."""
        values = value or ("",) * len(self.parts)
        shown = [self._part(kind, name, typed, attrs or {}) for kind, typed in zip(self.parts, values, strict=True)]
        return format_html('<div class="date-parts">{}</div>', mark_safe("".join(shown)))  # noqa: S308 - escaped in `_part`

    def _part(self, kind: str, name: str, typed: str, attrs: Attrs) -> SafeString:
        """One control with its label; the error message of the whole date describes each of them."""
        own = {"name": f"{name}_{kind}", "id": f"{attrs['id']}_{kind}"}
        own |= {key: value for key, value in attrs.items() if key.startswith("aria-")}
        # For the person's own birthday alone, which the browser may know (WCAG 2.2, 1.3.5).
        own["autocomplete"] = f"bday-{kind}" if self.birthday else "off"
        control = (
            render_month_select(own, typed)
            if kind == "month"
            else render_number_box(own, typed, 4 if kind == "year" else 2)
        )
        return format_html('<div><label for="{}">{}</label>{}</div>', own["id"], self.labels[kind], control)


class AnyDateParts(DateParts):
    """The parts of a day that may be ahead."""

    takes_future = True


class MonthParts(DateParts):
    """A month as a select and a year as text."""

    parts = ("month", "year")


class MonthAndDayParts(DateParts):
    """A month as a select, a year as text, and a day that may be left out."""

    parts = ("month", "year", "day")
    labels = {**LABELS, "day": _("Day, if you know it")}


def render_number_box(attrs: Attrs, typed: str, size: int) -> SafeString:
    """Render a short text input for a whole number."""
    # A whole date that could not be divided is seen whole.
    shown = min(max(size, len(typed)), LONGEST_SHOWN)
    own = {"class": "form-control", "type": "text", "inputmode": "numeric", "size": shown, "value": typed}
    return format_html("<input{}>", flatatt(attrs | own))


def render_month_select(attrs: Attrs, typed: str) -> SafeString:
    """Render the months by name, none selected beforehand."""
    options = select_option(render_month_options(), typed)
    own = flatatt(attrs | {"class": "form-select"})
    return format_html('<select{}><option value="">{}</option>{}</select>', own, gettext("Month"), options)


def render_month_options() -> str:
    """Render the option elements of the months."""
    return render_options((str(number), capfirst(word)) for number, word in MONTHS.items())


def select_option(options: str, value: str) -> SafeString:
    """Mark the option of this value as selected, if there is one."""
    chosen = f'value="{escape(value)}"'
    # In text that is rendered once for all: a template for each option cost most of the page (record 0026).
    return mark_safe(options.replace(chosen, f"{chosen} selected", 1))  # noqa: S308 - made by render_options


def render_options(options: Iterable[tuple[str, str]]) -> SafeString:
    """Render option elements from pairs of value and label, in the order given."""
    made = [format_html('<option value="{}">{}</option>', value, label) for value, label in options]
    return mark_safe("".join(made))  # noqa: S308 - format_html escaped each


def render_options_by_code(options: Iterable[tuple[str, str]]) -> SafeString:
    """Render option elements that the search finds by their value too: "AB" for Alberta."""
    made = [format_html('<option value="{0}" data-also="{0}">{1}</option>', value, label) for value, label in options]
    return mark_safe("".join(made))  # noqa: S308 - format_html escaped each


class LongSelect(forms.Select):
    """A select of hundreds, its options rendered once for each language; a script turns it into a search.

    `options` renders the option elements in a language. The search box posts what was typed as `<name>_typed`: text
    that matches nothing comes back to the page with its error instead of being lost.
    """

    def __init__(self, options: Callable[[str], str]) -> None:
        super().__init__({"class": "form-select", "data-search": "", **SEARCH_WORDS})
        self.options_in = options

    def names(self, name: str) -> list[str]:
        """The names that this widget posts."""
        return [name, f"{name}_typed"]

    def value_from_datadict(self, data: Posted, files: Files, name: str) -> str:
        """The value chosen, else what was typed into the search; empty for neither."""
        return data.get(name) or data.get(f"{name}_typed") or ""

    def render(
        self, name: str, value: Any, attrs: Attrs | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """The select element; text that is no option is kept in `data-typed` for the script."""
        language = get_language() or "en"
        options = self.options_in(language)
        known = bool(value) and f'value="{escape(value)}"' in options
        attrs = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        if value and not known:
            attrs["data-typed"] = value
        return format_html(
            '<select{}><option value=""></option>{}</select>',
            flatatt(attrs),
            select_option(options, value) if known else mark_safe(options),  # noqa: S308 - made by render_options
        )


class ListedChoice(NamedTuple):
    """One line to choose from: its value, its text, and what else is said of it."""

    value: str
    text: str
    more: str


class SearchBox(forms.TextInput):
    """A box for words that the server looks up: as one types where scripts run, else on the page that comes back.

    `asks` gives the lines for words, `names` the text of a chosen value (empty
    for what is none), `url` where a script asks. The box posts
    `<name>_typed`, a line that was chosen without scripts `<name>`.
    """

    def __init__(
        self, asks: Callable[[str], Sequence[ListedChoice]], texts: Callable[[str], str], url: Callable[[], str]
    ) -> None:
        super().__init__({"class": "form-control", "autocomplete": "off", **ASK_WORDS})
        self.asks, self.texts, self.url = asks, texts, url

    def names(self, name: str) -> list[str]:
        """The names that this control posts."""
        return [name, f"{name}_typed"]

    def value_from_datadict(self, data: Posted, files: Files, name: str) -> str:
        """The line chosen, else what was typed; empty for neither."""
        return data.get(name) or data.get(f"{name}_typed") or ""

    def value_omitted_from_data(self, data: Posted, files: Files, name: str) -> bool:
        """Whether neither a line nor words were posted."""
        return not any(key in data for key in self.names(name))

    def render(
        self, name: str, value: Any, attrs: Attrs | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """The box; below it, for words that are no choice yet, the lines found for them."""
        chosen = self.texts(value) if value else ""
        own = {"type": "text", "name": f"{name}_typed", "value": chosen or value or "", "data-ask": self.url()}
        box = format_html("<input{}>", flatatt(self.build_attrs(self.attrs, {**(attrs or {}), **own})))
        return box if chosen or not value else box + self._lines(name, value, (attrs or {})["id"])

    def _lines(self, name: str, words: str, named: str) -> SafeString:
        """What was found for words, to choose from; nothing where nothing was."""
        asked = self.asks(words)
        if not asked:
            return mark_safe("")
        shown = [render_line(name, f"{named}_{place}", one) for place, one in enumerate(asked)]
        legend = gettext("Found for “{words}”").format(words=words)
        found = mark_safe("".join(shown))  # noqa: S308 - escaped in `render_line`
        return format_html('<fieldset class="found"><legend>{}</legend>{}</fieldset>', legend, found)


def render_line(name: str, named: str, one: ListedChoice) -> SafeString:
    """One line found, as a radio."""
    own = {"type": "radio", "name": name, "value": one.value, "id": named, "class": "form-check-input"}
    more = format_html('<span class="found-more">{}</span>', one.more)
    return format_html(RADIO, flatatt(own), named, format_html("{} {}", one.text, more))
