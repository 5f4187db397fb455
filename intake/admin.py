"""The staff's tool for clients' files."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from intake import doubles, opening
from intake.file_inlines import AssessmentInline, ConsentInline, NoteInline, StandingInline
from intake.file_warnings import warnings_about
from intake.household_pages import Partners
from intake.models import Assessment, Client, ConsentProof, FileView, Intake
from intake.read_only import ReadOnly
from intake.staff_intake_pages import ByTelephone

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Opened:
    """Each look at a page of a client's file is noted, and the client can read by whom and when."""

    part: FileView.Part

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, and note it where it was shown."""
        answer = super().change_view(request, object_id, *args, **kwargs)  # type: ignore[misc]
        shown = self.get_object(request, unquote(object_id)) if answer.status_code == 200 else None  # type: ignore[attr-defined]
        if shown:
            opening.note(getattr(shown, "client", shown), cast("User", request.user), self.part)
        return answer


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


@admin.register(Client)
class ClientAdmin(ByTelephone, Partners, Opened, admin.ModelAdmin):
    """Clients' files."""

    part = FileView.Part.FILE

    list_display = [
        "reference",
        "name",
        "email",
        "stage",
        "adviser",
        "follow_up_on",
        "language",
        "alerts",
        "sample",
        "created",
    ]
    list_filter = [
        "stage",
        "adviser",
        "language",
        "alerts",
        ("undeliverable", admin.EmptyFieldListFilter),
        "sample",
        DoubleFilter,
        ("deletion_asked_at", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["adviser"]
    search_fields = ["reference", "email", "name"]
    search_help_text = _("Reference, e-mail or name")
    list_per_page = 50
    date_hierarchy = "created"
    fields = [
        "reference",
        "name",
        "email",
        "language",
        "stage",
        "adviser",
        "next_action",
        "follow_up_on",
        "alerts",
        "undeliverable",
        "profile_submitted_at",
        "invited_on",
        "retained_on",
        "deletion_asked_at",
        "facts",
        "stood_at",
        "sample",
        "created",
        "updated",
    ]
    readonly_fields = [
        "reference",
        "alerts",
        "undeliverable",
        "profile_submitted_at",
        "deletion_asked_at",
        "facts",
        "stood_at",
        "sample",
        "created",
        "updated",
    ]
    inlines = [StandingInline, AssessmentInline, ConsentInline, NoteInline]
    actions = ["address_works"]

    @admin.action(description=_("The e-mail address works again"), permissions=["change"])
    def address_works(self, request: HttpRequest, queryset: QuerySet) -> None:
        """A message came back once, and staff know better now."""
        for client in queryset.exclude(undeliverable=""):
            self.log_change(request, client, [{"changed": {"fields": ["undeliverable"]}}])
        queryset.update(undeliverable="")

    def save_model(self, request: HttpRequest, obj: Client, form: ModelForm, change: bool) -> None:
        """Another address is a new beginning for one that did not work."""
        if "email" in form.changed_data:
            obj.undeliverable = ""
        super().save_model(request, obj, form, change)

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file, with what staff must know before they write or say anything."""
        client = kwargs.get("obj")
        context["warnings"] = warnings_about(client) if client else []
        return super().render_change_form(request, context, *args, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Clients come from the intake or from `import_clients`, with their consent on record."""
        return False

    def save_formset(self, request, form, formset, change) -> None:
        """A note is its author's."""
        for note in formset.save(commit=False):
            note.author = request.user
            note.save()


@admin.register(Intake)
class IntakeAdmin(Opened, ReadOnly, admin.ModelAdmin):
    """Answers that were submitted, the unconfirmed ones among them; drafts are nobody's business yet."""

    part = FileView.Part.ANSWERS
    list_display = ["token", "client", "language", "submitted_at", "updated"]
    list_filter = [("client", admin.EmptyFieldListFilter), "language"]
    list_select_related = ["client"]
    fields = readonly_fields = ("token", "client", "language", "answers", "submitted_at", "created", "updated")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).submitted()  # type: ignore[attr-defined]


@admin.register(Assessment)
class AssessmentAdmin(Opened, ReadOnly, admin.ModelAdmin):
    """Results as they were kept."""

    part = FileView.Part.RESULT
    list_display = ["reference", "client", "crs", "on", "edition", "created"]
    list_filter = ["edition", "on"]
    list_select_related = ["client"]
    search_fields = ["reference", "client__reference", "client__email"]
    fields = readonly_fields = (
        "reference",
        "client",
        "intake",
        "crs",
        "on",
        "edition",
        "facts",
        "result",
        "contact",
        "created",
    )


@admin.register(ConsentProof)
class ConsentProofAdmin(ReadOnly, admin.ModelAdmin):
    """What stays of the consents of deleted files."""

    list_display = ["email", "given", "at", "source", "deleted_at"]
    search_fields = ["email"]
    fields = readonly_fields = ("email", "given", "at", "wording", "language", "source", "ip", "deleted_at")
