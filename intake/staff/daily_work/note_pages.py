"""A note or a call from wherever one is: the link at the head of every page of the staff's tool leads here.

The file is one of those that were opened last, or one that is looked for on the same page.
"""

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.models import Client, FileView
from intake.permissions import CHANGE_CLIENT, VIEW_CLIENT, requires
from intake.staff.changelists import file_views
from intake.staff.client_admin.file_search import search_files
from intake.staff.client_admin.search_terms import LONGEST
from intake.staff.daily_work.todo_forms import NoteForm

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# This many files are offered; of this many of the newest looks at files those of the last ones are taken.
OFFERED, LOOKS = 5, 50


class NoteAnywhereForm(NoteForm):
    """A note, and whose file it goes into."""

    file = forms.ModelChoiceField(
        queryset=Client.objects.none(),
        error_messages={"required": _("Choose the file."), "invalid_choice": _("Choose the file.")},
    )

    def __init__(self, data: Any, user: "User") -> None:
        super().__init__(data)
        cast("Any", self.fields["file"]).queryset = Client.objects.visible_to(user)


@requires(VIEW_CLIENT, CHANGE_CLIENT)
def write_note(request: HttpRequest) -> HttpResponse:
    """Keep a note in a file, and go back to the page from which the link led here."""
    by, keeping = cast("User", request.user), "kind" in request.POST
    form = NoteAnywhereForm(request.POST if keeping else None, by)
    if form.is_valid():
        client = form.cleaned_data["file"]
        form.build_note(client, by).save()
        messages.success(request, gettext("Saved in the history of %(name)s's file.") % {"name": client.shown_as})
        return redirect(find_way_back(request))
    context = admin.site.each_context(request) | offer_files(request, by) | {"form": form}
    context |= {"title": gettext("Note or call"), "next": find_way_back(request), "text": request.POST.get("text", "")}
    return TemplateResponse(request, "admin/intake/note.html", context)


def offer_files(request: HttpRequest, by: "User") -> dict[str, Any]:
    """The files that are offered: those that were found or, where nothing is looked for, those opened last."""
    searched = request.POST.get("q", "").strip()[:LONGEST]
    hits = search_files(by, searched)[0] if searched else []
    every = [one.client for one in hits] if searched else find_opened(by)
    found = every[:OFFERED]
    part = FileView.ViewedPart.SEARCH if searched else FileView.ViewedPart.LIST
    file_views.record_listed([one.pk for one in found], by, part)
    # A file that was looked for is chosen for nobody unless it is the only one, and as it was typed: a note must not go
    # to another's.
    is_sure = not searched or (len(hits) == 1 and not hits[0].is_near)
    chosen = str(found[0].pk) if found and is_sure else ""
    return {
        "files": found,
        "chosen": request.POST.get("file", "") or chosen,
        "q": searched,
        "more": len(every) > OFFERED,
    }


def find_opened(by: "User") -> list[Client]:
    """The files that this member of staff opened last, the newest first, of those that they may know of now."""
    looks = FileView.objects.filter(staff=by, on=None).order_by("-pk").values_list("client", flat=True)[:LOOKS]
    keys = list(dict.fromkeys(looks))[:OFFERED]
    known = Client.objects.visible_to(by).select_related("adviser").in_bulk(keys)
    return [known[pk] for pk in keys if pk in known]


def find_way_back(request: HttpRequest) -> str:
    """The page of ours from which somebody came; the first page, where it is none."""
    back = request.POST.get("next", "") if request.method == "POST" else read_page_before(request)
    # The address may be anybody's, and leads to no other site.
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return back if safe else reverse("admin:index")


def read_page_before(request: HttpRequest) -> str:
    """The path of our own page that led here, as browsers tell it."""
    # Not from the link: the page may be a search, and what was typed there stands in no other address (record 0154).
    try:
        before = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    ours = before.netloc == request.get_host() and before.path != request.path
    return before._replace(scheme="", netloc="", fragment="").geturl() if ours else ""
