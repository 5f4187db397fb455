"""The staff's tool: record a draw, see who matches, publish; read the ledger."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from draws.corrections import apply
from draws.feed import cutoff_extremes
from draws.mailings.mass_mails import MassMail, make_mass_mail
from draws.matching import custom_list
from draws.models import Draw, Mailing, find_differing
from draws.permissions import PUBLISH_DRAW, VIEW_DRAW
from draws.rounds import doubts
from draws.rounds.snapshot import OWN_LIST, build_snapshot
from draws.staff import (  # noqa: F401  Django looks for admins in this module only
    circular_admin,
    ledger_admin,
    mailing_admin,
    record_admin,
    rule_change_admin,
    rules_admin,
    template_admin,
)
from draws.staff.correction_page import build_correction_context, build_entered_query, build_form, plan_mail
from draws.staff.draw_form import ConfirmForm, DrawForm
from draws.staff.group_pages import GroupActionsMixin
from draws.staff.mailing_admin import confirm_as_typed
from draws.staff.preview_page import build_preview_context
from draws.staff.record_admin import PoolBandInline, WaitingFilter
from draws.staff.round_file_page import RoundFileMixin
from draws.staff.what_if_round import WhatIfRoundForm, build_answer
from intake.models import FileView
from intake.permissions import VIEW_CLIENT, requires
from intake.staff.changelists import file_views
from intake.staff.changelists.saved_lists import SavedListsMixin

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PUBLISHED_FIELDS = ("status", "published_at", "published_by", "matched_at")
RECORDED = ("number", "name", "stream", "held_on", "cutoff", "size")


@admin.register(Draw)
class DrawAdmin(SavedListsMixin, GroupActionsMixin, RoundFileMixin, admin.ModelAdmin[Draw]):
    """The admin of draws: a draft is edited, a published draw is read-only."""

    form = DrawForm
    list_display = ("number", "understood", "held_on", "name", "stream", "cutoff", "size", "status")
    list_filter = (WaitingFilter, "status", "stream")
    search_fields = ("number", "name")
    date_hierarchy = "held_on"
    inlines = (PoolBandInline,)
    actions = ("mark_reviewed",)

    @admin.display(description=_("understood"), boolean=True)
    def understood(self, draw: Draw) -> bool:
        """Whether nothing of the draw waits for a person."""
        return not draw.not_understood

    @admin.display(description=_("tie-break (UTC)"))
    def tie_break_utc(self, draw: Draw) -> str:
        """The tie-break as IRCC publishes it."""
        return f"{draw.tie_break:%Y-%m-%d %H:%M:%S}" if draw.tie_break else "-"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Draw]:
        """With the accounts that published them, which the page of each names."""
        return super().get_queryset(request).select_related("published_by")

    def get_inlines(self, request: HttpRequest, obj: Draw | None) -> tuple[type, ...]:
        """The distribution, where one was received."""
        return self.inlines if obj and obj.pool_as_on else ()

    def get_fields(self, request: HttpRequest, obj: Draw | None = None) -> tuple[str, ...]:
        """What was recorded, and once published by whom and when."""
        if obj and obj.is_published:
            # Read-only, Django would write the moment in Ottawa's time, where IRCC publishes it in UTC.
            return (*RECORDED, "tie_break_utc", *(OWN_LIST if obj.occupations else ()), *PUBLISHED_FIELDS)
        return (*RECORDED, "tie_break", *OWN_LIST)

    def get_readonly_fields(self, request: HttpRequest, obj: Draw | None = None) -> tuple[str, ...]:
        """What is never typed."""
        return ("tie_break_utc", *PUBLISHED_FIELDS)

    def has_change_permission(self, request: HttpRequest, obj: Draw | None = None) -> bool:
        """A published draw is only read."""
        return super().has_change_permission(request, obj) and not (obj and obj.is_published)

    def has_delete_permission(self, request: HttpRequest, obj: Draw | None = None) -> bool:
        """A published draw stays."""
        return super().has_delete_permission(request, obj) and not (obj and obj.is_published)

    def save_model(self, request: HttpRequest, obj: Draw, form: DrawForm, change: bool) -> None:
        """Save, and say what looks odd."""
        # A figure that a person typed settles what was unclear; whether it is likely is asked anew (record 0075).
        if "cutoff" in form.changed_data:
            obj.not_understood = cutoff_extremes.list_doubts(obj)
        super().save_model(request, obj, form, change)
        # What was worked out belongs to one list and one day (record 0021).
        custom_list.delete_outdated(obj)
        for warning in form.warnings:
            messages.warning(request, warning)

    def response_add(self, request: HttpRequest, obj: Draw, post_url_continue: str | None = None) -> HttpResponse:
        """After a draw is recorded, show whom it would reach."""
        response = super().response_add(request, obj, post_url_continue)
        stays = {"_continue", "_addanother"} & set(request.POST)
        return response if stays else redirect("admin:draws_draw_preview", obj.pk)

    @admin.action(description=_("Mark as looked at"), permissions=["change"])
    def mark_reviewed(self, request: HttpRequest, queryset: QuerySet[Draw]) -> None:
        """A person has compared these draws with what IRCC published."""
        # Before the update, after which none of these has anything to look at.
        for draw in queryset.exclude(not_understood=[]):
            self.log_change(request, draw, [{"changed": {"fields": ["not_understood"]}}])
        count = queryset.count()
        message = ngettext("%(count)s round marked as looked at.", "%(count)s rounds marked as looked at.", count)
        messages.success(request, message % {"count": count})
        queryset.update(not_understood=[])

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, with what of the draw waits for a person."""
        draw = kwargs.get("obj")
        context["doubts"] = [doubts.describe_doubt(doubt) for doubt in draw.not_understood] if draw else []
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and ours: who would be invited, preview, publish, correct."""
        view = self.admin_site.admin_view
        return [
            path("what-if-round/", view(self.what_if_round), name="draws_draw_what_if_round"),
            path("<int:pk>/preview/", view(self.preview), name="draws_draw_preview"),
            path("<int:pk>/publish/", view(require_POST(self.publish)), name="draws_draw_publish"),
            path("<int:pk>/correct/", view(self.correct), name="draws_draw_correct"),
            # Ours come first: the last of Django's own takes any word for the id of a draw.
            *super().get_urls(),
        ]

    # `admin_view` asks only whether somebody is staff; what they may see is asked here (record 0051).
    @requires(VIEW_DRAW)
    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who would be told and why others would not; once published, how far the sending is."""
        draw = get_object_or_404(Draw, pk=pk)
        context = self.admin_site.each_context(request) | build_preview_context(draw, request.GET, request.user)
        context["opts"] = self.opts
        return self.render_page(request, "preview", context)

    @requires(VIEW_DRAW, VIEW_CLIENT)
    def what_if_round(self, request: HttpRequest) -> HttpResponse:
        """Who would be invited in a round that nobody has held; nothing is kept."""
        question = WhatIfRoundForm(request.GET if "stream" in request.GET else None)
        context = self.admin_site.each_context(request) | {"opts": self.opts, "form": question}
        context["title"] = gettext("Who would be invited?")
        if question.is_valid():
            context |= build_answer(question, request.GET, request.user)
        return self.render_page(request, "what_if_round", context)

    @requires(PUBLISH_DRAW)
    def publish(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        """Confirm the mass mail that publishes the draw; with a second person it waits for approval."""
        draw = get_object_or_404(Draw, pk=pk)
        mail = make_mass_mail(Mailing(about=Mailing.About.DRAW, draw=draw))
        if self.confirm_mail(request, mail):
            self.log_change(request, draw, [{"changed": {"fields": ["status"]}}])
        return redirect("admin:draws_draw_preview", pk)

    def confirm_mail(self, request: HttpRequest, mail: MassMail) -> bool:
        """Confirm a mass mail as it was typed, and say what came of it; False where it was refused."""
        if mailing := confirm_as_typed(request, mail):
            self.report_outcome(request, mail, mailing)
        return mailing is not None

    @requires(PUBLISH_DRAW)
    def correct(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what is right, see who would be told what, confirm."""
        draw = get_object_or_404(Draw.objects.published(), pk=pk)
        if "look" in request.POST and (form := build_form(draw, request.POST)).is_valid():
            # Into the address: the page reloads by itself while workers count, and its people are paged through.
            return redirect(f"{request.path}?{build_entered_query(form)}")
        if request.method == "POST" and "look" not in request.POST and self.make_correction(request, draw):
            return redirect("admin:draws_draw_preview", pk)
        context = self.admin_site.each_context(request) | {"opts": self.opts}
        context |= build_correction_context(
            draw, request.POST if request.method == "POST" else request.GET, request.user
        )
        return self.render_page(request, "correct", context)

    def render_page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        """One of our own pages; it reloads by itself while workers are busy with it."""
        reload_header = (
            {"Refresh": "5" if "progress" in context else "30"} if {"progress", "running"} & set(context) else None
        )
        if VIEW_CLIENT.held_by(request.user):
            # Whose names stood on a page is on record, because clients read who looked at their file (record 0022).
            people = [row[0] for row in context.get("page", ())]
            file_views.record_listed(people, cast("User", request.user), FileView.ViewedPart.ROUND)
        return TemplateResponse(request, f"admin/draws/draw/{name}.html", context, headers=reload_header)

    def make_correction(self, request: HttpRequest, draw: Draw) -> bool:
        """Do the confirmed correction; False, with the reason as a message, when it can't be done."""
        form, confirmation = build_form(draw, request.POST), ConfirmForm(request.POST)
        if not (form.is_bound and form.is_valid() and confirmation.is_valid()):
            messages.error(request, _("Nothing was corrected: say what is right, and why."))
            return False
        after = build_snapshot(apply.copy_with(draw, form.cleaned_data))
        mail = plan_mail(draw, after, confirmation.cleaned_data["reason"], confirmation.cleaned_data["seen"])
        if not self.confirm_mail(request, mail):
            return False
        # `draw` was read before the correction, so that it still says what had been recorded.
        self.log_change(request, draw, [{"changed": {"fields": [*find_differing(build_snapshot(draw), after)]}}])
        return True

    def report_outcome(self, request: HttpRequest, mail: MassMail, mailing: Mailing) -> None:
        """Say on the page what became of the mass mail: waiting for approval, corrected or published."""
        if mailing.is_waiting:
            messages.info(request, _("Confirmed. Nothing happens before another person has approved it."))
        elif mailing.about == Mailing.About.CORRECTION:
            messages.success(
                request, _("The round is corrected. Those concerned are told when the waiting time is over.")
            )
        else:
            messages.success(
                request, _("The round is published. The matching clients are told when the waiting time is over.")
            )
        # Only now: the call is made at the commit, and may have failed there.
        if mail.call and mail.call.failed:
            messages.warning(
                request, _("The queue can't be reached. Nothing is lost: the alerts go out once it is back.")
            )
