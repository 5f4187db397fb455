"""The queue of requests for deletion in the staff's tool, the next to answer first."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import DeletionRequest
from intake.staff.changelists.client_names import NOBODY, link_file
from intake.staff.changelists.list_filters import SeveralChoices
from intake.staff.changelists.people import PeopleFilter
from intake.staff.changelists.read_only import ReadOnlyMixin
from intake.staff.changelists.saved_lists import SavedListsMixin
from intake.staff.changelists.visible_files import VisibleFilesMixin
from intake.staff.client_admin.related_file_actions import FILE_ACTIONS, RelatedFileActionsMixin

if TYPE_CHECKING:
    from intake.querysets import DeletionRequestQuerySet


class OpenRequestFilter(SeveralChoices["DeletionRequestQuerySet[DeletionRequest]"]):
    """Requests that are not answered, and those of them whose days are over."""

    title = _("answer given")
    parameter_name = "open"
    options = (("yes", _("Not answered yet")), ("over", _("Not answered in time")))

    def narrow(
        self, queryset: "DeletionRequestQuerySet[DeletionRequest]", chosen: str
    ) -> "DeletionRequestQuerySet[DeletionRequest]":
        """The requests of the choice."""
        return {"yes": queryset.open(), "over": queryset.overdue(timezone.now())}.get(chosen, queryset)


@admin.register(DeletionRequest)
class DeletionRequestAdmin(
    SavedListsMixin, RelatedFileActionsMixin, VisibleFilesMixin, ReadOnlyMixin, admin.ModelAdmin[DeletionRequest]
):
    """Every request; it is answered on the page of its file."""

    list_display = (
        "asked_at",
        "due_on",
        "days_left",
        "file",
        "way",
        "entered_by",
        "answer",
        "answered_at",
        "answered_by",
    )
    list_display_links = None
    list_filter = (OpenRequestFilter, ("client__adviser", PeopleFilter), "answer", "way")
    list_select_related = ("client", "entered_by", "answered_by")
    actions = FILE_ACTIONS

    @admin.display(description=_("answer by"), ordering="asked_at")
    def due_on(self, asked: DeletionRequest) -> date:
        """The last day to answer."""
        return asked.due_on

    @admin.display(description=_("days left"), ordering="asked_at")
    def days_left(self, asked: DeletionRequest) -> int | None:
        """How many days are left to answer; below zero: how many days late it is."""
        return None if asked.answered_at else (asked.due_on - timezone.localdate()).days

    @admin.display(description=_("client"), ordering="client__name")
    def file(self, asked: DeletionRequest) -> str:
        """A link to the page on which it is answered; none when the file is gone."""
        # The row names nobody, so that the request stays when the file is gone (record 0022).
        return link_file(asked.client, "admin:intake_client_deletion") if asked.client else NOBODY
