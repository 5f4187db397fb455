"""Notes, calls and tasks of a file: the forms at the head of each of its pages lead here."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.db import transaction
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from intake.clients import changes
from intake.models import Client, FileView, Todo
from intake.staff.changelists import file_views
from intake.staff.client_admin.file_page_mixin import FilePages
from intake.staff.daily_work.todo_forms import NoteForm, TodoForm

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class TodoPages(FilePages):
    """Mixed into the clients' admin: a page for a note or a call, one for a new task, one for each task."""

    def get_urls(self) -> list[URLPattern]:
        """Also the pages of notes and tasks."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/note/", view(self.note), name="intake_client_note"),
            path("<int:pk>/task/", view(self.new_todo), name="intake_client_new_todo"),
            path("<int:pk>/task/<int:todo>/", view(self.todo), name="intake_client_todo"),
            *super().get_urls(),
        ]

    def note(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep a note or a call."""
        client = self.file_to_change(request, pk)
        form = NoteForm(request.POST or None)
        if form.is_valid():
            form.build_note(client, cast("User", request.user)).save()
            # Without the name: the page is that of the file, and what was said may be shown once the file is deleted.
            messages.success(request, gettext("Saved in the history of this file."))
            return go_on(request, client)
        return self.show(request, client, form, gettext("Note or call"))

    def new_todo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep a new task."""
        client = self.file_to_change(request, pk)
        form = TodoForm(request.POST or None, client=client)
        if form.is_valid():
            form.build_todo(cast("User", request.user)).save()
            messages.success(request, gettext("The task is saved."))
            return go_on(request, client)
        return self.show(request, client, form, gettext("New task"))

    def todo(self, request: HttpRequest, pk: int, todo: int) -> HttpResponse:
        """Change a task that is open, or note that it is done; what is done stays as it was."""
        client = self.file_to_change(request, pk)
        found = client.todos.filter(pk=todo).first()
        if found is None:
            raise Http404
        if "done" in request.POST:
            return self.finish(request, client, found)
        # Before the form, which writes into the row as it validates.
        was = changes.read_row(found)
        form = TodoForm(request.POST or None, client=client, instance=found)
        if found.done_at is None and form.is_valid():
            with transaction.atomic():
                changes.keep_change(client.pk, form.save(), was, cast("User", request.user))
            messages.success(request, gettext("The task is saved."))
            return go_on(request, client)
        return self.show(request, client, form, gettext("Task"), todo=found)

    def finish(self, request: HttpRequest, client: Client, todo: Todo) -> HttpResponseRedirect:
        """Note a task as done; one that somebody noted meanwhile stays theirs."""
        if client.todos.filter(pk=todo.pk).finish(cast("User", request.user)):
            messages.success(request, gettext("Done: %(what)s") % {"what": todo.text})
        return go_on(request, client)

    def show(
        self, request: HttpRequest, client: Client, form: ModelForm[Any], title: str, todo: Todo | None = None
    ) -> HttpResponse:
        """The page of one of the forms."""
        file_views.record_view(client, cast("User", request.user), FileView.ViewedPart.FILE)
        context = self.admin_site.each_context(request) | {"client": client, "opts": self.opts, "form": form}
        context |= {"title": title, "todo": todo, "quiet_head": True, "is_note": isinstance(form, NoteForm)}
        return TemplateResponse(request, "admin/intake/client/todo.html", context)


def go_on(request: HttpRequest, client: Client) -> HttpResponseRedirect:
    """Back to the page at whose head the form stood, or to the file."""
    back = request.POST.get("next", "")
    # The address is posted, and may lead to no other site.
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        return redirect(back)
    return redirect(reverse("admin:intake_client_change", args=[client.pk]))
