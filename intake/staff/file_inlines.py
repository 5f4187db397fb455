"""What is shown below a client's file in the staff's tool, part by part."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from intake.models import Assessment, Client, ConflictCheck, Consent, Standing
from intake.querysets import StandingQuerySet
from intake.staff.read_only import ReadOnly


class AssessmentInline(ReadOnly, admin.TabularInline[Assessment, Client]):
    """What was scored, newest first."""

    model = Assessment
    fields = readonly_fields = ("explained", "on", "crs", "edition", "created")
    extra = 0

    @admin.display(description=_("result"))
    def explained(self, result: Assessment) -> str:
        """A link to its page."""
        where = reverse("admin:intake_client_result", args=[result.client_id, result.reference])
        return format_html('<a href="{}">{}</a>', where, result.reference)


class StandingInline(ReadOnly, admin.TabularInline[Standing, Client]):
    """Where the client stands today."""

    model = Standing
    fields = ["stream", "crs", "since", "until"]
    extra = 0
    verbose_name_plural = _("standings of today")

    def get_queryset(self, request: HttpRequest) -> StandingQuerySet[Standing]:
        """Those of today, by stream."""
        # Rows reach 180 days back and two years ahead (record 0015), and the file shows today.
        return (
            cast("StandingQuerySet[Standing]", super().get_queryset(request))
            .on(timezone.localdate())
            .order_by("stream")
        )


class ConsentInline(ReadOnly, admin.TabularInline[Consent, Client]):
    """Every act of consent, newest first."""

    model = Consent
    fields = ["given", "at", "source", "language", "ip", "wording"]
    extra = 0


if TYPE_CHECKING:
    InlineBase = admin.StackedInline[Any, Client]
else:
    InlineBase = object


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
    fields = ("result", "searched", "author", "at")
    readonly_fields = ("author", "at")
    extra = 0
