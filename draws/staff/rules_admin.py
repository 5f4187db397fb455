"""The page "Rules": what is in use, who compared it when, and new editions that the firm enters and releases."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from draws.models import FirmEdition
from draws.permissions import COMPARE_TABLE, ENTER_RULES, RELEASE_RULES, VIEW_RULES
from draws.publishing.publisher import PublicationRefused
from draws.rule_changes import edition_effects, releasing
from draws.rule_changes.live_rulebook import released
from draws.rule_changes.tables_compared import STALE, get_title, list_compared, note_comparison
from draws.staff.rule_change_admin import warn_if_away
from draws.staff.rules_form import FirmTableInline
from intake.permissions import requires
from scoring.apps import rulebook

if TYPE_CHECKING:
    from django.contrib.auth.models import User


# Of the editions that the firm entered, by `?state=`.
STATES = {
    "": _("All editions"),
    "waiting": _("Not released"),
    "left_out": _("Released, but it does not go with the other rules any more"),
}


@admin.register(FirmEdition)
class FirmEditionAdmin(admin.ModelAdmin[FirmEdition]):
    """The rules in use, and the editions that the firm enters."""

    fields = ("note",)
    inlines = (FirmTableInline,)

    def has_change_permission(self, request: HttpRequest, obj: FirmEdition | None = None) -> bool:
        """What was entered stays as it was: another one is entered."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: FirmEdition | None = None) -> bool:
        """What was released stays on record."""
        return super().has_delete_permission(request, obj) and not (obj and obj.released_at)

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and ours for an edition: compare, release, withdraw."""
        view = self.admin_site.admin_view
        return [
            path("compared/", view(require_POST(self.compared)), name="draws_firmedition_compared"),
            path("<int:pk>/release/", view(require_POST(self.release)), name="draws_firmedition_release"),
            path("<int:pk>/withdraw/", view(require_POST(self.withdraw)), name="draws_firmedition_withdraw"),
            *super().get_urls(),
        ]

    @requires(VIEW_RULES)
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Every table in force or pending, when it was last compared, and the editions of a state (`?state=`)."""
        context = self.admin_site.each_context(request) | {"opts": self.opts, "title": _("Rules")}
        context |= build_rules_context(request.GET.get("state", ""))
        return TemplateResponse(request, "admin/draws/firmedition/rules.html", context)

    @requires(ENTER_RULES)
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form; it takes a licence, which the lists of what one may add do not ask for."""
        return super().add_view(request, form_url, extra_context)

    @requires(ENTER_RULES)
    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Take back what is not released."""
        return super().delete_view(request, object_id, extra_context)

    @requires(VIEW_RULES)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One edition: what it says, what it changes for whom, and the buttons."""
        edition = self.get_object(request, unquote(object_id))
        if edition is None:
            raise Http404
        context = self.admin_site.each_context(request) | {"opts": self.opts, "title": str(edition)}
        context |= edition_effects.describe(edition, request.user) | {
            "may_delete": self.has_delete_permission(request, edition)
        }
        # Workers compare meanwhile, and the page reloads by itself until they are done.
        reload_header = None if context["complete"] else {"Refresh": "5"}
        return TemplateResponse(request, "admin/draws/firmedition/edition.html", context, headers=reload_header)

    def save_model(
        self, request: HttpRequest, obj: FirmEdition, form: forms.ModelForm[FirmEdition], change: bool
    ) -> None:
        """Save it with the account that entered it."""
        obj.entered_by = cast("User", request.user)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Begin to compare, once the files are there."""
        super().save_related(request, form, formsets, change)
        # Here and not in `save_model`: the files of the edition are rows of their own, and saved after it.
        warn_if_away(request, releasing.begin_comparison(form.instance, cast("User", request.user)))

    def response_add(
        self, request: HttpRequest, obj: FirmEdition, post_url_continue: str | None = None
    ) -> HttpResponse:
        """On to what it would change."""
        return redirect("admin:draws_firmedition_change", obj.pk)

    @requires(COMPARE_TABLE)
    def compared(self, request: HttpRequest) -> HttpResponseRedirect:
        """Somebody compared a table with its source today."""
        asked = (request.POST.get("name"), request.POST.get("effective"))
        # Asked for by its day too: the page may be older than an edition that came into use since.
        tables = [table for table in rulebook().all() if (table.name, str(table.source.effective)) == asked]
        if not tables:
            raise Http404
        note_comparison(tables[0], cast("User", request.user), timezone.localdate())
        message = _("“%(table)s” was compared with its source today.") % {"table": get_title(tables[0].name)}
        messages.success(request, message)
        # To the next one that is due.
        return HttpResponseRedirect(f"{reverse('admin:draws_firmedition_changelist')}#stale")

    @requires(RELEASE_RULES)
    def release(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        """Bring an edition into use."""
        edition = get_object_or_404(FirmEdition, pk=pk)
        try:
            followed = releasing.release(edition, cast("User", request.user))
        except PublicationRefused as refused:
            messages.error(request, str(refused))
        else:
            self.log_change(request, edition, [{"changed": {"fields": ["released_at"]}}])
            messages.success(request, _("Released. Every process works with it from now on."))
            say_whether_standings_follow(request, followed)
        return redirect("admin:draws_firmedition_change", pk)

    @requires(RELEASE_RULES)
    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        """Take an edition out of use."""
        edition = get_object_or_404(FirmEdition, pk=pk)
        try:
            followed = releasing.withdraw(edition, cast("User", request.user))
        except PublicationRefused as refused:
            messages.error(request, str(refused))
        else:
            self.log_change(request, edition, [{"changed": {"fields": ["withdrawn_at"]}}])
            messages.success(request, _("Withdrawn. The rules are what they were without it."))
            say_whether_standings_follow(request, followed)
        return redirect("admin:draws_firmedition_change", pk)


def say_whether_standings_follow(request: HttpRequest, followed: bool) -> None:
    """Whether the workers rewrite the clients' standings now."""
    if followed:
        messages.info(request, _("The workers are working out all clients' scores anew."))
    else:
        messages.warning(
            request,
            _("The queue can't be reached: the clients' scores follow at night, or by “manage.py restand --all”."),
        )


def build_rules_context(state: str) -> dict[str, Any]:
    """What the page shows, of the editions those of a state; of an unknown one all."""
    today = timezone.localdate()
    rules = rulebook().on(today)
    in_force, pending = list_compared(rules.tables.values(), today), list_compared(rules.pending, today)
    later = [table for table in rulebook().all() if table.source.effective > today]
    due = [one for one in [*in_force, *pending] if one.stale]
    return {
        "today": today,
        "due": due,
        # Not twice: most tables of a site that nobody looked after are due.
        "in_force": [one for one in in_force if not one.stale],
        "pending": pending,
        "later": list_compared(later, today),
        "stale": len(due),
        "days": STALE.days,
        "editions": find_editions(state),
        "states": STATES.items(),
        "state": state if state in STATES else "",
        "left_out": dict(released.left_out),
    }


def find_editions(state: str) -> QuerySet[FirmEdition]:
    """The editions that the firm entered: all, or those that are not released, or that do not go with the others."""
    every = FirmEdition.objects.prefetch_related("tables").select_related("entered_by", "released_by")
    if state == "waiting":
        return every.waiting()
    return every.filter(pk__in=dict(released.left_out)) if state == "left_out" else every
