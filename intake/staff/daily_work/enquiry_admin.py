"""What people asked on the site, in the admin: read, and marked as answered."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.models import Enquiry, FileView
from intake.permissions import CHANGE_CLIENT, VIEW_ENQUIRIES, check
from intake.querysets import EnquiryQuerySet
from intake.staff.changelists.client_names import ClientNamesMixin
from intake.staff.changelists.list_filters import OneChoice, ValuesFilter
from intake.staff.changelists.people import PeopleFilter
from intake.staff.changelists.read_only import ReadOnlyMixin
from intake.staff.changelists.recorded_views import RecordedViewsMixin
from intake.staff.changelists.saved_lists import SavedListsMixin
from intake.staff.changelists.visible_files import VisibleFilesMixin
from intake.staff.client_admin.list_actions import PageActionsMixin, go_back
from intake.staff.client_admin.related_file_actions import FILE_ACTIONS, RelatedFileActionsMixin


class ToAnswerFilter(OneChoice[EnquiryQuerySet[Enquiry]]):
    """What waits for an answer and can be answered."""

    title = _("answer given")
    parameter_name = "waiting"
    words = _("Not answered yet")

    def narrow(self, queryset: EnquiryQuerySet[Enquiry]) -> EnquiryQuerySet[Enquiry]:
        """The rows that the choice shows."""
        return queryset.to_answer()


@admin.register(Enquiry)
class EnquiryAdmin(
    PageActionsMixin,
    ClientNamesMixin,
    SavedListsMixin,
    RelatedFileActionsMixin,
    VisibleFilesMixin,
    RecordedViewsMixin,
    ReadOnlyMixin,
    admin.ModelAdmin[Enquiry],
):
    """Leads of the site, newest first."""

    part = FileView.ViewedPart.FILE
    list_display = (
        "reference",
        "kind",
        "name",
        "telephone",
        "source",
        "created",
        "confirmed_at",
        "answered_at",
        "file",
    )
    more_columns = ("email", "call_when", "language", "answered_by")
    joined = {"answered_by": "answered_by"}
    list_filter = (ToAnswerFilter, ("client__adviser", PeopleFilter), "kind", ("source", ValuesFilter), "language")
    list_select_related = ("client",)
    list_per_page = 50
    search_fields = ("reference", "name", "email", "telephone", "client__reference")
    search_help_text = _("Reference, name, e-mail or telephone")
    fields = readonly_fields = (
        "reference",
        "kind",
        "name",
        "email",
        "confirmed_at",
        "telephone",
        "call_when",
        "text",
        "language",
        "source",
        "file",
        "shown_result",
        "created",
        "answered_at",
        "answered_by",
    )
    actions = ("mark_answered", *FILE_ACTIONS)

    def list_acts(self, request: HttpRequest, row: Enquiry) -> list[Any]:
        """The button by which it is marked as answered, while it is not."""
        return [self.mark_answered] if row.answered_at is None and self.has_answer_permission(request) else []

    def get_fields(self, request: HttpRequest, obj: Enquiry | None = None) -> Any:
        """Of a call without an address that is in nobody's file, the way to begin one, for those who work on files."""
        # Where there is an address, the button that its owner presses finds or makes the file (record 0116).
        waits = obj and obj.client_id is None and obj.telephone and not obj.email
        return [*self.fields, *(["begin"] if waits and CHANGE_CLIENT.held_by(request.user) else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Enquiry | None = None) -> Any:
        """All of them."""
        return self.get_fields(request, obj)

    @admin.display(description=_("file"))
    def begin(self, enquiry: Enquiry) -> str:
        """The way to begin a file with what is known."""
        where = reverse("admin:intake_client_telephone") + "?" + urlencode({"enquiry": enquiry.reference})
        return format_html('<a href="{}">{}</a>', where, gettext("Find or begin the file, and take answers"))

    @admin.display(description=_("result"))
    def shown_result(self, enquiry: Enquiry) -> str:
        """The result that went along."""
        made = enquiry.assessment
        if made is None:
            return "-"
        return format_html('<a href="{}">{}</a>', reverse("admin:intake_assessment_change", args=[made.pk]), made)

    def has_answer_permission(self, request: HttpRequest) -> bool:
        """Those who read them say that they are answered."""
        return VIEW_ENQUIRIES.held_by(request.user)

    @admin.action(description=_("Mark as answered"), permissions=["answer"])
    def mark_answered(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Somebody called or wrote; what was answered before stays as it was."""
        check(request.user, VIEW_ENQUIRIES)
        queryset.filter(answered_at=None).update(answered_at=timezone.now(), answered_by=request.user)
        return go_back(request)
