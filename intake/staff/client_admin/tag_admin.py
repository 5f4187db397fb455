"""The firm's tags, in the admin: how many files have each; renamed and deleted by those who may."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from intake.clients import tags
from intake.common.tag_names import find_key
from intake.forms.tag_fields import TagNameField
from intake.models import Client, FileTag, Tag
from intake.permissions import sees_every_file
from intake.staff.changelists.saved_lists import SavedListsMixin
from scoring.numbers import group_thousands

if TYPE_CHECKING:
    from typing import TypedDict

    from django.contrib.auth.models import User
    from django_stubs_ext import WithAnnotations

    class Counted(TypedDict):
        """What the list adds to a tag."""

        number: int


class TagForm(forms.ModelForm[Tag]):
    """A tag's name."""

    class Meta:
        model = Tag
        field_classes = {"name": TagNameField}
        fields = ("name",)

    def clean_name(self) -> str:
        """A name that no other tag has. Raises `ValidationError`."""
        name: str = self.cleaned_data["name"]
        if Tag.objects.filter(key=find_key(name)).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is already a tag with this name."))
        return name


@admin.register(Tag)
class TagAdmin(SavedListsMixin, admin.ModelAdmin[Tag]):
    """Tags; one is put on a file in the file itself, or on many in a list of files."""

    form = TagForm
    fields = ("name",)
    list_display = ("name", "files")
    list_per_page = 200
    search_fields = ("name",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        """Each with how many of the files that this member of staff may know of have it."""
        files = Client.objects.visible_to(request.user)
        # No join to the files where each of them counts anyway.
        mine = Q() if sees_every_file(request.user) else Q(file_tags__client__in=files)
        rows: QuerySet[Tag] = super().get_queryset(request)
        return rows.annotate(number=Count("file_tags", filter=mine))

    @admin.display(description=_("files"))
    def files(self, tag: "WithAnnotations[Tag, Counted]") -> str:
        """How many, with the way to their list."""
        where = reverse("admin:intake_client_changelist") + f"?tag={tag.pk}"
        words = ngettext("%(count)s file", "%(count)s files", tag.number)
        return format_html('<a href="{}">{}</a>', where, words % {"count": group_thousands(tag.number)})

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes with the tags: how many files lose one, and none by name."""
        # Django would list every file that has one, by its reference; a number is enough (record 0173).
        number = FileTag.objects.filter(tag__in=objs).count()
        return [str(tag) for tag in objs], {FileTag._meta.verbose_name_plural: number}, set(), []

    def delete_model(self, request: HttpRequest, obj: Tag) -> None:
        """One, off every file."""
        tags.delete_tags([obj], cast("User", request.user))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Tag]) -> None:
        """Several, off every file."""
        tags.delete_tags(list(queryset), cast("User", request.user))
