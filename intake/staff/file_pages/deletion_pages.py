"""The staff's page on which a request for deletion is entered, met or refused; no other page deletes a file."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.clients import delete_file
from intake.models import Client, DeletionRequest, FileView
from intake.permissions import CHANGE_CLIENT, DELETE_CLIENT, DELETE_RECORD
from intake.staff.changelists import file_views
from intake.staff.client_admin.file_page_mixin import FilePages

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# The other two are entered by the site itself, where a client or staff delete a file.
WAYS = [choice for choice in DeletionRequest.RequestWay.choices if choice[0] not in ("my_file", "firm")]


class AskForm(forms.Form):
    """Asks how the client asked for the deletion of the file."""

    way = forms.ChoiceField(label=_("How the client asked"), choices=[("", "---------"), *WAYS])


class DeleteForm(forms.Form):
    """The reference, typed: nobody deletes a file by a slip."""

    reference = forms.CharField(label=_("To delete it, type the reference of the file"), max_length=14)

    def __init__(self, data: Any, client: Client) -> None:
        self.client = client
        super().__init__(data)

    def clean_reference(self) -> str:
        """The same reference, however it is written."""
        typed: str = self.cleaned_data["reference"].strip().upper()
        if typed != self.client.reference:
            raise forms.ValidationError(_("This is not the reference of this file."))
        return typed


class FileKeptForm(forms.Form):
    """Why a file is kept although the client asked for its deletion."""

    reason = forms.CharField(label=_("Why the file must be kept"), widget=forms.Textarea(attrs={"rows": 3}))


class DeletionPages(FilePages):
    """Mixed into the clients' admin: the page about the deletion of a file."""

    def get_urls(self) -> list[URLPattern]:
        """Also the page on which a file is deleted."""
        view = self.admin_site.admin_view(self.deletion)
        return [path("<int:pk>/deletion/", view, name="intake_client_deletion"), *super().get_urls()]

    def has_delete_permission(self, request: HttpRequest, obj: Client | None = None) -> bool:
        """Django's own deletion knows neither the proof of consent nor a professional record."""
        return False

    def deletion(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record a request, carry it out, or say why the file is kept."""
        client = self.file_to_see(request, pk)
        acts = self.list_acts(request, client)
        if not acts:
            raise PermissionDenied
        chosen = next((name for name in acts if name in request.POST), "")
        if chosen and acts[chosen].is_valid():
            return self.do_act(request, client, chosen, acts[chosen].cleaned_data)
        file_views.record_view(client, cast("User", request.user), FileView.ViewedPart.FILE)
        context = self.admin_site.each_context(request) | {"client": client, "opts": self.opts, "acts": acts}
        context |= {"title": gettext("Deletion of the file"), "asked": client.deletion_requests.open().first()}
        context["guarded"] = client.retained_on is not None
        return TemplateResponse(request, "admin/intake/client/deletion.html", context)

    def list_acts(self, request: HttpRequest, client: Client) -> dict[str, forms.Form]:
        """What this member of staff may do now: a professional record goes only where its client asked for that."""
        asked, guarded = client.deletion_requests.open().exists(), client.retained_on is not None
        # The College wants records kept: one goes where its client asked, by a licensed person's hand (record 0022).
        needed = DELETE_RECORD if guarded else DELETE_CLIENT
        found: dict[str, forms.Form] = {}
        if not asked and CHANGE_CLIENT.held_by(request.user):
            found["ask"] = AskForm(request.POST if "ask" in request.POST else None)
        if needed.held_by(request.user) and (asked or not guarded):
            found["delete"] = DeleteForm(request.POST if "delete" in request.POST else None, client)
        if asked and needed.held_by(request.user):
            found["keep"] = FileKeptForm(request.POST if "keep" in request.POST else None)
        return found

    def do_act(self, request: HttpRequest, client: Client, chosen: str, typed: dict[str, Any]) -> HttpResponse:
        """Do what was chosen, and say so."""
        by = cast("User", request.user)
        if chosen == "delete":
            delete_file.delete_by_staff(client, by)
            messages.success(request, gettext("The file is deleted. The proof of its consents is kept."))
            # No line in its history, which went with it.
            return redirect("admin:intake_client_changelist")
        if chosen == "ask":
            delete_file.record_request(client, typed["way"], language=client.language, by=by)
            messages.success(request, gettext("The request is noted, and the e-mails are stopped."))
        else:
            delete_file.keep_file(client, by, typed["reason"])
            messages.success(request, gettext("The answer is noted: the file is kept."))
        return redirect("admin:intake_client_change", client.pk)
