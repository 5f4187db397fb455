"""A filter beside a list that has one choice: everything, or what somebody must look at."""

from typing import Any, Generic, TypeVar, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

Rows = TypeVar("Rows", bound=QuerySet[Any])


class OneChoice(admin.SimpleListFilter, Generic[Rows]):
    """Named by `title` and `parameter_name`; `words` say what the choice shows, `choice` is its value in addresses."""

    choice = "yes"
    words: Any

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [(self.choice, self.words)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the choice, if it is made."""
        return self.narrow(cast("Rows", queryset)) if self.value() == self.choice else queryset

    def narrow(self, queryset: Rows) -> Rows:
        """The rows that the choice shows."""
        raise NotImplementedError
