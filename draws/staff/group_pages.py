"""All of a group of a draw's preview, on whichever page of it they stand: an action of the list of clients for them."""

from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from draws.matching.preview import Preview, name_client
from draws.models import Draw
from draws.permissions import VIEW_DRAW
from draws.staff.preview_page import name_groups
from intake.models import Client
from intake.permissions import VIEW_CLIENT, requires
from intake.staff.files.list_actions import go_back

if TYPE_CHECKING:
    from django.contrib import admin

    from intake.staff.files.list_actions import ActsOnFiles

    Base = admin.ModelAdmin[Draw]
else:
    Base = object


class ActsOnGroups(Base):
    """Mixed into the draws' admin: an action of the list of clients for all of a group at once."""

    def get_urls(self) -> list[URLPattern]:
        """Where an action for a group is sent."""
        view = self.admin_site.admin_view(require_POST(self.act_on_group))
        return [path("<int:pk>/group/", view, name="draws_draw_group"), *super().get_urls()]

    @requires(VIEW_DRAW)
    @requires(VIEW_CLIENT)
    def act_on_group(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it with all of the group whose files this member of staff may know of."""
        draw = get_object_or_404(Draw, pk=pk)
        groups = name_groups(Preview(draw, user=request.user)) if draw.can_match else {}
        lister = cast("ActsOnFiles", self.admin_site.get_model_admin(Client))
        # Those that the list itself would offer to this member of staff.
        found: Any = lister.get_actions(request).get(request.POST.get("action", ""))
        code = request.POST.get("group", "")
        if code not in groups or found is None:
            raise Http404
        people = groups[code][1].people
        people = people.order_by().values(name_client(people))
        answer = found[0](lister, request, lister.get_queryset(request).filter(pk__in=people))
        return answer or go_back(request) or redirect("admin:draws_draw_preview", pk)
