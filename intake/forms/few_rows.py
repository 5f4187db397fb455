"""Choices that are few rows of a table, such as colleagues or tags."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.forms.models import ModelChoiceIterator

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.forms import ModelChoiceField


class FewRows(ModelChoiceIterator[Any]):
    """The choices of a field, asked for at once.

    Django reads them as it reads a long list, through a cursor on the server: three more ways there for each field.
    """

    def __iter__(self) -> Iterator[Any]:
        """The empty choice, where the field has one, and the rows."""
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for row in self.queryset.all():
            yield self.choice(row)


def offer_rows(field: "ModelChoiceField[Any]", rows: "QuerySet[Any]") -> None:
    """Let a field offer these rows, of which there are few."""
    field.iterator = FewRows
    field.queryset = rows
