"""Members of staff on the pages of the staff's tool: by their names, never by what they sign in with alone."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Count, Field, ForeignKey, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from intake.common.names import name_user

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object


# Stands in an address in the place of a person: everybody of the staff but oneself.
OTHERS = "others"


def find_staff() -> QuerySet[User]:
    """Everybody of the staff whose account is open, by name."""
    return User.objects.filter(is_staff=True, is_active=True).order_by("last_name", "first_name", "username")


def find_staff_at_work() -> list[User]:
    """The same as a list."""
    return list(find_staff())


def list_colleagues(request: HttpRequest) -> list[User]:
    """The same, asked for once in a request, with oneself first."""
    found: list[User] | None = getattr(request, "staff_at_work", None)
    if found is None:
        found = sorted(find_staff_at_work(), key=lambda one: one.pk != request.user.pk)
        request.staff_at_work = found  # type: ignore[attr-defined]
    return found


class PeopleFilter(admin.RelatedFieldListFilter):
    """Rows by a member of staff, by name: oneself first, all colleagues together, each of them, and nobody."""

    def __init__(self, field: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(field, request, *args, **kwargs)
        self.empty_value_display = cast("Any", _("Nobody"))
        path = str(self.field_path)
        self.of_others = Q(**{f"{path}__isnull": False}) & ~Q(**{path: request.user.pk})

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[Any, Any]]:
        """Oneself, everybody else together, and each of them."""
        others = [(one.pk, name_user(one)) for one in list_colleagues(request) if one.pk != request.user.pk]
        return [(request.user.pk, _("Me")), (OTHERS, _("My colleagues")), *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """The rows of the choice."""
        # A list, as Django reads the parameter of a filter; its stubs call it a text.
        if cast("Any", self.lookup_val) != [OTHERS]:
            return super().queryset(request, queryset)
        return queryset.filter(self.of_others)

    def get_facet_counts(self, pk_attname: str, filtered_qs: QuerySet[Any]) -> dict[str, Any]:
        """How many rows each choice has; colleagues together are no person whom Django could look for."""
        every = self.lookup_choices
        self.lookup_choices = [choice for choice in every if choice[0] != OTHERS]
        counts = super().get_facet_counts(pk_attname, filtered_qs)
        self.lookup_choices = every
        return {**counts, f"{OTHERS}__c": Count(pk_attname, filter=self.of_others)}


class PeopleByNameMixin(Base):
    """Mixed into an admin class: a field for a person offers staff by their names, without signs to change accounts."""

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """The field; where it names a user, of staff alone, never of applicants, who have accounts too."""
        if db_field.related_model is User:
            kwargs.setdefault("queryset", find_staff())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """The field, without the ways to change, add or delete an account from the middle of a file."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and getattr(db_field, "related_model", None) is User:
            field.widget = getattr(field.widget, "widget", field.widget)
        return field
