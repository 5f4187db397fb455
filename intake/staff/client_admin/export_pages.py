"""Taking the list of clients along as it stands: its filters, order and columns, as CSV or Excel, on record."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import label_for_field, lookup_field
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from intake.common.spreadsheets import TYPES, WRITERS
from intake.models import Client, ClientExport, FileView
from intake.permissions import EXPORT_CLIENTS, requires
from intake.staff.changelists import file_views
from intake.staff.changelists.read_only import ReadOnlyMixin
from intake.staff.changelists.saved_lists import ListOfColumns, SavedListsMixin
from scoring.numbers import group_thousands

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# This many take about a second: no worker, and no file that lies about (record 0131).
MOST_ROWS = 10_000


class ListExportMixin(SavedListsMixin):
    """Mixed into the clients' admin: a button for the whole list, and two actions for those that are chosen."""

    def get_urls(self) -> list[URLPattern]:
        """Where the list is taken along."""
        view = self.admin_site.admin_view(require_POST(self.export_list))
        return [path("list/export/", view, name=self.url_name("export")), *super().get_urls()]

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whether the two actions are offered."""
        return EXPORT_CLIENTS.held_by(request.user)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, with the button for those who may take it along."""
        may = self.has_export_permission(request)
        where = {"export_url": reverse(f"admin:{self.url_name('export')}")} if may else {}
        return super().changelist_view(request, {**where, **(extra_context or {})})

    @requires(EXPORT_CLIENTS)
    def export_list(self, request: HttpRequest) -> HttpResponse:
        """All rows of the list, on whichever page of it they stand."""
        # Whoever takes a list along must be one who may read it: these are two permissions.
        self.check_reader(request)
        kind, query = request.POST.get("kind", ""), request.POST.get("query", "")
        if kind not in WRITERS:
            return HttpResponseBadRequest()
        # The admin's list reads its filters from the address, and this is a POST.
        request.GET = QueryDict(query)
        # The list's own queryset, so that nobody takes along what they may not see (record 0131).
        shown = cast("ListOfColumns", self.get_changelist_instance(request))
        return self.send_list(request, shown.queryset, kind, shown.build_kept_query()) or self.back(query)

    @admin.action(description=_("Export these as CSV"), permissions=["export"])
    def export_csv(self, request: HttpRequest, queryset: QuerySet[Client]) -> HttpResponse | None:
        """Those that are chosen."""
        return self.send_list(request, queryset, "csv")

    @admin.action(description=_("Export these as an Excel workbook"), permissions=["export"])
    def export_workbook(self, request: HttpRequest, queryset: QuerySet[Client]) -> HttpResponse | None:
        """Those that are chosen."""
        return self.send_list(request, queryset, "xlsx")

    def send_list(
        self, request: HttpRequest, queryset: QuerySet[Client], kind: str, filters: str = ""
    ) -> HttpResponse | None:
        """The file, with a record of it; None where there are too many rows, and the reader is told."""
        columns = [str(name) for name in self.get_list_display(request) if name != "action_checkbox"]
        rows = self.fetch_ahead(queryset.select_related("adviser", "consultant"), columns)
        clients = list(rows[: MOST_ROWS + 1])
        if len(clients) > MOST_ROWS:
            refusal = gettext("At most %(most)s clients can be exported at once.")
            messages.error(request, refusal % {"most": group_thousands(MOST_ROWS)})
            return None
        # On record before anything leaves.
        self.record_export(request, clients, ClientExport(kind=kind, filters=filters[:2000], columns=columns))
        answer = HttpResponse(WRITERS[kind](self.list_cells(clients, columns)), content_type=TYPES[kind])
        answer["Content-Disposition"] = f'attachment; filename="clients-{timezone.localdate()}.{kind}"'
        return answer

    @transaction.atomic
    def record_export(self, request: HttpRequest, clients: Sequence[Client], record: ClientExport) -> None:
        """Note who takes how many along, and in each file that it was among them."""
        record.by, record.number = cast("User", request.user), len(clients)
        record.save()
        file_views.record_listed([client.pk for client in clients], record.by, FileView.ViewedPart.EXPORT)

    def list_cells(self, clients: Sequence[Client], columns: Sequence[str]) -> Iterator[list[Any]]:
        """The headings, then each client's cells as the list shows them."""
        yield [label_for_field(name, self.model, self) for name in columns]
        for client in clients:
            yield [self.find_cell(client, name) for name in columns]

    def find_cell(self, client: Client, name: str) -> Any:
        """What the list shows in a column; of a choice its words."""
        if words := getattr(client, f"get_{name}_display", None):
            return words()
        _field, _column, value = lookup_field(name, client, self)
        return value


@admin.register(ClientExport)
class ClientExportAdmin(SavedListsMixin, ReadOnlyMixin, admin.ModelAdmin[ClientExport]):
    """Who took which list along, for those who may read it."""

    list_display = ("at", "by", "number", "kind", "columns", "filters")
    list_select_related = ("by",)
    fields = readonly_fields = ("at", "by", "number", "kind", "columns", "filters")
