"""Form controls that work without scripts, by keyboard and on a phone."""

from collections.abc import Callable, Iterable

from django import forms
from django.forms.utils import flatatt
from django.utils.dates import MONTHS
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LABELS = {"day": _("Day"), "month": _("Month"), "year": _("Year")}


SEARCH_WORDS = {
    "data-hint": _("Type two letters or more, then choose with the up and down arrows"),
    "data-none": _("Nothing found: try another word"),
    "data-count": _("%d found"),
}


class DateParts(forms.Widget):
    """A day as text, a month as a select, a year as text: D/M and M/D can't be mixed up."""

    template_name = "intake/widgets/date.html"
    use_fieldset = True
    parts: tuple[str, ...] = ("day", "month", "year")

    def __init__(self, attrs: dict | None = None, *, birthday: bool = False) -> None:
        super().__init__(attrs)
        self.birthday = birthday

    def names(self, name: str) -> list[str]:
        """The names that this control posts."""
        return [f"{name}_{part}" for part in self.parts]

    def value_from_datadict(self, data, files, name) -> tuple[str, ...]:
        return tuple(data.get(key) or "" for key in self.names(name))

    def value_omitted_from_data(self, data, files, name) -> bool:
        return all(key not in data for key in self.names(name))

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """A legend is for no control; the error summary asks for the first with an index."""
        return f"{id_}_{self.parts[0]}" if index is not None and id_ else ""

    def get_context(self, name, value, attrs) -> dict:
        context = super().get_context(name, value, attrs)
        values = value or ("",) * len(self.parts)
        context["parts"] = [
            {
                "kind": part,
                "label": LABELS[part],
                "name": key,
                "value": typed,
                "autocomplete": f"bday-{part}" if self.birthday else "",
            }
            for part, key, typed in zip(self.parts, self.names(name), values, strict=True)
        ]
        context["months"] = [(str(number), word) for number, word in MONTHS.items()]
        return context


class MonthParts(DateParts):
    """A month as a select and a year as text."""

    parts = ("month", "year")


def render_options(options: Iterable[tuple[str, str]]) -> SafeString:
    """The option elements of a long list, in the order given."""
    made = [format_html('<option value="{}">{}</option>', value, label) for value, label in options]
    return mark_safe("".join(made))  # noqa: S308 - format_html escaped each


class LongSelect(forms.Select):
    """A select of hundreds, its options rendered once a language; a script turns it into a search.

    The search box posts what was typed as `<name>_typed`: what matches nothing
    comes back to the page with its error instead of being lost.
    """

    def __init__(self, options: Callable[[str], str], attrs: dict | None = None) -> None:
        super().__init__({"data-search": "", **SEARCH_WORDS, **(attrs or {})})
        self.options_in = options

    def names(self, name: str) -> list[str]:
        """The names that this control posts."""
        return [name, f"{name}_typed"]

    def value_from_datadict(self, data, files, name) -> str:
        return data.get(name) or data.get(f"{name}_typed") or ""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        options = self.options_in(get_language() or "en")
        chosen = f'value="{escape(value)}"'
        known = bool(value) and chosen in options
        attrs = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        if value and not known:
            attrs["data-typed"] = value
        if known:
            options = options.replace(chosen, f"{chosen} selected", 1)
        return format_html(
            '<select{}><option value=""></option>{}</select>',
            flatatt(attrs),
            mark_safe(options),  # noqa: S308 - made by render_options
        )
