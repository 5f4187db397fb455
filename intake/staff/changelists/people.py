"""Members of staff on the pages of the staff's tool: by their names, never by what they sign in with alone."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Count, Field, ForeignKey, Q, QuerySet
from django.http import HttpRequest
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import gettext_lazy as _

from intake.common.names import name_user

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object


# Stands in an address in the place of a person: everybody of the staff but oneself.
OTHERS = "others"


def find_staff(named: int | None = None) -> QuerySet[User]:
    """Everybody of the staff whose account is open, and the one who is named already, by name."""
    at_work = Q(is_staff=True, is_active=True)
    found = User.objects.filter(at_work | Q(pk=named) if named else at_work)
    return found.order_by("last_name", "first_name", "username")


def find_staff_at_work() -> list[User]:
    """Everybody of the staff whose account is open, as a list."""
    return list(find_staff())


def list_staff(request: HttpRequest) -> list[User]:
    """The same, asked for once in a request."""
    found: list[User] | None = getattr(request, "staff_at_work", None)
    if found is None:
        found = request.staff_at_work = find_staff_at_work()  # type: ignore[attr-defined]
    return found


def list_colleagues(request: HttpRequest) -> list[User]:
    """The same, with oneself first."""
    return sorted(list_staff(request), key=lambda one: one.pk != request.user.pk)


def find_member(request: HttpRequest, pk: int | None) -> User | None:
    """One of the staff, among those that the request has found already; one who has left is asked for."""
    if pk is None:
        return None
    return next((one for one in list_staff(request) if one.pk == pk), None) or User.objects.filter(pk=pk).first()


def offer_people(field: forms.Field, find: Callable[[], Iterable[User]], named: int | None = None) -> None:
    """Offer people whom the page has found already, and the one who is named, though they may have left.

    What is posted is looked for among the field's own rows.
    """
    choosing = cast("forms.ModelChoiceField[User]", field)
    choosing.choices = OfferedPeople(choosing.empty_label, find, named)


class OfferedPeople(BaseChoiceIterator):
    """The choices of a field for a person, which are found when they are shown."""

    def __init__(self, empty: Any, find: Callable[[], Iterable[User]], named: int | None) -> None:
        self.empty, self.find, self.named = empty, find, named

    def __iter__(self) -> Iterator[tuple[int | str, Any]]:
        """Nobody, where the field may be empty; each person, and last the one who is named and not among them."""
        if self.empty is not None:
            # Before anybody is looked for: whether a field may be empty is asked of its first choice alone.
            yield "", self.empty
        people = {one.pk: one for one in self.find()}
        if self.named and self.named not in people:
            people |= User.objects.in_bulk([self.named])
        yield from ((pk, name_user(one)) for pk, one in people.items())


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
