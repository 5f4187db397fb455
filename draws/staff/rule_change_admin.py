"""The staff's tool for a change of rules: compare, look at the numbers and samples, release."""

from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from draws.mailings.mass_mails import make_mass_mail
from draws.models import Mailing, RuleChange
from draws.permissions import ADD_RULE_CHANGE, RELEASE_RULE_CHANGE, VIEW_RULE_CHANGE
from draws.rule_changes import compare
from draws.rule_changes.client_effects import load_rules_told
from draws.rule_changes.messages import find_sources
from draws.staff.mailing_admin import confirm_as_typed
from draws.staff.mailing_page import build_planned, build_running
from draws.staff.rule_change_people import FELT, FIRST, HIGHER, LOWER, MovedPeopleMixin
from intake.common.task_calls import Call
from intake.models import FileView
from intake.permissions import requires
from intake.staff.changelists import file_views
from intake.staff.changelists.saved_lists import SavedListsMixin
from scoring.dates import format_date
from scoring.numbers import group_thousands
from scoring.streams import STREAMS
from scoring.table import RuleError, Source
from scoring.words import FACTOR_TITLES

SAMPLES = 10


class RuleChangeForm(forms.ModelForm[RuleChange]):
    """Which edition."""

    edition = forms.TypedChoiceField(
        label=_("Edition"),
        coerce=date.fromisoformat,
        help_text=_("The day on which the rules came or come into force. Nobody is told before you release it."),
    )

    class Meta:
        model = RuleChange
        fields = ("edition",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = compare.list_editions(timezone.localdate())
        self.fields["edition"].choices = [(str(day), format_date(day)) for day in days]  # type: ignore[attr-defined]


@admin.register(RuleChange)
class RuleChangeAdmin(SavedListsMixin, MovedPeopleMixin, admin.ModelAdmin[RuleChange]):
    """Changes of rules; each is compared and, once looked at, released."""

    form = RuleChangeForm
    fields = ("edition",)
    list_display = ("edition", "on", "begun_at", "begun_by", "released_at", "released_by")
    list_select_related = ("begun_by", "released_by")

    def has_delete_permission(self, request: HttpRequest, obj: RuleChange | None = None) -> bool:
        """What was released stays on record."""
        return super().has_delete_permission(request, obj) and not (obj and obj.released_at)

    def save_model(
        self, request: HttpRequest, obj: RuleChange, form: forms.ModelForm[RuleChange], change: bool
    ) -> None:
        """Save it with its day, and begin to compare."""
        obj.on, obj.begun_by = compare.choose_day(obj.edition), cast("User", request.user)
        super().save_model(request, obj, form, change)
        self.begin(request, obj)

    def begin(self, request: HttpRequest, change: RuleChange) -> None:
        """Let the workers compare."""
        warn_if_away(request, compare.begin(change))

    def response_add(self, request: HttpRequest, obj: RuleChange, post_url_continue: str | None = None) -> HttpResponse:
        """On to the numbers."""
        return redirect("admin:draws_rulechange_change", obj.pk)

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and ours: go on with a comparison, release its news."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/go-on/", view(require_POST(self.go_on)), name="draws_rulechange_go_on"),
            path("<int:pk>/release/", view(require_POST(self.release)), name="draws_rulechange_release"),
            *super().get_urls(),
        ]

    @requires(VIEW_RULE_CHANGE)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The numbers, some people, and the button."""
        change = self.get_object(request, unquote(object_id))
        if change is None:
            raise Http404
        context = (
            self.admin_site.each_context(request) | {"opts": self.opts} | build_change_context(change, request.user)
        )
        # Whose names stood on a page is on record, because clients read who looked at their file (record 0022).
        named = [effect.client_id for effect, *_words in context["samples"]]
        file_views.record_listed(named, cast("User", request.user), FileView.ViewedPart.ROUND)
        if context["complete"] and not change.released_at and "running" not in context:
            context |= build_planned(make_mass_mail(Mailing(about=Mailing.About.RULES, change=change)), request.user)
        reload_header = None if context["complete"] else {"Refresh": "5"}
        return TemplateResponse(request, "admin/draws/rulechange/compare.html", context, headers=reload_header)

    @requires(ADD_RULE_CHANGE)
    def go_on(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        """Compare the clients who are still waiting."""
        change = get_object_or_404(RuleChange, pk=pk)
        self.begin(request, change)
        return redirect("admin:draws_rulechange_change", pk)

    @requires(RELEASE_RULE_CHANGE)
    def release(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        """Tell the clients, once."""
        change = get_object_or_404(RuleChange, pk=pk)
        mail = make_mass_mail(Mailing(about=Mailing.About.RULES, change=change))
        if mailing := confirm_as_typed(request, mail):
            self.log_change(request, change, [{"changed": {"fields": ["released_at"]}}])
            messages.success(request, describe_release(mailing))
        return redirect("admin:draws_rulechange_change", pk)


def describe_release(mailing: Mailing) -> str:
    """What the button did."""
    if mailing.is_waiting:
        return str(_("Confirmed. Nothing happens before another person has approved it."))
    message = ngettext(
        "Released: %(count)s client is told when the waiting time is over.",
        "Released: %(count)s clients are told when the waiting time is over.",
        mailing.recipients,
    )
    return message % {"count": group_thousands(mailing.recipients)}


def warn_if_away(request: HttpRequest, call: Call) -> None:
    """Say, once it is known, that the workers could not be called."""

    def warn() -> None:
        if call.failed:
            messages.warning(request, _("The queue can't be reached. The comparison begins once it is back."))

    # After the call itself, which waits for the same commit and was registered before.
    transaction.on_commit(warn)


def build_change_context(change: RuleChange, user: User | AnonymousUser) -> dict[str, Any]:
    """The numbers, and the clients whom it moves most, up and down."""
    effects, waiting = change.effects.visible_to(user), compare.find_waiting(change)
    moved = effects.felt().annotate(by=F("after") - F("before")).select_related("client")
    # By the id: where few were moved, the same people stand at both ends.
    samples = {effect.pk: effect for order in ("by", "-by") for effect in moved.order_by(order, "pk")[:SAMPLES]}
    return build_running(user, change=change) | {
        "title": _("Change of rules: edition of %(day)s") % {"day": format_date(change.edition)},
        "change": change,
        "numbers": [
            (_("Compared"), effects.count(), ""),
            (_("Waiting to be compared"), waiting.visible_to(user).count(), ""),
            (FIRST[HIGHER], effects.higher().count(), HIGHER),
            (FIRST[LOWER], effects.lower().count(), LOWER),
            (FIRST[FELT], effects.felt().count(), FELT),
        ],
        "complete": not waiting.exists(),
        "stalled": change.is_stalled(timezone.now()),
        "samples": [(effect, name_factors(effect.factors), name_streams(effect)) for effect in samples.values()],
        "sources": list_sources(change),
    }


def list_sources(change: RuleChange) -> list[Source]:
    """Where the rules that it compares are published; none where this process does not have them."""
    try:
        # Of the rules with the edition, which need not be in use yet.
        return find_sources(change.edition, load_rules_told(change)[1])
    except RuleError:
        return []


def name_factors(rows: list[tuple[str, int, int]]) -> list[tuple[Any, int, int]]:
    """The rows that differ, with words."""
    return [(FACTOR_TITLES.get(code, code), was, now) for code, was, now in rows]


def name_streams(effect: Any) -> list[tuple[str, Any]]:
    """The streams gained and lost."""
    signs = [("+", stream) for stream in effect.gained] + [("−", stream) for stream in effect.lost]
    return [(sign, STREAMS.get(stream, stream)) for sign, stream in signs]
