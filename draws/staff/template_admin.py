"""Templates of messages, in the admin: what each says, a preview in every language, and its versions."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from draws.correspondence.samples import list_samples
from draws.correspondence.versions import save_version
from draws.models import MessageTemplate
from draws.permissions import KEEP_TEMPLATES
from draws.staff.template_form import PARTS, TemplateForm, describe_places
from intake.common.languages import list_letter_languages
from intake.permissions import requires
from intake.staff.changelists.saved_lists import SavedListsMixin

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet


@admin.register(MessageTemplate)
class MessageTemplateAdmin(SavedListsMixin, admin.ModelAdmin[MessageTemplate]):
    """Templates; none is deleted, because a message says which version of one it was."""

    form = TemplateForm
    list_display = ("name", "about", "written_in", "version", "retired")
    list_filter = ("retired",)
    search_fields = ("name",)
    readonly_fields = ("placeholders", "preview", "history")

    @admin.display(description=pgettext_lazy("a message", "what it is about"))
    def about(self, template: MessageTemplate) -> str:
        """That of the newest version."""
        newest = template.get_newest()
        return newest.get_about_display() if newest else ""

    @admin.display(description=_("languages"))
    def written_in(self, template: MessageTemplate) -> str:
        """Those in which there is a text."""
        newest = template.get_newest()
        return ", ".join(newest.texts) if newest else ""

    @admin.display(description=_("version"))
    def version(self, template: MessageTemplate) -> int | None:
        """The number of the newest."""
        newest = template.get_newest()
        return newest.number if newest else None

    @admin.display(description=_("places"))
    def placeholders(self, template: MessageTemplate) -> SafeString:
        """What may stand in braces."""
        return render_to_string("admin/draws/messagetemplate/placeholders.html", {"places": describe_places()})

    @admin.display(description=_("preview, as saved, with an invented client"))
    def preview(self, template: MessageTemplate) -> SafeString | str:
        """The message of the newest version in each language."""
        newest = template.get_newest()
        samples = list_samples(newest) if newest else []
        return render_to_string("admin/draws/messagetemplate/preview.html", {"samples": samples}) if samples else "-"

    @admin.display(description=_("versions"))
    def history(self, template: MessageTemplate) -> SafeString | str:
        """Every version, the newest first."""
        versions = template.versions.select_related("by") if template.pk else []
        return render_to_string("admin/draws/messagetemplate/versions.html", {"versions": versions})

    def get_queryset(self, request: HttpRequest) -> "QuerySet[MessageTemplate]":
        """The templates with their versions."""
        return super().get_queryset(request).prefetch_related("versions")

    def get_form(
        self, request: HttpRequest, obj: MessageTemplate | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form; its texts are fields of its own."""
        # The fieldsets name fields that the form makes for itself; Django would look for them in the model.
        return super().get_form(request, obj, change, **{**kwargs, "fields": ("name", "retired")})

    def get_fieldsets(self, request: HttpRequest, obj: MessageTemplate | None = None) -> Any:
        """The form's fields for those who may write the texts; for others what these say."""
        if not KEEP_TEMPLATES.held_by(request.user):
            return [(None, {"fields": ("name", "about", "retired", "preview", "history")})]
        texts = [f"{part}_{language}" for language, _label in list_letter_languages() for part in PARTS]
        shown = ("preview", "history") if obj else ()
        return [(None, {"fields": ("name", "about", "placeholders", *texts, "retired", *shown)})]

    @requires(KEEP_TEMPLATES)
    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, for somebody who holds a licence."""
        return super().add_view(request, *args, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: MessageTemplate | None = None) -> bool:
        """Those who may write them; the page of one also takes a licence, without which it is read."""
        # Asked without a template on every page of staff, for its menu: the licence would be a query on each.
        if obj is None:
            return super().has_change_permission(request)
        return KEEP_TEMPLATES.held_by(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: MessageTemplate | None = None) -> bool:
        """Nobody: it is taken out of use."""
        return False

    def save_model(self, request: HttpRequest, obj: MessageTemplate, form: Any, change: bool) -> None:
        """Another text makes another version."""
        super().save_model(request, obj, form, change)
        save_version(obj, form.cleaned_data["about"], form.read_texts(), cast("User", request.user))
