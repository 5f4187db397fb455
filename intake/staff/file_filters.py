"""What the list of clients' files can be narrowed to beside their fields."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from intake import doubles, stages


class DoubleFilter(admin.SimpleListFilter):
    """Files that may be of a person who has another."""

    title = _("double")
    parameter_name = "double"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        """The choice."""
        return [("yes", _("May be of a person who has another file"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The files of the choice."""
        return queryset.filter(pk__in=doubles.all_of_them().values("pk")) if self.value() == "yes" else queryset


class UncheckedFilter(admin.SimpleListFilter):
    """Files at which the firm works without a conflict check."""

    title = _("conflict check")
    parameter_name = "checked"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        """The choice."""
        return [("no", _("Missing, from the booked consultation on"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The files of the choice."""
        return stages.unchecked(queryset) if self.value() == "no" else queryset
