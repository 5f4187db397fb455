"""Tasks over all files, and the firm's practice at each stage, in the admin."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from intake.common.names import name_user
from intake.models import StageTodo, Todo
from intake.permissions import CHANGE_CLIENT, check
from intake.staff.changelists.client_names import ClientNamesMixin
from intake.staff.changelists.list_filters import SeveralChoices
from intake.staff.changelists.people import PeopleFilter
from intake.staff.changelists.read_only import ReadOnlyMixin
from intake.staff.changelists.saved_lists import SavedListsMixin
from intake.staff.changelists.visible_files import VisibleFilesMixin
from intake.staff.client_admin.related_file_actions import FILE_ACTIONS, RelatedFileActionsMixin

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from intake.querysets import TodoQuerySet


class DueFilter(SeveralChoices["TodoQuerySet[Todo]"]):
    """Tasks by when they are due."""

    title = _("due")
    parameter_name = "due"
    options = (
        ("overdue", _("Overdue")),
        ("today", _("Today")),
        ("by_today", _("Today or overdue")),
        ("later", _("Later")),
        ("done", _("Done")),
    )

    def narrow(self, queryset: "TodoQuerySet[Todo]", chosen: str) -> "TodoQuerySet[Todo]":
        """The tasks of the choice."""
        today = timezone.localdate()
        found = {
            "overdue": queryset.overdue(today),
            "today": queryset.due_today(today),
            "by_today": queryset.due_by(today),
            "later": queryset.later(today),
            "done": queryset.filter(done_at__isnull=False),
        }
        return found.get(chosen, queryset)


@admin.register(Todo)
class TodoAdmin(
    ClientNamesMixin, SavedListsMixin, RelatedFileActionsMixin, VisibleFilesMixin, ReadOnlyMixin, admin.ModelAdmin[Todo]
):
    """Every task, the first due first; a task is changed on its page in the client's file."""

    list_display = ("what", "side", "due_on", "whose", "kind", "file", "done_at")
    more_columns = ("done_by", "author", "created")
    joined = {"done_by": "done_by", "author": "author"}
    list_display_links = None
    list_filter = (DueFilter, ("assignee", PeopleFilter), "side", "kind")
    list_select_related = ("client", "assignee")
    list_per_page = 50
    search_fields = ("client__reference", "client__email", "client__name", "text")
    search_help_text = _("Reference, e-mail or name of the client, or words of the task")
    actions = ("mark_done", *FILE_ACTIONS)

    @admin.display(description=_("task"), ordering="text")
    def what(self, todo: Todo) -> str:
        """What is to do, with the way to its page."""
        where = reverse("admin:intake_client_todo", args=[todo.client_id, todo.pk])
        return format_html('<a href="{}">{}</a>', where, todo.text)

    @admin.display(description=_("whose task"), ordering="assignee__last_name")
    def whose(self, todo: Todo) -> Any:
        """The name of the person who is to do it."""
        return name_user(todo.assignee) if todo.assignee else None

    @admin.action(description=_("Mark as done"), permissions=["work"])
    def mark_done(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """What was done before stays as it was."""
        check(request.user, CHANGE_CLIENT)
        cast("TodoQuerySet[Todo]", queryset).finish(cast("User", request.user))


@admin.register(StageTodo)
class StageTodoAdmin(SavedListsMixin, admin.ModelAdmin[StageTodo]):
    """What is to do when a file comes to a stage; a file that is there already is given nothing."""

    list_display = ("text", "stage", "after_days", "ends_with_stage", "in_use")
    list_filter = ("stage", "in_use")
