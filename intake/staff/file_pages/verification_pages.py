"""The admin page on which facts are marked as seen, with the score as claimed and as verified."""

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from intake.models import Client, DocumentSeen, FileView
from intake.permissions import VERIFY_FACTS, check
from intake.staff.changelists import file_views
from intake.staff.client_admin.file_page_mixin import FilePages
from intake.verification import verified_score
from intake.verification.fact_words import describe_fact, get_title
from intake.verification.verified_score import FactRow, VerifiedScore
from scoring.rulebook import Rules

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class SeenForm(forms.Form):
    """What proved a fact; nothing: it was not seen."""

    document = forms.CharField(label=_("Document seen"), max_length=200, required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class TakeBackForm(forms.Form):
    """Take a mark back."""

    back = forms.BooleanField(label=pgettext_lazy("a mark", "Take back"), required=False)


class FactLine(NamedTuple):
    """One fact as the page shows it."""

    title: Any
    text: str
    row: FactRow
    form: forms.Form


class VerificationPages(FilePages):
    """Mixed into the clients' admin: the page about what was seen proved."""

    def get_urls(self) -> list[URLPattern]:
        """Also the page of documents."""
        view = self.admin_site.admin_view(self.documents)
        return [path("<int:pk>/documents/", view, name="intake_client_documents"), *super().get_urls()]

    def documents(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every fact with its mark; those who may can mark one, or take a mark back."""
        client = self.file_to_see(request, pk)
        if request.method == "POST":
            # Everybody who may read the file may look; marking takes a permission of its own.
            check(request.user, VERIFY_FACTS)
        found = verified_score.get_verified_score(client, timezone.localdate())
        lines = build_lines(found, request.POST if request.method == "POST" else None) if found else []
        if request.method == "POST" and all(line.form.is_valid() for line in lines):
            return self.save_marks(request, client, lines)
        file_views.record_view(client, cast("User", request.user), FileView.ViewedPart.ANSWERS)
        context = self.admin_site.each_context(request) | {"client": client, "opts": self.opts}
        context |= {"title": gettext("Documents seen"), "found": found, "lines": lines, "lapsed": list_lapsed(found)}
        return TemplateResponse(request, "admin/intake/client/documents.html", context)

    def save_marks(self, request: HttpRequest, client: Client, lines: list[FactLine]) -> HttpResponse:
        """Keep what was marked and taken back."""
        fresh = [mark for mark in (build_mark(line) for line in lines) if mark]
        for mark in fresh:
            mark.client, mark.author = client, cast("User", request.user)
            mark.save()
        words = ngettext("%(count)d fact was marked.", "%(count)d facts were marked.", len(fresh))
        messages.success(request, words % {"count": len(fresh)})
        return redirect("admin:intake_client_documents", client.pk)


def build_lines(found: VerifiedScore, data: Any) -> list[FactLine]:
    """Every fact in words, with the form that is about it."""
    rules = found.claimed.rules
    return [build_line(row, data, rules) for row in found.rows()]


def build_line(row: FactRow, data: Any, rules: Rules) -> FactLine:
    """One fact; its form is named for its print, so that an answer changed meanwhile marks nothing."""
    form = (TakeBackForm if row.mark else SeenForm)(data, prefix=row.part.print[:16])
    return FactLine(get_title(row.part.code), describe_fact(row.part.code, row.part.value, rules), row, form)


def build_mark(line: FactLine) -> DocumentSeen | None:
    """The mark that a valid form asks for."""
    part, cleaned = line.row.part, line.form.cleaned_data
    if not (cleaned.get("document") or cleaned.get("back")):
        return None
    # Taking a mark back is another row (record 0036).
    return DocumentSeen(
        part=part.code,
        value=part.value,
        print=part.print,
        seen=not cleaned.get("back"),
        document=cleaned.get("document", ""),
        note=cleaned.get("note", ""),
    )


def list_lapsed(found: VerifiedScore | None) -> list[tuple[Any, str, DocumentSeen]]:
    """Marks of facts that changed since, in words."""
    if found is None:
        return []
    rules = found.claimed.rules
    return [(get_title(mark.part), describe_fact(mark.part, mark.value, rules), mark) for mark in found.lapsed()]
