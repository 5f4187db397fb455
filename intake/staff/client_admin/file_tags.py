"""Tags in a client's file and in the list of files."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from intake.clients import tags
from intake.models import Client
from intake.staff.client_admin.file_fields import build_fieldsets

if TYPE_CHECKING:
    from intake.staff.client_admin.file_form import FileForm

    Base = admin.ModelAdmin[Client]
else:
    Base = object


class FileTagsMixin(Base):
    """Mixed into the clients' admin: the tags of a file, and the column of them."""

    def get_fieldsets(self, request: HttpRequest, obj: Client | None = None) -> Any:
        """With the tags; for those who may work on the file also a line for a new one and the ways to correct facts."""
        return build_fieldsets(may_change=self.has_change_permission(request, obj))

    def save_related(self, request: HttpRequest, form: ModelForm[Client], formsets: Any, change: bool) -> None:
        """The tags too; one that was typed is made now that the whole form is right."""
        put_on, taken_off = cast("FileForm", form).find_tag_changes()
        typed = tags.get_or_make(form.cleaned_data["new_tag"])
        # As the database has them now, the file being locked by its own save: a colleague may have tagged it meanwhile.
        was = set(form.instance.tags.all())
        form.initial["tags"] = was
        form.cleaned_data["tags"] = (was | put_on | {*filter(None, [typed])}) - taken_off
        super().save_related(request, form, formsets, change)

    @admin.display(description=_("tags"))
    def tag_names(self, client: Client) -> str:
        """The names of the file's tags."""
        return tags.describe(client.tags.all())
