"""The staff's page on which a file's facts are marked as seen, with the score as claimed and as verified."""

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from intake.models import Client, DocumentSeen, FileView
from intake.permissions import VERIFY_FACTS, check
from intake.staff import file_views
from intake.staff.client_page import FilePages
from intake.verification import verified_score
from intake.verification.fact_words import sentence, title
from intake.verification.verified_score import Row, Verified
from scoring.rulebook import Rules

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class SeenForm(forms.Form):
    """What proved a fact; nothing: it was not seen."""

    document = forms.CharField(label=_("Document seen"), max_length=200, required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class BackForm(forms.Form):
    """Take a mark back."""

    back = forms.BooleanField(label=_("Take back"), required=False)


class Line(NamedTuple):
    """One fact as the page shows it."""

    title: Any
    text: str
    row: Row
    form: forms.Form


class Proofs(FilePages):
    """Mixed into the clients' admin: the page about what was seen proved."""

    def get_urls(self) -> list:
        """The page."""
        view = self.admin_site.admin_view(self.documents)
        return [path("<int:pk>/documents/", view, name="intake_client_documents"), *super().get_urls()]

    def documents(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every fact with its mark; who may, marks and takes back."""
        client = self.file_to_see(request, pk)
        if request.method == "POST":
            check(request.user, VERIFY_FACTS)
        found = verified_score.of(client, timezone.localdate())
        lines = lines_of(found, request.POST if request.method == "POST" else None) if found else []
        if request.method == "POST" and all(line.form.is_valid() for line in lines):
            return self.marked(request, client, lines)
        file_views.note(client, cast("User", request.user), FileView.Part.ANSWERS)
        context = self.admin_site.each_context(request) | {"client": client, "opts": self.opts}
        context |= {"title": gettext("Documents seen"), "found": found, "lines": lines, "lapsed": lapsed(found)}
        return TemplateResponse(request, "admin/intake/client/documents.html", context)

    def marked(self, request: HttpRequest, client: Client, lines: list[Line]) -> HttpResponse:
        """Keep what was marked and taken back."""
        fresh = [mark for mark in (mark_of(line) for line in lines) if mark]
        for mark in fresh:
            mark.client, mark.author = client, cast("User", request.user)
            mark.save()
        if fresh:
            self.log_change(request, client, gettext("Documents seen"))
        said = ngettext("%(count)d fact was marked.", "%(count)d facts were marked.", len(fresh))
        messages.success(request, said % {"count": len(fresh)})
        return redirect("admin:intake_client_documents", client.pk)


def lines_of(found: Verified, data: Any) -> list[Line]:
    """Every fact in words, with the form that is about it."""
    rules = found.claimed.rules
    return [line_of(row, data, rules) for row in found.rows()]


def line_of(row: Row, data: Any, rules: Rules) -> Line:
    """One fact; its form is named for its print, so that an answer changed meanwhile marks nothing."""
    form = (BackForm if row.mark else SeenForm)(data, prefix=row.part.print[:16])
    return Line(title(row.part.code), sentence(row.part.code, row.part.value, rules), row, form)


def mark_of(line: Line) -> DocumentSeen | None:
    """The mark that a valid form asks for."""
    part, said = line.row.part, line.form.cleaned_data
    if not (said.get("document") or said.get("back")):
        return None
    return DocumentSeen(
        part=part.code,
        value=part.value,
        print=part.print,
        seen=not said.get("back"),
        document=said.get("document", ""),
        note=said.get("note", ""),
    )


def lapsed(found: Verified | None) -> list[tuple[Any, str, DocumentSeen]]:
    """Marks of facts that changed since, in words."""
    if found is None:
        return []
    rules = found.claimed.rules
    return [(title(mark.part), sentence(mark.part, mark.value, rules), mark) for mark in found.lapsed()]
