"""What staff read and never write: corrections, visits to the feed, processes, what staff were reminded of."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from draws.heartbeats.heartbeat import find_silent
from draws.models import Correction, Draw, Feed, Heartbeat, PoolBand, StaffReminder
from draws.staff.hide_totals import HiddenTotalsMixin
from intake.staff.changelists.client_names import ClientNamesMixin
from intake.staff.changelists.list_filters import OneChoice, SeveralChoices
from intake.staff.changelists.read_only import ReadOnlyMixin
from intake.staff.changelists.saved_lists import SavedListsMixin
from intake.staff.changelists.visible_files import VisibleFilesMixin
from intake.staff.client_admin.related_file_actions import FILE_ACTIONS, RelatedFileActionsMixin


class WaitingFilter(SeveralChoices[QuerySet[Draw]]):
    """Draws of which something was not understood."""

    title = _("what there is to look at")
    parameter_name = "waiting"
    options = (("yes", _("Something to look at")), ("no", _("Nothing to look at")))

    def narrow(self, queryset: QuerySet[Draw], chosen: str) -> QuerySet[Draw]:
        """The draws of a choice."""
        choices = {"yes": queryset.exclude(not_understood=[]), "no": queryset.filter(not_understood=[])}
        return choices.get(chosen, queryset)


class TroubleFilter(OneChoice[QuerySet[Feed]]):
    """Feeds that could not be read, or had rows that are no rounds."""

    title = _("trouble")
    parameter_name = "trouble"
    words = _("Could not be read, or not all of it")

    def narrow(self, queryset: QuerySet[Feed]) -> QuerySet[Feed]:
        """The rows that the choice shows."""
        return queryset.exclude(problem="", unreadable="")


class SilentFilter(OneChoice[QuerySet[Heartbeat]]):
    """Processes that stopped without saying so."""

    title = _("silence")
    parameter_name = "silent"
    words = _("Stopped without saying so")

    def narrow(self, queryset: QuerySet[Heartbeat]) -> QuerySet[Heartbeat]:
        """The rows that the choice shows."""
        return queryset & find_silent(timezone.now())


class PoolBandInline(admin.TabularInline[PoolBand, Draw]):
    """The pool's distribution, as received."""

    model = PoolBand
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Draw | None = None) -> bool:
        """It comes from the feed."""
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(Correction)
class CorrectionAdmin(HiddenTotalsMixin, SavedListsMixin, ReadOnlyMixin, admin.ModelAdmin[Correction]):
    """The record of corrections: a draw is corrected on its own page."""

    list_display = ("draw", "at", "by", "why", "told", "in_error", "details", "withdrawn")
    # Lists that were kept before have the column of the field.
    renamed: ClassVar[dict[str, str]] = {"reason": "why"}
    readonly_fields = ("why",)
    list_select_related = ("draw", "by")
    firm_numbers = ("told", "in_error", "details", "withdrawn")

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Without the reason as it is kept, which stands there in words."""
        return (*super().get_exclude(request, obj), "reason")

    @admin.display(description=_("reason"), ordering="reason")
    def why(self, correction: Correction) -> str:
        """Why the round was corrected, in its reader's language."""
        return correction.reason_in_words


@admin.register(Feed)
class FeedAdmin(SavedListsMixin, ReadOnlyMixin, admin.ModelAdmin[Feed]):
    """How the visits to IRCC's feed went."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    list_display = (
        "address",
        "asked_at",
        "read_at",
        "changed_at",
        "failures",
        "failing_since",
        "due_at",
        "problem",
        "rejected",
    )
    list_filter = (TroubleFilter,)
    readonly_fields = ("rejected",)
    exclude = ("unreadable",)

    @admin.display(description=_("rows that are no rounds"))
    def rejected(self, feed: Feed) -> str:
        """Why rows were not taken in, in the reader's language."""
        return format_html_join(mark_safe("<br>"), "{}", ((one,) for one in feed.rejected_rows))


@admin.register(Heartbeat)
class HeartbeatAdmin(SavedListsMixin, ReadOnlyMixin, admin.ModelAdmin[Heartbeat]):
    """Which processes are at work."""

    list_display = ("part", "node", "at", "told_at")
    list_filter = (SilentFilter, "part")


@admin.register(StaffReminder)
class StaffReminderAdmin(
    ClientNamesMixin,
    SavedListsMixin,
    RelatedFileActionsMixin,
    VisibleFilesMixin,
    ReadOnlyMixin,
    admin.ModelAdmin[StaffReminder],
):
    """What staff were told of their clients' dates, whom, and when."""

    actions = FILE_ACTIONS

    list_display = ("kind", "key", "named", "until", "told_to", "told_at")
    list_filter = ("kind", ("told_at", admin.EmptyFieldListFilter))
    list_select_related = ("client",)
    search_fields = ("client__reference", "told_to")
    exclude = ("facts",)
