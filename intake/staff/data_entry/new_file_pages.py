"""Adding a client by hand, as after a talk at a fair: a page in place of the admin's own form for a new row.

It gives no consent to e-mails and sends nothing, as answers by telephone and lists that are brought in don't.
"""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from intake.clients import tags
from intake.common.sources import STAFF
from intake.models import Client, FileView, Intake, Note
from intake.permissions import ADD_CLIENT, CHANGE_CLIENT, requires
from intake.questionnaire.profile_to_answers import split_day
from intake.staff.changelists import file_views
from intake.staff.client_admin import callers
from intake.staff.client_admin.file_page_mixin import FilePages
from intake.staff.data_entry.new_file_form import NewFileForm

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NewFilePages(FilePages):
    """Mixed into the clients' admin: "Add a client"."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Those who may begin a file, and work on it."""
        return ADD_CLIENT.held_by(request.user) and CHANGE_CLIENT.held_by(request.user)

    @requires(ADD_CLIENT, CHANGE_CLIENT)
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask who it is, show who it may be already, and go on in the file."""
        by = cast("User", request.user)
        form = NewFileForm(request.POST if request.method == "POST" else None, by)
        if form.is_valid():
            if client := self.add_file(request, form.cleaned_data):
                message = gettext("%(name)s has a file now. Nothing was sent, and no consent to e-mails is on record.")
                messages.success(request, message % {"name": client.shown_as})
                where = "answers" if "answers" in request.POST else "change"
                return redirect(f"admin:intake_client_{where}", client.pk)
            form.add_error(None, gettext("Somebody added this client a moment ago: look for the file."))
        # Whose names stood on a page is on record, because clients read who looked at their file (record 0022).
        named = [*form.found, *filter(None, [form.taken])]
        file_views.record_listed([one.pk for one in named], by, FileView.ViewedPart.SEARCH)
        context = self.admin_site.each_context(request) | {"form": form, "opts": self.opts, "named": named}
        context |= {"title": gettext("Add a client"), **(extra_context or {})}
        return TemplateResponse(request, "admin/intake/client/add.html", context)

    @transaction.atomic
    def add_file(self, request: HttpRequest, typed: dict[str, Any]) -> Client | None:
        """The new file with all that was said; None where somebody else began it a moment ago."""
        email = typed["email"]
        client, made = (
            callers.begin_with_email(email, source=STAFF) if email else callers.begin_without_email(typed, source=STAFF)
        )
        if not made:
            return None
        callers.fill_in(client, typed)
        by = cast("User", request.user)
        client.language, client.adviser = typed["language"], typed.get("adviser", by)
        client.save(update_fields=["language", "adviser", "updated"])
        if typed["note"]:
            Note.objects.create(client=client, author=by, text=typed["note"])
        if typed["date_of_birth"]:
            begin_answers(client, typed["date_of_birth"].isoformat())
        put_on = [*typed["tags"], *filter(None, [tags.get_or_make(typed["new_tag"])])]
        self.log_addition(request, client, [{"added": {}}, *tags.change_tags(client, put_on, ())])
        return client


def begin_answers(client: Client, born: str) -> None:
    """Begin the answers that staff go on with: the date of birth."""
    answers = {"date-of-birth": split_day("date_of_birth", born)}
    Intake.objects.create(client=client, by_staff=True, language=client.language, answers=answers)
