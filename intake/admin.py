"""Clients' files in the admin."""

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import DatabaseError, models
from django.db.models import QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.account import change_email
from intake.clients import changes, stages, todos
from intake.clients.household import find_couple
from intake.common.names import name_user
from intake.consents import consent, implied, preferences
from intake.expiry.time_to_apply import get_last_day
from intake.forms.fields import EmailAddressField
from intake.models import Assessment, Client, ConflictCheck, ConsentProof, DatedItem, FileView, Intake, consent_sources
from intake.models.duplicate_keys import build_called
from intake.permissions import MANAGE_ENGAGEMENT
from intake.querysets import BY_SCORE, ClientQuerySet, IntakeQuerySet
from intake.staff.changelists import file_views
from intake.staff.changelists.client_names import ClientNamesMixin
from intake.staff.changelists.people import PeopleByNameMixin, PeopleFilter, find_member, list_staff
from intake.staff.changelists.read_only import ReadOnlyMixin
from intake.staff.changelists.recorded_views import RecordedViewsMixin
from intake.staff.changelists.saved_lists import SavedListsMixin
from intake.staff.changelists.visible_files import VisibleFilesMixin
from intake.staff.client_admin import tag_admin  # noqa: F401  Django looks for admins in this module only
from intake.staff.client_admin.export_pages import ListExportMixin
from intake.staff.client_admin.facts_in_words import FactsInWordsMixin
from intake.staff.client_admin.file_fields import ENGAGEMENT, FILE, NOT_LISTED, WORKED_OUT
from intake.staff.client_admin.file_filters import (
    ClockFilter,
    ConsentFilter,
    DuplicateFilter,
    ImpliedFilter,
    NoEmailFilter,
    TagFilter,
    UncheckedFilter,
)
from intake.staff.client_admin.file_form import FileForm
from intake.staff.client_admin.file_inlines import ConflictCheckInline
from intake.staff.client_admin.file_numbers import FileNumbersMixin
from intake.staff.client_admin.file_tables import list_consents, list_scores
from intake.staff.client_admin.file_tags import FileTagsMixin
from intake.staff.client_admin.file_warnings import list_warnings
from intake.staff.client_admin.list_actions import FileActionsMixin
from intake.staff.client_admin.people_and_documents import list_papers, list_people
from intake.staff.client_admin.related_file_actions import FILE_ACTIONS, RelatedFileActionsMixin
from intake.staff.client_admin.score_filters import (
    CategoryFilter,
    ChangesFilter,
    LackingFilter,
    ScoreFilter,
    StreamFilter,
)
from intake.staff.daily_work import (  # noqa: F401  Django looks for admins in this module only
    consultation_admin,
    dated_admin,
    enquiry_admin,
    todo_admin,
)
from intake.staff.daily_work.quick_acts import QuickActs
from intake.staff.daily_work.todo_pages import TodoPages
from intake.staff.data_entry.import_pages import ImportPages
from intake.staff.data_entry.new_file_pages import NewFilePages
from intake.staff.data_entry.telephone_pages import TelephonePages
from intake.staff.file_history.history_pages import HistoryPages
from intake.staff.file_pages import deletion_admin  # noqa: F401  Django looks for admins in this module only
from intake.staff.file_pages.consent_pages import ConsentPages
from intake.staff.file_pages.copy_pages import CopyPages
from intake.staff.file_pages.deletion_pages import DeletionPages
from intake.staff.file_pages.household_pages import HouseholdPages
from intake.staff.file_pages.invitation_pages import InvitationPages
from intake.staff.file_pages.money_pages import MoneyPages
from intake.staff.file_pages.result_pages import ResultPages
from intake.staff.file_pages.verification_pages import VerificationPages
from intake.staff.office import (  # noqa: F401  Django looks for admins in this module only
    accounts,
    breach_admin,
    event_admin,
    firm_admin,
    follower_admin,
    testimonial_admin,
    visit_admin,
)
from intake.staff.reports.report_pages import ReportPages
from intake.verification import verified_score
from intake.verification.fact_words import get_title

if TYPE_CHECKING:
    from typing import TypedDict

    from django.contrib.auth.models import User
    from django_stubs_ext import WithAnnotations

    class Scored(TypedDict):
        """What `ClientQuerySet.scored` adds to a client."""

        crs_now: int | None


def find_entered(formsets: Any) -> list[DatedItem]:
    """The dated documents among the parts of a file's form: none for those who may not see them."""
    return [row for part in formsets if part.formset.model is DatedItem for row in part.formset.get_queryset()]


@admin.register(Client)
class ClientAdmin(
    FileNumbersMixin,
    ListExportMixin,
    QuickActs,
    FileTagsMixin,
    FileActionsMixin,
    PeopleByNameMixin,
    VisibleFilesMixin,
    NewFilePages,
    TelephonePages,
    ResultPages,
    ConsentPages,
    HouseholdPages,
    VerificationPages,
    CopyPages,
    DeletionPages,
    InvitationPages,
    TodoPages,
    MoneyPages,
    ImportPages,
    ReportPages,
    RecordedViewsMixin,
    HistoryPages,
    FactsInWordsMixin,
    admin.ModelAdmin[Client],
):
    """Clients' files."""

    part = FileView.ViewedPart.FILE
    # What staff type comes into the one form of an address, or is refused, as at every other door (record 0057).
    formfield_overrides = {models.EmailField: {"form_class": EmailAddressField}}
    form = FileForm

    list_display = [
        "person",
        "reference",
        "stage",
        "score",
        "looked_after_by",
        "next_action",
        "follow_up_on",
    ]
    list_display_links = ("person", "reference")
    more_columns = (
        "email_address",
        "telephone",
        "language",
        "answers_for",
        "tag_names",
        "invited_on",
        "days_left",
        "retained_on",
        "created",
        "updated",
    )
    # Fetched for all rows of a page at once, not for each (record 0173).
    looked_up = {"tag_names": "tags"}
    # Lists that were kept before a file could be without an address have the column of the field.
    renamed = {"email": "email_address"}
    joined = {"looked_after_by": "adviser", "answers_for": "consultant"}
    not_listed = NOT_LISTED
    list_filter = [
        "stage",
        ("adviser", PeopleFilter),
        TagFilter,
        StreamFilter,
        CategoryFilter,
        ScoreFilter,
        ChangesFilter,
        LackingFilter,
        ConsentFilter,
        ClockFilter,
        "outcome",
        ("consultant", PeopleFilter),
        "language",
        "alerts",
        ("undeliverable", admin.EmptyFieldListFilter),
        NoEmailFilter,
        DuplicateFilter,
        UncheckedFilter,
        ImpliedFilter,
        "sample",
    ]
    # A number has no capitals, which cost as much to take out as to look for.
    search_fields = ["reference", "email", "name", "telephone__contains", "other_telephone__contains"]
    search_help_text = _("Reference, e-mail, name or telephone")
    # No hierarchy of days: it asked for the first and the last day of all files on every page (record 0107).
    list_per_page = 50
    # The count without filters would be a second look at the whole table for each page.
    show_full_result_count = False
    fieldsets = FILE
    readonly_fields = WORKED_OUT
    inlines = [dated_admin.DatedInline, ConflictCheckInline]
    actions = ["change_chosen", "address_works", "export_csv", "export_workbook"]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file; back to the list, where it is deleted at this moment."""
        try:
            return super().change_view(request, object_id, *args, **kwargs)
        except DatabaseError:
            # What the page writes about the file (that it was looked at) has nothing to refer to any more.
            if self.get_object(request, unquote(object_id)):
                raise
            return redirect("admin:intake_client_changelist")

    def get_list_display(self, request: HttpRequest) -> Any:
        """Of invited clients, the days left too."""
        columns = super().get_list_display(request)
        return [*columns, "days_left"] if "clock" in request.GET and "days_left" not in columns else columns

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Of invited clients, whose time runs out first."""
        return ("invited_on", "pk") if "clock" in request.GET else ()

    def get_readonly_fields(self, request: HttpRequest, obj: Client | None = None) -> Any:
        """Only those who may manage engagements change what decides on one."""
        fixed = obj and obj.is_engaged and not MANAGE_ENGAGEMENT.held_by(request.user)
        return [*super().get_readonly_fields(request, obj), *(ENGAGEMENT if fixed else [])]

    def get_form(self, request: HttpRequest, obj: Client | None = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, which offers the stages that this member of staff may choose."""
        form = super().get_form(request, obj, change, **kwargs)
        cast("Any", form).may_manage = MANAGE_ENGAGEMENT.held_by(request.user)
        cast("Any", form).list_staff = partial(list_staff, request)
        return form

    def get_queryset(self, request: HttpRequest) -> ClientQuerySet[Client]:
        """With the score of today."""
        return cast("ClientQuerySet[Client]", super().get_queryset(request)).scored(timezone.localdate())

    @admin.display(description=_("name"), ordering=build_called())
    def person(self, client: Client) -> str:
        """The name; where there is none yet, the address; where there is no address either, the number."""
        return client.shown_as

    @admin.display(description=_("e-mail"), ordering="email", empty_value=cast("str", _("no e-mail address")))
    def email_address(self, client: Client) -> str | None:
        """The address, if there is one."""
        return client.email or None

    @admin.display(description=_("adviser"), ordering="adviser__last_name")
    def looked_after_by(self, client: Client) -> str | None:
        """The name of the adviser, who looks after the file."""
        return name_user(client.adviser) if client.adviser else None

    @admin.display(description=_("consultant of record"), ordering="consultant__last_name")
    def answers_for(self, client: Client) -> str | None:
        """The name of the licensed person who answers for the file."""
        return name_user(client.consultant) if client.consultant else None

    @admin.display(description=_("score today"), ordering=BY_SCORE)
    def score(self, client: "WithAnnotations[Client, Scored]") -> int | None:
        """The score of today in the rounds that are open; without any, that of the newest result."""
        return client.crs_now

    @admin.display(description=_("implied consent (the site sends nothing on it)"))
    def implied_consent(self, client: Client) -> str:
        """Until when staff's own follow-up mail may rest on it."""
        return implied.describe_implied_consent(client, timezone.localdate())

    @admin.display(description=_("what the client wants to hear of"))
    def wanted(self, client: Client) -> str:
        """Which e-mails they chose."""
        return preferences.describe_wish(client)

    @admin.display(description=_("days left to apply"), ordering="invited_on")
    def days_left(self, client: Client) -> int | None:
        """How many days are left to apply; below zero: how many days ago it was over."""
        last = get_last_day(client)
        return (last - timezone.localdate()).days if last else None

    @admin.action(description=_("The e-mail address works again"), permissions=["change"])
    def address_works(self, request: HttpRequest, queryset: QuerySet[Client]) -> None:
        """A message came back once, and staff know better now."""
        for client in queryset.exclude(undeliverable=""):
            self.log_change(request, client, [changes.make_message([("undeliverable", client.undeliverable, "")])])
        queryset.update(undeliverable="")

    def save_model(self, request: HttpRequest, obj: Client, form: ModelForm[Client], change: bool) -> None:
        """Another address starts afresh, a signed agreement makes a professional record, and each move is kept."""
        refused = obj.undeliverable
        if "email" in form.changed_data:
            obj.undeliverable = ""
        # Before the file is saved without it: the database lets nobody without an address have agreed.
        if not obj.email and obj.alerts:
            consent.withdraw(obj, language=obj.language, source=consent_sources.ADDRESS_TAKEN_OUT)
        # Set once and kept when the agreement ends, because retention goes by it (record 0034).
        if obj.service_agreement == Client.Agreement.SIGNED and obj.retained_on is None:
            obj.retained_on = obj.service_agreement_on
        super().save_model(request, obj, form, change)
        stages.record_move(obj, form.initial.get("stage", obj.stage), cast("User", request.user))
        if "adviser" in form.changed_data:
            todos.hand_over([(obj, form.initial.get("adviser"))], cast("User", request.user))
        if "email" in form.changed_data:
            change_email.record_move(obj, form.initial["email"], refused, cast("User", request.user))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The file, with what staff must know before they write or say anything."""
        client = kwargs.get("obj")
        # The page for a new client asks for other things than the form of a file.
        context["show_save_and_add_another"] = False
        if client:
            user = cast("User", request.user)
            # Whoever looks after the file is mostly among the staff, whom the page asks for anyhow.
            client.adviser = find_member(request, client.adviser_id)
            client.consultant = find_member(request, client.consultant_id)
            today, couple = timezone.localdate(), find_couple(client, user)
            context["warnings"] = warnings = list_warnings(client, user, couple)
            # Their names stand on the page too, which their clients read of.
            others = {file.pk for warning in warnings for file in warning.files}
            file_views.record_listed(others, user, FileView.ViewedPart.LIST)
            context["found"] = found = verified_score.get_verified_score(client, today)
            profile = found.profile if found else None
            context["unseen"] = [get_title(part.code) for part in found.unseen] if found else []
            context["people"] = list_people(client, profile, couple)
            context["papers"] = list_papers(client, profile, find_entered(context["inline_admin_formsets"]), today)
            context["scores"], context["consents"] = list_scores(client, user), list_consents(client, user)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_formset(
        self, request: HttpRequest, form: ModelForm[Client], formset: BaseModelFormSet[Any, Any], change: bool
    ) -> None:
        """A conflict check is its author's."""
        for row in formset.save(commit=False):
            if formset.model is ConflictCheck:
                row.author = request.user
            row.save()
        for row in formset.deleted_objects:
            row.delete()


class SubmittedAdmin(
    ClientNamesMixin,
    SavedListsMixin,
    RelatedFileActionsMixin,
    VisibleFilesMixin,
    RecordedViewsMixin,
    FactsInWordsMixin,
    ReadOnlyMixin,
    admin.ModelAdmin[Any],
):
    """What a client submitted, or got for it, to be read only: answers and results."""

    actions = FILE_ACTIONS
    list_select_related = ["client"]


@admin.register(Intake)
class IntakeAdmin(SubmittedAdmin):
    """Answers that were submitted, unconfirmed ones included; drafts are not shown to staff."""

    part = FileView.ViewedPart.ANSWERS
    list_display = ["token", "named", "language", "submitted_at", "updated"]
    list_filter = [("client", admin.EmptyFieldListFilter), "language"]
    not_listed = ("answers", "client__facts")
    fields = readonly_fields = ("token", "client", "language", "answered", "submitted_at", "created", "updated")

    def get_queryset(self, request: HttpRequest) -> IntakeQuerySet[Intake]:
        """What was submitted: a draft is still the person's own."""
        return cast("IntakeQuerySet[Intake]", super().get_queryset(request)).submitted()


@admin.register(Assessment)
class AssessmentAdmin(SubmittedAdmin):
    """Results as they were saved."""

    part = FileView.ViewedPart.RESULT
    list_display = ["reference", "named", "crs", "on", "edition", "created"]
    list_filter = ["edition", "on"]
    not_listed = ("contact", "facts", "result", "client__facts")
    search_fields = ["reference", "client__reference", "client__email"]
    fields = readonly_fields = (
        "reference",
        "client",
        "intake",
        "crs",
        "on",
        "edition",
        "known",
        "kept_result",
        "contact",
        "created",
    )


@admin.register(ConsentProof)
class ConsentProofAdmin(SavedListsMixin, ReadOnlyMixin, admin.ModelAdmin[ConsentProof]):
    """What stays of the consents of deleted files."""

    list_display = ["email", "given", "at", "source", "deleted_at"]
    search_fields = ["email"]
    fields = readonly_fields = ("email", "given", "at", "wording", "language", "source", "ip", "deleted_at")
