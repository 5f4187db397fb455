"""The admin page of a client's invitation: the day and round, the plan, the documents, and what became of it."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext

from intake.clients import invitations
from intake.invitation.plan import build_plan, find_papers
from intake.models import Client, FileView, Invitation
from intake.permissions import CHANGE_CLIENT, MANAGE_ENGAGEMENT
from intake.staff.changelists import file_views
from intake.staff.client_admin.file_page_mixin import FilePages
from intake.staff.file_pages.invitation_forms import EndedForm, ReceivedForm

if TYPE_CHECKING:
    from django.forms import Form


class InvitationPages(FilePages):
    """Mixed into the clients' admin: the page of an invitation."""

    def get_urls(self) -> list[URLPattern]:
        """Django's own, and the page of a client's invitation."""
        view = self.admin_site.admin_view(self.invitation)
        return [path("<int:pk>/invitation/", view, name="intake_client_invitation"), *super().get_urls()]

    def invitation(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is known and what is to do; those who may enter an invitation, correct it and say what became of it."""
        client = self.file_to_see(request, pk)
        newest, may = client.invitations.newest(), may_record(client, request.user)
        if request.method == "POST" and not may:
            raise PermissionDenied
        by = cast("User", request.user)
        received = ReceivedForm(get_posted(request, "receive"), client, newest) if may else None
        ended = EndedForm(get_posted(request, "end"), newest) if may and newest else None
        if received and received.is_valid():
            invitations.receive(client, received.came, by)
            return self.go_on(request, client, gettext("The invitation is saved, and its steps are tasks of the file."))
        if newest and ended and ended.is_valid():
            invitations.end(client, newest, ended.ended, by)
            return self.go_on(request, client, gettext("What became of the invitation is saved."))
        file_views.record_view(client, by, FileView.ViewedPart.FILE)
        return self.show_invitation(request, client, newest, {"received": received, "ended": ended} if may else {})

    def show_invitation(
        self, request: HttpRequest, client: Client, newest: Invitation | None, forms: "dict[str, Form | None]"
    ) -> HttpResponse:
        """The page, with the forms for those who may fill them in."""
        today = timezone.localdate()
        plan = build_plan(client, newest, today)
        context: dict[str, Any] = self.admin_site.each_context(request) | {"client": client, "opts": self.opts}
        context |= {"title": gettext("Invitation"), "newest": newest, "plan": plan, "quiet_head": True, **forms}
        context |= {"works": CHANGE_CLIENT.held_by(request.user), "today": today}
        context |= find_papers(client, plan, today) if plan else {}
        return TemplateResponse(request, "admin/intake/client/invitation.html", context)

    def go_on(self, request: HttpRequest, client: Client, message: str) -> HttpResponseRedirect:
        """Say what was saved, on the same page."""
        messages.success(request, message)
        return redirect("admin:intake_client_invitation", client.pk)


def may_record(client: Client, user: User | AnonymousUser) -> bool:
    """Whether this member of staff enters an invitation: in an engaged file it belongs to the engagement."""
    return CHANGE_CLIENT.held_by(user) and (not client.is_engaged or MANAGE_ENGAGEMENT.held_by(user))


def get_posted(request: HttpRequest, button: str) -> Any:
    """What was posted with this button; None for a form that was not sent."""
    return request.POST if button in request.POST else None
