"""A client's result in the staff's tool: the page that the client reads, in the staff's frame, and its PDF."""

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from intake.models import Assessment, Client, FileView
from intake.pdf.make_pdf import PdfUnavailable
from intake.permissions import VIEW_ASSESSMENT, check
from intake.result import downloads, page_context
from intake.result.pdf import TooManyPdfs
from intake.staff.changelists import file_views
from intake.staff.client_admin.file_page_mixin import FilePages
from intake.staff.file_pages import result_for_staff as staff_results

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class ResultPages(FilePages):
    """Mixed into the clients' admin: every result of a file, explained."""

    def get_urls(self) -> list[URLPattern]:
        """The page and its PDF; `which` is "today", "verified" or the reference of a kept result."""
        view, at = self.admin_site.admin_view, "<int:pk>/result/<str:which>/"
        return [
            path(at, view(require_safe(self.result)), name="intake_client_result"),
            path(f"{at}pdf/", view(require_safe(self.result_pdf)), name="intake_client_result_pdf"),
            *super().get_urls(),
        ]

    def result(self, request: HttpRequest, pk: int, which: str) -> HttpResponse:
        """Every point with its reason and its source, programs, categories, and what is missing."""
        client, assessment = self.open_result(request, pk, which, FileView.ViewedPart.RESULT)
        may_change = self.has_change_permission(request, client)
        context = self.admin_site.each_context(request) | staff_results.build_context(
            client, assessment, which, may_change=may_change
        )
        context |= {"client": client, "opts": self.opts, "which": which, "title": gettext("Result")}
        context["results"] = client.assessments.only("reference", "on", "crs", "client")
        return TemplateResponse(request, "admin/intake/client/result.html", context)

    def result_pdf(self, request: HttpRequest, pk: int, which: str) -> HttpResponse:
        """The PDF that the client would get, in the client's language; that of the verified score says what it is."""
        client, assessment = self.open_result(request, pk, which, FileView.ViewedPart.PDF)
        origin = downloads.build_origin(request, gettext("Back to the result"), "admin:intake_client_result", pk, which)
        try:
            # A worker makes it; the page asks again by a header (record 0069).
            return downloads.answer_with_pdf(
                request, lambda: self.build_result_pdf(request, client, assessment, which), origin
            )
        except (PdfUnavailable, TooManyPdfs):
            messages.error(request, gettext("No PDF can be made at the moment."))
            return redirect("admin:intake_client_result", pk, which)

    def build_result_pdf(
        self, request: HttpRequest, client: Client, assessment: Assessment, which: str
    ) -> HttpResponse:
        """The PDF in the client's language. Raises `PdfPending`, `PdfUnavailable` and `TooManyPdfs`."""
        with override(client.language):
            name = downloads.name_result_file(assessment.shown_reference)
            verified = which == staff_results.VERIFIED
            parts = page_context.render_parts(assessment, supposing=not verified)
            context = {"assessment": assessment, "verified": verified, **parts}
            return downloads.build_pdf_response(request, "intake/paper/result.html", context, name)

    def open_result(
        self, request: HttpRequest, pk: int, which: str, part: FileView.ViewedPart
    ) -> tuple[Client, Assessment]:
        """The client and the result, for those who may see both; the view is recorded."""
        client = self.file_to_see(request, pk)
        check(request.user, VIEW_ASSESSMENT)
        assessment = staff_results.find_result(client, which, timezone.localdate())
        if assessment is None:
            raise Http404
        file_views.record_view(client, cast("User", request.user), part)
        return client, assessment
