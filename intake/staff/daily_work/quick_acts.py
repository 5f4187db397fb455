"""What takes two clicks: a file moved to another stage at its head, and chosen files of the list assigned."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from intake.clients import changes, stages
from intake.common.names import name_user
from intake.common.row_numbers import read_row_number
from intake.models import Client
from intake.permissions import CHANGE_CLIENT, MANAGE_ENGAGEMENT, requires
from intake.staff.changelists.people import find_staff, list_colleagues
from intake.staff.changelists.saved_lists import SavedListsMixin
from intake.staff.client_admin.bulk_edit import MOST_AT_ONCE
from intake.staff.client_admin.file_page_mixin import FilePages
from intake.staff.client_admin.list_actions import FileActionsMixin
from intake.staff.daily_work.todo_pages import go_on
from scoring.merging import merge
from scoring.numbers import group_thousands

# Nothing changes but the adviser.
NOTHING_ELSE: dict[str, Any] = merge(
    dict.fromkeys(("stage", "next_action", "task", "new_tag"), ""),
    dict.fromkeys(("follow_up_on", "due_on")),
    dict.fromkeys(("put_on", "taken_off"), ()),
)


class QuickActs(FileActionsMixin, SavedListsMixin, FilePages):
    """Mixed into the clients' admin: the addresses to which the head of a file and the bar over the list post."""

    def get_urls(self) -> list[URLPattern]:
        """Also the acts of one click: another stage, another adviser."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/stage/", view(require_POST(self.move)), name="intake_client_move"),
            path("assign/", view(require_POST(self.assign)), name="intake_client_assign"),
            *super().get_urls(),
        ]

    def move(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        """Move a file to another stage, where it may go there from its own."""
        client = self.file_to_change(request, pk)
        if self.move_file(client, request.POST.get("stage", ""), cast("User", request.user)):
            # The history says it by the row of the move.
            self.log_change(request, client, [changes.make_message([])])
            words = gettext("The stage is now: %(stage)s") % {"stage": Client.Stage(request.POST["stage"]).label}
            messages.success(request, words)
        else:
            messages.error(request, gettext("The file cannot go there from the stage that it is in now."))
        return go_on(request, client)

    @transaction.atomic
    def move_file(self, client: Client, stage: str, by: User) -> bool:
        """Move it as the database has it now; whether it may."""
        locked = Client.objects.select_for_update().get(pk=client.pk)
        was = locked.stage
        if stage == was or stage not in stages.find_moves(locked, may_manage=MANAGE_ENGAGEMENT.held_by(by)):
            return False
        locked.stage = stage
        locked.save(update_fields=["stage", "updated"])
        stages.record_move(locked, was, by)
        return True

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, with the people to whom its files can be assigned."""
        context: dict[str, Any] = {}
        if CHANGE_CLIENT.held_by(request.user):
            query = request.GET.urlencode()
            context["colleagues"] = [(one.pk, name_user(one)) for one in list_colleagues(request)]
            context["assign_url"] = reverse("admin:intake_client_assign") + (f"?{query}" if query else "")
        return super().changelist_view(request, context | (extra_context or {}))

    @requires(CHANGE_CLIENT)
    def assign(self, request: HttpRequest) -> HttpResponse:
        """Assign the chosen files to a member of staff, and go back to the list as it was."""
        chosen = [*filter(None, map(read_row_number, request.POST.getlist(ACTION_CHECKBOX_NAME)))]
        adviser = get_object_or_404(find_staff(), pk=read_row_number(request.POST.get("adviser", "")))
        if not chosen:
            messages.warning(request, gettext("Choose the files in the list first."))
        elif len(chosen) > MOST_AT_ONCE:
            messages.error(request, gettext("Choose at most %(most)s rows.") % {"most": group_thousands(MOST_AT_ONCE)})
        else:
            files = Client.objects.visible_to(request.user).filter(pk__in=chosen)
            self.change_files(request, files, {**NOTHING_ELSE, "adviser": adviser})
        return self.back(request.GET.urlencode())
