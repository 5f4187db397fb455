"""Lists of rows that are about clients (messages, tasks, documents, results): work on the files of the chosen ones."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from intake.models import Client
from intake.permissions import EXPORT_CLIENTS
from intake.staff.client_admin.list_actions import FileActionsMixin

if TYPE_CHECKING:
    from intake.staff.client_admin.export_pages import ListExportMixin

FILE_ACTIONS = ("change_chosen", "export_csv", "export_workbook")


class RelatedFileActionsMixin(FileActionsMixin):
    """Mixed into the admin of such rows: the actions of the list of clients, by the same code."""

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Those who take clients along."""
        return EXPORT_CLIENTS.held_by(request.user)

    @admin.action(description=_("Export their clients as CSV"), permissions=["export"])
    def export_csv(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """As the list of clients shows them."""
        return self.send_clients(request, queryset, "csv")

    @admin.action(description=_("Export their clients as an Excel workbook"), permissions=["export"])
    def export_workbook(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """As the list of clients shows them."""
        return self.send_clients(request, queryset, "xlsx")

    def send_clients(self, request: HttpRequest, queryset: QuerySet[Any], kind: str) -> HttpResponse | None:
        """The file that the list of clients would make of these."""
        lister = cast("ListExportMixin", self.admin_site.get_model_admin(Client))
        # Columns that the address of this list names are none of that one's.
        request.GET = QueryDict()
        # By that list's own rows, which carry what its columns show, as the score of today.
        own = lister.get_queryset(request).filter(pk__in=self.find_files(request, queryset).values("pk"))
        return lister.send_list(request, own, kind)
