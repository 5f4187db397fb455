"""All of a group of a draw's preview or correction, on whichever page they stand: an action of the list of clients."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from draws.matching.preview import Preview, name_client
from draws.models import Draw
from draws.permissions import PUBLISH_DRAW, VIEW_DRAW
from draws.staff.correction_page import find_corrected_groups
from draws.staff.preview_page import name_groups
from intake.models import Client
from intake.permissions import VIEW_CLIENT, requires
from intake.staff.client_admin.list_actions import go_back

if TYPE_CHECKING:
    from django.contrib import admin

    from intake.staff.client_admin.list_actions import FileActionsMixin

    Base = admin.ModelAdmin[Draw]
else:
    Base = object


class GroupActionsMixin(Base):
    """Mixed into the draws' admin: an action of the list of clients for all of a group at once."""

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and where an action for a group is sent."""
        views = {"group": self.act_on_group, "corrected_group": self.act_on_corrected_group}
        return [*(self.name_path(name, view) for name, view in views.items()), *super().get_urls()]

    def name_path(self, name: str, view: Any) -> URLPattern:
        """The address of one of these, which takes a POST alone."""
        where = f"<int:pk>/{name.replace('_', '-')}/"
        found: URLPattern = path(where, self.admin_site.admin_view(require_POST(view)), name=f"draws_draw_{name}")
        return found

    @requires(VIEW_DRAW)
    @requires(VIEW_CLIENT)
    def act_on_group(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it with all of the group whose files this member of staff may know of."""
        draw = get_object_or_404(Draw, pk=pk)
        groups = name_groups(Preview(draw, user=request.user)) if draw.can_match else {}
        people = {code: group.people for code, (_label, group) in groups.items()}
        return self.act_on_posted(request, people) or redirect("admin:draws_draw_preview", pk)

    @requires(PUBLISH_DRAW)
    @requires(VIEW_CLIENT)
    def act_on_corrected_group(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it with all of a group of the correction that the address describes."""
        draw = get_object_or_404(Draw.objects.published(), pk=pk)
        groups = find_corrected_groups(draw, request.GET, request.user)
        return self.act_on_posted(request, groups) or redirect("admin:draws_draw_correct", pk)

    def act_on_posted(self, request: HttpRequest, groups: Mapping[str, Any]) -> HttpResponse | None:
        """What the action answers for the group that was posted, or the way back. Raises `Http404`."""
        code = request.POST.get("group", "")
        if code not in groups:
            raise Http404
        # Without an order: as a sub-query it would be sorted for nothing.
        return act_on_people(self.admin_site, request, groups[code].order_by().values(name_client(groups[code])))


def act_on_people(site: "admin.AdminSite", request: HttpRequest, people: Any) -> HttpResponse | None:
    """What an action of the list of clients answers for these, by their keys, or the way back; None without one.

    Raises `Http404` for what the list itself would not offer to this member of staff.
    """
    lister = cast("FileActionsMixin", site.get_model_admin(Client))
    # By the list itself, so that what somebody may do here is what they may do there.
    found: Any = lister.get_actions(request).get(request.POST.get("action", ""))
    if found is None:
        raise Http404
    # Through the list's own rows too, which are those of the files that this member of staff may know of.
    return found[0](lister, request, lister.get_queryset(request).filter(pk__in=people)) or go_back(request)
