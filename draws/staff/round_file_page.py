"""The page on which staff bring rounds in a file: name its columns, look at what each row would do, take the new ones.

What the file says goes from step to step in the page itself, signed; nothing is kept before the drafts are recorded.
"""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from draws.feed import round_columns, round_files
from draws.feed.parser import Row
from draws.permissions import ADD_DRAW
from intake.clients.imports.files import FileRefused, ImportTable
from intake.permissions import requires
from intake.staff.data_entry.columns_form import ColumnsForm
from scoring.numbers import group_thousands

if TYPE_CHECKING:
    from draws.models import Draw

    Base = admin.ModelAdmin[Draw]
else:
    Base = object

Rows = list[tuple[int, Row]]
OUTCOMES = {
    "new": _("New: becomes a draft"),
    "same": _("Known, and the same"),
    "differs": _("Known, and differs: stays as it is"),
    "refused": _("Refused: this is not a round"),
}


class FileOfRoundsForm(forms.Form):
    """A file of rounds, read at once."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel with a heading over each column."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    def clean_file(self) -> ImportTable:
        """What the file says."""
        file = self.cleaned_data["file"]
        try:
            return round_files.read_file(file.name, file)
        except FileRefused as why:
            raise forms.ValidationError(str(why)) from why


class RoundColumnsForm(ColumnsForm):
    """Each column one of the feed's or the stream; the number, the day and the name among them."""

    def __init__(self, table: ImportTable, data: Any = None) -> None:
        chosen = round_columns.guess_fields(table.header)
        super().__init__(table.header, chosen, table.rows[0][1], data)

    def make_choice(self, **options: Any) -> forms.Field:
        """Chosen from a list."""
        return forms.ChoiceField(choices=round_columns.list_choices(), **options)

    def name_field(self, field: str) -> str:
        """As the list has it."""
        return round_columns.name_field(field)

    def list_missing(self, chosen: Collection[str]) -> Iterator[str]:
        """Yield what every round must say."""
        for key in round_columns.NEEDED:
            if key not in chosen:
                yield gettext("Choose for one column: “%(field)s”.") % {"field": self.name_field(key)}

    def get_headings(self) -> dict[str, str]:
        """What stands over each column, by what it is."""
        labels = [str(field.label) for field in self.fields.values()]
        return {key: label for key, label in zip(self.list_fields(), labels, strict=True) if key}


class RoundFileMixin(Base):
    """Mixed into the admin of draws."""

    def get_urls(self) -> list[URLPattern]:
        """Also the page that brings rounds from a file."""
        view = self.admin_site.admin_view(self.bring_rounds)
        return [path("import/", view, name="draws_draw_import"), *super().get_urls()]

    @requires(ADD_DRAW)
    def bring_rounds(self, request: HttpRequest) -> HttpResponse:
        """Bring a file; the steps after it have what it says as their `table`."""
        if "table" in request.POST:
            return self.go_on_with_rounds(request, request.POST["table"])
        form = FileOfRoundsForm(request.POST or None, request.FILES or None)
        if form.is_valid():
            table = form.cleaned_data["file"]
            # Shown where every heading is known, too: a column called "date" may be that of the page (record 0174).
            return self.render_step(request, "columns", RoundColumnsForm(table), {"table": round_files.pack(table)})
        known = [(round_columns.name_field(key), key, words) for key, words in round_columns.HEADINGS.items()]
        return self.render_step(request, "file", form, {"known": known})

    def go_on_with_rounds(self, request: HttpRequest, packed: str) -> HttpResponse:
        """Name the columns, until they can be; then look at the rows, or take them."""
        try:
            table = round_files.unpack(packed)
        except FileRefused as why:
            messages.error(request, str(why))
            return redirect("admin:draws_draw_import")
        form = RoundColumnsForm(table, request.POST)
        if not form.is_valid() or "anew" in request.POST:
            # Handed on as it came: signed, it holds nothing that the checks of the file did not see (record 0174).
            return self.render_step(request, "columns", form, {"table": packed})
        rows = round_files.list_rows(table, form.list_fields())
        if "take" in request.POST:
            return self.take_rounds(request, rows)
        return self.render_step(request, "rows", form, describe_rows(rows, form) | {"table": packed})

    def render_step(
        self, request: HttpRequest, step: str, form: forms.Form, context: dict[str, Any]
    ) -> TemplateResponse:
        """One of the steps, in the frame of the list of draws."""
        frame = self.admin_site.each_context(request) | {"opts": self.opts, "title": gettext("Rounds from a file")}
        return TemplateResponse(request, f"admin/draws/draw/import_{step}.html", frame | {"form": form} | context)

    def take_rounds(self, request: HttpRequest, rows: Rows) -> HttpResponse:
        """Make the drafts, and say how many."""
        made, refused = round_files.take(rows)
        for draw in made:
            self.log_addition(request, draw, [{"added": {}}])
        message = ngettext("%(count)s draft was recorded.", "%(count)s drafts were recorded.", len(made))
        messages.success(request, message % {"count": group_thousands(len(made))})
        for problem in refused:
            messages.warning(request, problem)
        return redirect("admin:draws_draw_changelist")


def describe_rows(rows: Rows, form: RoundColumnsForm) -> dict[str, Any]:
    """What the page shows of the rows: how many of each outcome, and each with why."""
    looked, headings = round_files.look_at(rows), form.get_headings()
    count = {code: sum(one.outcome == code for one in looked) for code in OUTCOMES}
    return {
        "rows": [(one, OUTCOMES[one.outcome], round_files.describe_why(one, headings)) for one in looked],
        "counted": [(label, count[code]) for code, label in OUTCOMES.items()],
        "count": count,
    }
