"""Filters beside lists: one choice (what somebody must look at), several, and the values of a column."""

from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar, cast

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

Rows = TypeVar("Rows", bound=QuerySet[Any])


class OneChoice(admin.SimpleListFilter, Generic[Rows]):
    """Named by `title` and `parameter_name`; `words` say what the choice shows, `choice` is its value in addresses."""

    choice = "yes"
    words: Any

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        """The one choice."""
        return [(self.choice, self.words)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the choice, if it is made."""
        return self.narrow(cast("Rows", queryset)) if self.value() == self.choice else queryset

    def narrow(self, queryset: Rows) -> Rows:
        """The rows that the choice shows."""
        raise NotImplementedError


class SeveralChoices(admin.SimpleListFilter, Generic[Rows]):
    """Named by `title` and `parameter_name`; `options` are the values in addresses, each with its words."""

    options: Sequence[tuple[str, Any]]

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> Sequence[tuple[str, Any]]:
        """The choices."""
        return self.options

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of a choice, if one is made."""
        chosen = self.value()
        return self.narrow(cast("Rows", queryset), chosen) if chosen else queryset

    def narrow(self, queryset: Rows, chosen: str) -> Rows:
        """The rows that a choice shows; all of them where the URL names an unknown one."""
        raise NotImplementedError


class ValuesFilter(admin.AllValuesFieldListFilter):
    """Every value in use; the empty one has words, so that its link can be read and pressed."""

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """The choices of the filter."""
        for choice in super().choices(changelist):
            yield choice if choice["display"] != "" else {**choice, "display": _("Not known")}
