"""The copy of a client's data for a client who asks by telephone or letter: the request is noted first."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from intake.data_copy.data_export import build_readable_copy, encode_copy, export_for_staff
from intake.models import Client, FileView
from intake.models.consent_sources import WAYS_TO_ASK
from intake.pdf.make_pdf import PdfUnavailable
from intake.permissions import COPY_CLIENT, requires
from intake.result import downloads
from intake.result.pdf import TooManyPdfs
from intake.staff.changelists import file_views
from intake.staff.client_admin.file_page_mixin import FilePages
from intake.staff.client_admin.list_actions import make_date_box

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# For so long the copy can be fetched by the person who noted the request.
DAY = timedelta(days=1)


class CopyForm(forms.Form):
    """Which request the copy answers, and how staff know whose it was."""

    way = forms.ChoiceField(label=_("How the client asked"), choices=[("", "---------"), *WAYS_TO_ASK.items()])
    asked_on = forms.DateField(label=_("Day of the request"), widget=make_date_box())
    identity = forms.CharField(
        label=_("How you know that it was the client"),
        max_length=200,
        help_text=_("For example: passport seen, or called back at the number in the file."),
    )

    def clean_asked_on(self) -> date:
        """A day that has come."""
        day: date = self.cleaned_data["asked_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Enter a day that has come."))
        return day


class CopyPages(FilePages):
    """Mixed into the clients' admin: the page on which a request is noted, and the two forms of the copy."""

    def get_urls(self) -> list[URLPattern]:
        """The page, and what is downloaded from it."""
        view, at = self.admin_site.admin_view, "<int:pk>/copy/"
        return [
            path(at, view(self.copy), name="intake_client_copy"),
            path(f"{at}json/", view(require_safe(self.copy_json)), name="intake_client_copy_json"),
            path(f"{at}pdf/", view(require_safe(self.copy_pdf)), name="intake_client_copy_pdf"),
            *super().get_urls(),
        ]

    @requires(COPY_CLIENT)
    def copy(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Note a request; the copy is there for a day, for the person who noted it."""
        client = self.file_to_see(request, pk)
        form = CopyForm(request.POST or None, initial={"asked_on": timezone.localdate()})
        if form.is_valid():
            self.note_request(request, client, form.cleaned_data)
            return redirect("admin:intake_client_copy", client.pk)
        context = self.admin_site.each_context(request) | {"client": client, "opts": self.opts, "form": form}
        context |= {"title": gettext("Copy of the client’s data"), "noted": self.has_noted(request, client)}
        context["days"] = settings.ACCESS_ANSWER_DAYS
        return TemplateResponse(request, "admin/intake/client/copy.html", context)

    def note_request(self, request: HttpRequest, client: Client, typed: dict[str, Any]) -> None:
        """Say in the file's history what was asked, and to its client that a copy was made."""
        # Before anything leaves, as with a list that is taken along (record 0131).
        file_views.record_view(client, cast("User", request.user), FileView.ViewedPart.COPY)
        self.log_change(request, client, [{"copy": {**typed, "asked_on": typed["asked_on"].isoformat()}}])
        messages.success(
            request,
            gettext("The request is noted in the history. You, and nobody else, can get the copy below for 24 hours."),
        )

    def has_noted(self, request: HttpRequest, client: Client) -> bool:
        """Whether this member of staff noted a request for this file within a day."""
        mine = client.views.filter(staff=cast("User", request.user), part=FileView.ViewedPart.COPY)
        return mine.filter(at__gt=timezone.now() - DAY).exists()

    def file_to_copy(self, request: HttpRequest, pk: int) -> Client:
        """The file of which a request was noted. Raises `Http404` and `PermissionDenied`."""
        client = self.file_to_see(request, pk)
        if not self.has_noted(request, client):
            raise PermissionDenied
        return client

    @requires(COPY_CLIENT)
    def copy_json(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everything, for a program."""
        client = self.file_to_copy(request, pk)
        return downloads.build_json_response(encode_copy(export_for_staff(client)), client.reference)

    @requires(COPY_CLIENT)
    def copy_pdf(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The same for reading, in the client's language."""
        client = self.file_to_copy(request, pk)
        origin = downloads.build_origin(request, gettext("Back to the copy"), "admin:intake_client_copy", pk)
        try:
            # A worker makes it; the page asks again by a header (record 0069).
            return downloads.answer_with_pdf(request, lambda: self.build_copy_pdf(request, client), origin)
        except (PdfUnavailable, TooManyPdfs):
            messages.error(request, gettext("No PDF can be made at the moment."))
            return redirect("admin:intake_client_copy", client.pk)

    def build_copy_pdf(self, request: HttpRequest, client: Client) -> HttpResponse:
        """The PDF in the client's language. Raises `PdfPending`, `PdfUnavailable` and `TooManyPdfs`."""
        with override(client.language):
            content = build_readable_copy(client, by_staff=True)
            return downloads.build_pdf_response(request, "intake/paper/my_file.html", content, client.reference)
