"""What is shown below a client's file in the staff's tool, part by part."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.utils.functional import cached_property

from intake.models import Client, ConflictCheck

if TYPE_CHECKING:
    InlineBase = admin.StackedInline[Any, Client]
else:
    InlineBase = object


class OneEmptyForm(BaseInlineFormSet[Any, Client, Any]):
    """Forms for rows of a file, and an empty one, which Django builds anew each of the four times that it is asked."""

    @cached_property
    def empty_form(self) -> ModelForm[Any]:
        """The form that the page's script makes copies of."""
        return cast("ModelForm[Any]", super().empty_form)


class Appended(InlineBase):
    """Added by their author, never changed."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the author of each."""
        return super().get_queryset(request).select_related("author")

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody: a further note says what the first got wrong."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody."""
        return False


class ConflictCheckInline(Appended, admin.StackedInline[ConflictCheck, Client]):
    """Conflict checks."""

    model = ConflictCheck
    formset = OneEmptyForm
    fields = ("result", "searched", "author", "at")
    readonly_fields = ("author", "at")
    extra = 0
