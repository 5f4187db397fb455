"""The page on which staff bring rounds in a file: look at what each row would do, then take the new ones as drafts."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from draws.feed import round_files
from draws.feed.parser import Row
from draws.permissions import ADD_DRAW
from intake.clients.imports.files import FileRefused
from intake.permissions import requires

if TYPE_CHECKING:
    from draws.models import Draw

    Base = admin.ModelAdmin[Draw]
else:
    Base = object

OUTCOMES = {
    "new": _("New: becomes a draft"),
    "same": _("Known, and the same"),
    "differs": _("Known, and differs: stays as it is"),
    "refused": _("Refused: this is no round"),
}


class FileOfRoundsForm(forms.Form):
    """A file of rounds, read at once."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel with a heading over each column, as in IRCC's feed or in this list."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    def clean_file(self) -> list[tuple[int, Row]]:
        """The rows."""
        file = self.cleaned_data["file"]
        try:
            return round_files.list_rows(round_files.read_file(file.name, file))
        except FileRefused as why:
            raise forms.ValidationError(str(why)) from why


class BringsRounds(Base):
    """Mixed into the admin of draws."""

    def get_urls(self) -> list[URLPattern]:
        """The page."""
        view = self.admin_site.admin_view(self.bring_rounds)
        return [path("import/", view, name="draws_draw_import"), *super().get_urls()]

    @requires(ADD_DRAW)
    def bring_rounds(self, request: HttpRequest) -> HttpResponse:
        """Bring a file; look at its rows; take the new ones."""
        if "rows" in request.POST:
            return self.take_rounds(request)
        form = FileOfRoundsForm(request.POST or None, request.FILES or None)
        context = self.admin_site.each_context(request) | {"opts": self.opts, "form": form}
        context |= {"title": gettext("Rounds from a file"), "known": round_files.HEADINGS}
        if form.is_valid():
            context |= describe_rows(form.cleaned_data["file"])
        return TemplateResponse(request, "admin/draws/draw/import.html", context)

    def take_rounds(self, request: HttpRequest) -> HttpResponse:
        """Make the drafts, and say how many."""
        try:
            made, refused = round_files.take(round_files.unpack(request.POST["rows"]))
        except FileRefused as why:
            messages.error(request, str(why))
            return redirect("admin:draws_draw_import")
        for draw in made:
            self.log_addition(request, draw, [{"added": {}}])
        said = ngettext("%(count)d draft was recorded.", "%(count)d drafts were recorded.", len(made))
        messages.success(request, said % {"count": len(made)})
        for problem in refused:
            messages.warning(request, problem)
        return redirect("admin:draws_draw_changelist")


def describe_rows(rows: list[tuple[int, Row]]) -> dict[str, Any]:
    """What the page shows of the rows: how many of each outcome, and each with why."""
    looked = round_files.look_at(rows)
    counted = [(label, sum(one.outcome == code for one in looked)) for code, label in OUTCOMES.items()]
    return {
        "rows": [(one, OUTCOMES[one.outcome], round_files.describe_why(one)) for one in looked],
        "counted": counted,
        "new": sum(one.outcome == "new" for one in looked),
        "packed": round_files.pack(rows),
    }
