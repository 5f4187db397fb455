"""The page to which the search at the head of every page of the staff's tool leads."""

from typing import TYPE_CHECKING, cast

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from intake.models import FileView
from intake.permissions import VIEW_CLIENT, requires
from intake.staff.changelists import file_views
from intake.staff.client_admin.file_search import find_unclaimed, search_files
from intake.staff.client_admin.found_files import MOST
from intake.staff.client_admin.search_terms import LONGEST

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@require_safe
@requires(VIEW_CLIENT)
def show_found(request: HttpRequest) -> HttpResponse:
    """The files that were found; that they were is noted in each."""
    typed = request.GET.get("q", "").strip()[:LONGEST]
    found, more = search_files(request.user, typed)
    file_views.record_listed([one.client.pk for one in found], cast("User", request.user), FileView.ViewedPart.SEARCH)
    # What was typed is somebody's name: it stands in the box alone, not in the title that the browser keeps.
    context = admin.site.each_context(request) | {"title": gettext("Client search"), "searched": typed}
    return TemplateResponse(
        request,
        "admin/intake/search.html",
        context | {"found": found, "more": more, "most": MOST, "unclaimed": find_unclaimed(request.user, typed)},
    )
