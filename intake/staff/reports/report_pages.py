"""The page of reports, and each report as CSV."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext

from intake.common.charts.bar_chart import BarChart, BarStyle, build_bar_chart
from intake.common.charts.labels import GAP, measure_text
from intake.common.names import name_user
from intake.common.spreadsheets import TYPES, write_csv
from intake.permissions import VIEW_REPORTS, requires
from intake.staff.changelists.people import find_staff_at_work
from intake.staff.reports.file_reports import OWN
from intake.staff.reports.report_types import ADDED, Report, ReportRow, Scope, Sheet

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.contrib.auth.models import User

    from intake.models import Client

    Base = ModelAdmin[Client]
else:
    Base = object
# The bars of a report, whose table beside them says the same.
STYLE = BarStyle(width=760, left=0, line=22, bar=14, words=12)
LONGEST_LABEL = 260


class Shown(NamedTuple):
    """A report with what was counted."""

    report: Report
    sheet: Sheet
    chart: BarChart | None


class ReportPages(Base):
    """Mixed into the clients' admin: the reports, of all files or of one adviser's."""

    def get_urls(self) -> list[URLPattern]:
        """The page, and the files."""
        page, file = (self.admin_site.admin_view(view) for view in (self.show_reports, self.send_report))
        return [
            path("reports/", page, name="intake_client_reports"),
            path("reports/<slug:code>.csv", file, name="intake_client_report"),
            *super().get_urls(),
        ]

    @requires(VIEW_REPORTS)
    def show_reports(self, request: HttpRequest) -> HttpResponse:
        """Every report, each with a chart, a table and the way to its file."""
        staff = find_staff_at_work()
        scope = build_scope(request, staff)
        context = self.admin_site.each_context(request) | {"opts": self.opts, "title": gettext("Reports")}
        context |= {"shown": list(list_shown(scope)), "adviser": scope.adviser}
        context["advisers"] = [(one.pk, name_user(one)) for one in staff]
        return TemplateResponse(request, "admin/intake/client/reports.html", context)

    @requires(VIEW_REPORTS)
    def send_report(self, request: HttpRequest, code: str) -> HttpResponse:
        """One report as CSV."""
        report = next((one for one in (*OWN, *ADDED) if one.code == code), None)
        if report is None:
            raise Http404
        # The chart, the table and the file are of one sheet, so that they can't differ (record 0155).
        sheet = report.read(build_scope(request, find_staff_at_work()))
        lines = [sheet.columns, *([row.label, *row.cells] for row in sheet.rows)]
        answer = HttpResponse(write_csv(lines), content_type=TYPES["csv"])
        answer["Content-Disposition"] = f'attachment; filename="{code}-{timezone.localdate()}.csv"'
        return answer


def build_scope(request: HttpRequest, staff: "list[User]") -> Scope:
    """What is asked for. Raises `Http404` for an adviser who is not of the staff."""
    asked = request.GET.get("adviser", "")
    chosen = next((one for one in staff if str(one.pk) == asked), None)
    if asked and chosen is None:
        raise Http404
    return Scope(request.user, chosen, timezone.localdate())


def list_shown(scope: Scope) -> Iterator[Shown]:
    """Every report, ours first."""
    for report in (*OWN, *ADDED):
        sheet = report.read(scope)
        yield Shown(report, sheet, build_report_chart(sheet.rows))


def build_report_chart(rows: Sequence[ReportRow]) -> BarChart | None:
    """The first cell of each line as a bar; None where all are nothing."""
    left = min(max((measure_text(row.text) for row in rows), default=0), LONGEST_LABEL) + GAP
    return build_bar_chart([(row.text, row.cells[0] or 0) for row in rows], STYLE._replace(left=left))
