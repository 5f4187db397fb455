"""A filter beside a list that has one choice: everything, or what somebody must look at."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest


class OneChoice(admin.SimpleListFilter):
    """Named by `title` and `parameter_name`; `words` say what the choice shows, `choice` is its value in addresses."""

    choice = "yes"
    words: Any

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        """The choice."""
        return [(self.choice, self.words)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The rows of the choice, if it is made."""
        return self.narrowed(queryset) if self.value() == self.choice else queryset

    def narrowed(self, queryset: Any) -> QuerySet:
        """The rows that the choice shows."""
        raise NotImplementedError
