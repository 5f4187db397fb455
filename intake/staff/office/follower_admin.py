"""Who follows the rounds by an address alone: shown to staff, who stop it for whoever writes or calls."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from intake.consents import following
from intake.models import Follower, FollowerConsent
from intake.models.consent_sources import FOLLOW_BY_STAFF
from intake.models.followers import FollowerQuerySet
from intake.permissions import VIEW_FOLLOWERS
from intake.staff.changelists.list_filters import OneChoice
from intake.staff.changelists.read_only import ReadOnlyMixin
from intake.staff.changelists.saved_lists import SavedListsMixin
from scoring.numbers import group_thousands


class UnconfirmedFilter(OneChoice[FollowerQuerySet]):
    """Addresses that nobody has confirmed."""

    title = _("confirmation")
    parameter_name = "unconfirmed"
    words = _("Waiting for the button behind the link")

    def narrow(self, queryset: FollowerQuerySet) -> FollowerQuerySet:
        """The rows that the choice shows."""
        return queryset.filter(confirmed_at=None)


class ConsentInline(ReadOnlyMixin, admin.TabularInline[FollowerConsent, Follower]):
    """What was agreed to, when, where and in which words."""

    model = FollowerConsent
    fields = readonly_fields = ("given", "at", "wording", "language", "source_in_words", "ip")

    @admin.display(description=_("source"))
    def source_in_words(self, act: FollowerConsent) -> str:
        """By which way it was told."""
        return act.source_in_words


@admin.register(Follower)
class FollowerAdmin(SavedListsMixin, ReadOnlyMixin, admin.ModelAdmin[Follower]):
    """Followers; they are in no file."""

    list_display = ("reference", "email", "which", "language", "confirmed_at", "undeliverable")
    list_filter = (UnconfirmedFilter, "language", "kinds__stream")
    search_fields = ("reference", "email")
    fields = readonly_fields = ("reference", "email", "which", "language", "asked_at", "confirmed_at", "undeliverable")
    inlines = (ConsentInline,)
    actions = ("stop",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Follower]:
        """With their kinds of round."""
        return super().get_queryset(request).prefetch_related("kinds")

    @admin.display(description=_("which rounds"))
    def which(self, follower: Follower) -> str:
        """The kinds that are followed, in words."""
        return "; ".join(following.name_kinds(follower)) or str(_("All rounds"))

    def has_stop_permission(self, request: HttpRequest) -> bool:
        """Whoever may read the list may stop it for somebody who asks."""
        return VIEW_FOLLOWERS.held_by(request.user)

    @admin.action(description=_("Stop the messages to them, as they asked"), permissions=["stop"])
    def stop(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """No further message is sent; the proof of what was agreed to and of the end stays."""
        # Evaluate now: stopping deletes the follower, so a later count would miss it.
        chosen = list(queryset)
        for follower in chosen:
            following.stop(follower, language=follower.language, source=FOLLOW_BY_STAFF)
        words = ngettext("%(count)s follower is stopped.", "%(count)s followers are stopped.", len(chosen))
        messages.success(request, words % {"count": group_thousands(len(chosen))})
