"""Whom a change of rules moves: the people behind each number of its page, and what is done with them."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.models import AnonymousUser, User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from draws.models import RuleChange, RuleEffect
from draws.permissions import VIEW_RULE_CHANGE
from draws.rule_changes.edition_effects import GAIN, LOSE, name_streams
from draws.staff.group_pages import act_on_people
from draws.staff.groups import build_groups
from intake.models import FileView
from intake.permissions import VIEW_CLIENT, requires
from intake.staff.changelists import file_views
from scoring.dates import format_date

if TYPE_CHECKING:
    from django.contrib import admin

    Base = admin.ModelAdmin[RuleChange]
else:
    Base = object

FELT, HIGHER, LOWER = "felt", "higher", "lower"
FIRST = {
    HIGHER: _("Score goes up"),
    LOWER: _("Score goes down"),
    FELT: _("Will be told: score or fitting rounds change"),
}
Groups = dict[str, list[int]]


class MovedPeopleMixin(Base):
    """Mixed into the admin of rule changes: the people of each number, and an action for all of a number."""

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and ours: where they are shown, and where an action for them is sent."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/people/", view(require_safe(self.show_people)), name="draws_rulechange_people"),
            path("<int:pk>/group/", view(require_POST(self.act_on_moved)), name="draws_rulechange_group"),
            *super().get_urls(),
        ]

    @requires(VIEW_RULE_CHANGE)
    @requires(VIEW_CLIENT)
    def show_people(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The groups of the change with their numbers, and a page of the people of one."""
        change = get_object_or_404(RuleChange, pk=pk)
        groups = group_moved(change, request.user)
        numbers = {code: len(found) for code, found in groups.items()}
        context = build_groups(
            name_groups(change, groups), numbers, lambda code: list_people(groups[code]), request.GET
        )
        # Whose names stood on a page is on record, because clients read who looked at their file (record 0022).
        shown = [row[0] for row in context["page"]]
        file_views.record_listed(shown, cast("User", request.user), FileView.ViewedPart.ROUND)
        title = gettext("Who is affected by the edition of %(day)s") % {"day": format_date(change.edition)}
        context |= self.admin_site.each_context(request) | {"opts": self.opts, "change": change, "title": title}
        context["group_url"] = reverse("admin:draws_rulechange_group", args=[pk])
        return TemplateResponse(request, "admin/draws/rulechange/people.html", context)

    @requires(VIEW_RULE_CHANGE)
    @requires(VIEW_CLIENT)
    def act_on_moved(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it with all of a group whose files this member of staff may know of."""
        groups = group_moved(get_object_or_404(RuleChange, pk=pk), request.user)
        code = request.POST.get("group", "")
        if code not in groups:
            raise Http404
        # Of the groups as they are now, not as the page showed them: files may have been assigned to others since.
        people = RuleEffect.objects.filter(pk__in=groups[code]).values("client")
        return act_on_people(self.admin_site, request, people) or redirect("admin:draws_rulechange_people", pk)


def group_moved(change: RuleChange, user: User | AnonymousUser) -> Groups:
    """The keys of the effects behind each number, of the files that this member of staff may know of."""
    groups: Groups = defaultdict(list, {code: [] for code in FIRST})
    for effect in change.effects.visible_to(user).felt():
        moved = [HIGHER] if effect.after > effect.before else [LOWER] if effect.after < effect.before else []
        streams = [*(f"{GAIN}{code}" for code in effect.gained), *(f"{LOSE}{code}" for code in effect.lost)]
        for code in (FELT, *moved, *streams):
            groups[code].append(effect.pk)
    return dict(groups)


def name_groups(change: RuleChange, groups: Groups) -> dict[str, Any]:
    """The groups in words: the scores first, then each kind of round that somebody comes into or falls out of."""
    named: dict[str, Any] = dict(FIRST)
    for code, stream in name_streams(change.firm_edition).items():
        for sign, words in ((GAIN, _("Gain access to: %(stream)s")), (LOSE, _("Lose access to: %(stream)s"))):
            if f"{sign}{code}" in groups:
                named[f"{sign}{code}"] = words % {"stream": stream}
    return named


def list_people(effects: list[int]) -> Any:
    """The people of these effects, best score first, as the table of people to choose has them."""
    fields = ("client_id", "client__reference", "client__name", "client__email", "after")
    return RuleEffect.objects.filter(pk__in=effects).order_by("-after", "client__reference").values_list(*fields)
