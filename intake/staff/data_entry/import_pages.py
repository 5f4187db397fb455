"""Clients from a file: the pages on which it is brought, its columns named, its rows looked at, and it is undone."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from intake.clients.imports import files, preview, run, undo
from intake.clients.imports.fields import find_fields, guess_fields
from intake.common.task_calls import Call
from intake.models import ClientImport, FileView, ImportRow
from intake.permissions import CHANGE_CLIENT, IMPORT_CLIENTS, requires
from intake.staff.changelists import file_views
from intake.staff.client_admin.file_page_mixin import FilePages
from intake.staff.data_entry.columns_form import ColumnsForm

if TYPE_CHECKING:
    from django.contrib.auth.models import User

ROWS_ON_A_PAGE = 100
IMPORTS_SHOWN = 20


class FileOfClientsForm(forms.Form):
    """A file of clients, read at once."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel with a heading over each column, or JSON Lines in the form of a client."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,.jsonl"}),
    )

    def clean_file(self) -> files.ImportTable:
        """What the file says."""
        file = self.cleaned_data["file"]
        try:
            return files.read_file(file.name, file)
        except files.FileRefused as why:
            raise forms.ValidationError(str(why)) from why


def check_field(typed: str) -> None:
    """Raises `ValidationError` for what is no field of the form of a client."""
    if typed not in find_fields():
        raise forms.ValidationError(gettext("“%(name)s” is not a field of a client.") % {"name": typed})


class ClientColumnsForm(ColumnsForm):
    """Each column a field of the form of a client, the address or the number among them."""

    def make_choice(self, **options: Any) -> forms.Field:
        """Typed, with all fields offered: there are more than a list to choose from can show."""
        widget = forms.TextInput(attrs={"list": "fields", "autocomplete": "off"})
        return forms.CharField(widget=widget, validators=[check_field], **options)

    def list_missing(self, chosen: Collection[str]) -> Iterator[str]:
        """Yield that files can't be found."""
        if not {"email", "telephone"} & set(chosen):
            yield gettext("One column must hold the e-mail address or the telephone number, by which files are found.")


class ImportPages(FilePages):
    """Mixed into the clients' admin."""

    def get_urls(self) -> list[URLPattern]:
        """The list of imports, one of them, and its buttons."""
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.imports), name="intake_client_imports"),
            path("import/<int:pk>/", view(self.show_import), name="intake_client_import"),
            path("import/<int:pk>/columns/", view(self.columns), name="intake_client_import_columns"),
            path("import/<int:pk>/begin/", view(require_POST(self.begin_import)), name="intake_client_import_begin"),
            path("import/<int:pk>/undo/", view(require_POST(self.undo_import)), name="intake_client_import_undo"),
            *super().get_urls(),
        ]

    def find_import(self, request: HttpRequest, pk: int) -> ClientImport:
        """One that this member of staff may know of. Raises `Http404`."""
        return get_object_or_404(ClientImport.objects.visible_to(request.user), pk=pk)

    def render_import_page(
        self, request: HttpRequest, name: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> HttpResponse:
        """One of these pages, in the frame of the list of clients."""
        frame = self.admin_site.each_context(request) | {"opts": self.opts, "title": gettext("Clients from a file")}
        return TemplateResponse(request, f"admin/intake/client/{name}.html", frame | context, headers=headers)

    @requires(CHANGE_CLIENT, IMPORT_CLIENTS)
    def imports(self, request: HttpRequest) -> HttpResponse:
        """Bring a file; below, those of before."""
        form = FileOfClientsForm(request.POST or None, request.FILES or None)
        if form.is_valid():
            source = save_table(form.cleaned_data["file"], cast("User", request.user))
            where = "admin:intake_client_import" if source.is_mapped else "admin:intake_client_import_columns"
            return redirect(where, source.pk)
        found = ClientImport.objects.visible_to(request.user).select_related("by")[:IMPORTS_SHOWN]
        limits = {"rows": files.MOST_ROWS, "megabytes": files.MOST_BYTES // 1024**2}
        return self.render_import_page(request, "imports", {"form": form, "imports": found, "limits": limits})

    @requires(CHANGE_CLIENT, IMPORT_CLIENTS)
    def columns(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say which field each column fills; then every row is judged."""
        source = self.find_import(request, pk)
        if not source.header or source.state != ClientImport.ImportState.READ:
            return redirect("admin:intake_client_import", pk)
        # A guess to be looked at, even where every heading is known (record 0174).
        chosen, first = source.fields or guess_fields(source.header), source.rows.first()
        form = ClientColumnsForm(source.header, chosen, first.cells if first else [], request.POST or None)
        if form.is_valid():
            source.fields = form.list_fields()
            source.save()
            preview.judge(source, cast("User", request.user))
            return redirect("admin:intake_client_import", pk)
        return self.render_import_page(request, "import_columns", {"form": form, "fields": find_fields()})

    @requires(CHANGE_CLIENT, IMPORT_CLIENTS)
    def show_import(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What every row would do, or did; while workers are at it the page comes again by itself."""
        source = self.find_import(request, pk)
        if not source.is_mapped:
            return redirect("admin:intake_client_import_columns", pk)
        context = build_import_context(source, request)
        seen = [row.client_id for row in context["page"]]
        file_views.record_listed(seen, cast("User", request.user), FileView.ViewedPart.LIST)
        # A header and no script, as with PDFs (record 0069).
        headers = {"Refresh": "3"} if source.is_moving else None
        return self.render_import_page(request, "import", context, headers)

    @requires(CHANGE_CLIENT, IMPORT_CLIENTS)
    def begin_import(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        """Bring the rows in."""
        source = self.find_import(request, pk)
        # The workers read the rows with the rights of the person who brought the file, so nobody else may set them off.
        if source.is_mapped and source.by == request.user:
            warn_if_away(request, run.begin(source))
        return redirect("admin:intake_client_import", pk)

    @requires(CHANGE_CLIENT, IMPORT_CLIENTS)
    def undo_import(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        """Take back what the file did."""
        source, now = self.find_import(request, pk), timezone.now()
        if not source.can_be_undone(now) and not source.is_moving:
            messages.error(request, gettext("This can't be undone any more."))
        warn_if_away(request, undo.begin_undo(source, cast("User", request.user), now))
        return redirect("admin:intake_client_import", pk)


@transaction.atomic
def save_table(table: files.ImportTable, by: "User") -> ClientImport:
    """Keep what a file says; JSON Lines, which need no columns, are judged at once."""
    # Rows in the database and not in the page: they are personal, many, and done by workers (record 0174).
    source = ClientImport.objects.create(by=by, header=table.header)
    ImportRow.objects.bulk_create(ImportRow(source=source, number=number, cells=cells) for number, cells in table.rows)
    if source.is_mapped:
        preview.judge(source, by)
    return source


def build_import_context(source: ClientImport, request: HttpRequest) -> dict[str, Any]:
    """The numbers, and one page of the rows: all, or those of one outcome."""
    outcome = request.GET.get("outcome", "")
    # The rows are forgotten after a day; the numbers stay.
    counted = run.count_rows(source) if source.rows.exists() else source.numbers
    rows = source.rows.filter(outcome=outcome) if outcome else source.rows.all()
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.name = preview.get_cell(source, row, "name")  # type: ignore[attr-defined]
    waiting, undoing = source.rows.to_do().count(), source.state == ClientImport.ImportState.UNDOING
    left = source.rows.to_undo().count() if undoing else waiting
    return {
        "source": source,
        "mine": source.by == request.user,
        "outcomes": [(code, label, counted.get(code, 0)) for code, label in ImportRow.RowOutcome.choices],
        "undone": [(label, counted.get(code, 0)) for code, label in ImportRow.Undone.choices],
        "outcome": outcome,
        "page": page,
        "waiting": waiting,
        "of": source.rows.doing_something().count(),
        "done": source.rows.doing_something().count() - left,
        "stalled": source.is_stalled(timezone.now()),
        "can_be_undone": source.can_be_undone(timezone.now()),
    }


def warn_if_away(request: HttpRequest, call: Call | None) -> None:
    """Say, once it is known, that the workers could not be called."""

    def warn() -> None:
        if call and call.failed:
            messages.warning(request, _("The queue can't be reached. The work begins once it is back."))

    transaction.on_commit(warn)
