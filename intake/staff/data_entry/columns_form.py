"""The form on which staff say what the columns of a file are: of clients, of rounds."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import zip_longest
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import Truncator
from django.utils.translation import gettext as _

LONGEST_HEADING = 80


class ColumnsForm(forms.Form):
    """For each column of a file the field that it fills; empty, and the column is left out.

    `chosen`: the field that each column has at first. `first`: the cells of the first row, as an example.
    """

    def __init__(self, header: list[str], chosen: list[str], first: list[str], data: Any = None) -> None:
        super().__init__(data)
        self.first = first
        for place, (heading, field) in enumerate(zip(header, chosen, strict=True)):
            name = Truncator(heading).chars(LONGEST_HEADING) or _("Column %(number)d") % {"number": place + 1}
            self.fields[f"column{place}"] = self.make_choice(label=name, required=False, initial=field)

    def make_choice(self, **options: Any) -> forms.Field:
        """The form's field of one column."""
        # Of clients it is typed, of more than a hundred fields; of rounds chosen from a list (record 0174).
        raise NotImplementedError

    def name_field(self, field: str) -> str:
        """A field in words."""
        return field

    def list_missing(self, chosen: Collection[str]) -> Iterator[str]:
        """Yield in words what no column is and one must be."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """No field is filled by two columns, and none is missing that must be there."""
        columns = defaultdict[str, list[str]](list)
        for name, field in zip(self.fields, self.list_fields(), strict=True):
            columns[field].append(name)
        for field, names in columns.items():
            if field and len(names) > 1:
                self.refuse_double(field, names)
        for problem in self.list_missing(columns):
            self.add_error(None, problem)
        return self.cleaned_data

    def refuse_double(self, field: str, names: list[str]) -> None:
        """Say beside each of these columns which of them are the same field."""
        words = _("“%(field)s” is chosen for several columns: %(columns)s. Leave out all but one of them.")
        headings = ", ".join(str(self.fields[name].label) for name in names)
        for name in names:
            self.add_error(name, words % {"field": self.name_field(field), "columns": headings})

    def list_fields(self) -> list[str]:
        """The field of each column, "" for none."""
        return [str(self.cleaned_data.get(name, "")).strip() for name in self.fields]

    def list_columns(self) -> Iterator[tuple[BoundField, str]]:
        """Yield what is chosen for each column, with its cell of the first row."""
        yield from zip_longest(self, self.first[: len(self.fields)], fillvalue="")
