"""What staff read of who was told of draws, of corrections and of the visits to the feed."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from draws.corrections import Correction, CorrectionLetter
from draws.ledger_admin import LedgerAdmin
from draws.models import Alert, Feed
from intake.read_only import ReadOnly


@admin.register(Alert)
class AlertAdmin(LedgerAdmin):
    """The ledger of alerts."""

    list_display = ("draw_number", "client", "crs", "basis", "state", "attempts", "due_at", "sent_at", "problem")
    list_filter = ("state", "basis", "in_pool", "in_error")
    search_fields = ("=draw__number", "client__reference", "client__email")
    list_select_related = ("draw", "client")

    @admin.display(description=_("draw"), ordering="draw__held_on")
    def draw_number(self, alert: Alert) -> str:
        """Which draw."""
        return alert.draw.number


@admin.register(CorrectionLetter)
class CorrectionLetterAdmin(LedgerAdmin):
    """The ledger of letters about corrections."""

    list_display = ("draw_number", "client", "says", "certain", "state", "attempts", "due_at", "sent_at", "problem")
    list_filter = ("state", "says", "certain")
    search_fields = ("=correction__draw__number", "client__reference", "client__email")
    list_select_related = ("correction__draw", "client")

    @admin.display(description=_("draw"), ordering="correction__draw__held_on")
    def draw_number(self, letter: CorrectionLetter) -> str:
        """Which draw."""
        return letter.correction.draw.number


@admin.register(Correction)
class CorrectionAdmin(ReadOnly, admin.ModelAdmin):
    """The record of corrections: a draw is corrected on its own page."""

    list_display = ("draw", "at", "by", "reason", "told", "in_error", "details", "withdrawn")
    list_select_related = ("draw", "by")


@admin.register(Feed)
class FeedAdmin(ReadOnly, admin.ModelAdmin):
    """How the visits to IRCC's feed went."""

    list_display = ("address", "asked_at", "changed_at", "failures", "failing_since", "due_at", "problem", "unreadable")
