"""The page of a file's history, in place of the admin's own."""

from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import unquote
from django.forms import ModelMultipleChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from intake.clients import changes, tags
from intake.staff.client_admin.file_page_mixin import FilePages
from intake.staff.file_history import history_entries  # noqa: F401  It tells the history of its tables.
from intake.staff.file_history.history import KINDS, list_history, list_latest

if TYPE_CHECKING:
    from django.forms import BaseModelForm, Form

    from intake.models import Client

# Pages further back than this are nobody's reading; each costs more than the one before.
LAST_PAGE = 100
# Rows of their own say these: moves of the stage, and changes of the address.
SAID_ELSEWHERE = ("stage", "email")


class HistoryPages(FilePages):
    """Mixed into the clients' admin: everything that happened in a file, by kind, and what each save changed."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One page of the history; nothing on it can be changed."""
        client = self.file_to_see(request, unquote(object_id))
        kind, page = request.GET.get("kind", ""), read_page(request)
        if kind and kind not in KINDS:
            raise Http404
        entries, more = list_history(client, request.user, kind, page)
        context = self.admin_site.each_context(request) | {"client": client, "opts": self.opts, "entries": entries}
        context |= {"title": gettext("History"), "kinds": KINDS, "kind": kind, "page_number": page, "more": more}
        return TemplateResponse(request, "admin/intake/client/history.html", context | (extra_context or {}))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The file, with the last entries of its history."""
        if client := kwargs.get("obj"):
            context |= {"latest": list_latest(client, request.user), "kinds": KINDS}
        return super().render_change_form(request, context, *args, **kwargs)

    def construct_change_message(
        self, request: HttpRequest, form: "BaseModelForm[Client] | Form", formsets: Any, add: bool = False
    ) -> list[dict[str, Any]]:
        """What the admin keeps of a save, with the old and the new value of each field."""
        found: Any = super().construct_change_message(request, form, formsets, add)  # type: ignore[arg-type]
        for part in found:
            # A part with a name is of an inline, whose fields are not those of this form.
            if "fields" in part.get("changed", {}) and "name" not in part["changed"]:
                part["changed"]["values"] = list_values(form)
        rows = [part["changed"] for part in found if "name" in part.get("changed", {})]
        for changed, row in zip(rows, list_changed_rows(formsets or []), strict=True):
            changed |= {"model": row._meta.model._meta.label_lower, "values": list_values(row)}
        return list(found)


def list_changed_rows(formsets: Any) -> list[Any]:
    """The forms of rows that were changed in a part of the file, in the order in which the admin names them."""
    return [
        next(form for form in formset.initial_forms if form.instance == row)
        for formset in formsets
        for row, _fields in formset.changed_objects
    ]


def list_values(form: Any) -> list[tuple[str, str, str]]:
    """Name, old and new value of each field that was changed and is said nowhere else, as text."""
    found = []
    for name in form.changed_data:
        if name not in SAID_ELSEWHERE:
            field = form.fields[name]
            was, now = form.get_initial_for_field(field, name), form.cleaned_data[name]
            old, new = write(field, was), write(field, now)
            # A tag that was typed may be on the file already.
            found += [(name, old, new)] if old != new else []
    return found


def write(field: Any, value: Any) -> str:
    """A value as it is kept: a member of staff by name, tags by theirs, nothing as an empty text."""
    if isinstance(field, ModelMultipleChoiceField):
        return tags.describe(value or [])
    queryset = getattr(field, "queryset", None)
    if queryset is not None and value and not hasattr(value, "pk"):
        value = queryset.model._default_manager.filter(pk=value).first()
    return changes.write(value)


def read_page(request: HttpRequest) -> int:
    """The number of the page in the address. Raises `Http404` for what is none."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= len(str(LAST_PAGE)) else 0
    if not 1 <= number <= LAST_PAGE:
        raise Http404
    return number
