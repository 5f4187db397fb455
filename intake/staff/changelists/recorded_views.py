"""Admin pages that record who viewed what: each view of a page of a file, and each file that a list showed."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse

from intake.models import Client, FileView
from intake.staff.changelists import file_views

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.contrib.auth.models import User

    Base = ModelAdmin[Any]
else:
    Base = object


class RecordedViewsMixin(Base):
    """Records each look at a page of a client's file; the client can read by whom and when."""

    part: FileView.ViewedPart

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, and note it where it was shown."""
        return self.record(request, object_id, super().change_view(request, object_id, *args, **kwargs))

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """The same for what the admin keeps of changes."""
        return self.record(request, object_id, super().history_view(request, object_id, *args, **kwargs))

    def record(self, request: HttpRequest, object_id: str, answer: HttpResponse) -> HttpResponse:
        """Note the look, where the page was shown."""
        shown: Any = self.find_shown(request, object_id, answer) if answer.status_code == 200 else None
        if file := getattr(shown, "client", shown):
            file_views.record_view(file, cast("User", request.user), self.part)
        return answer

    def find_shown(self, request: HttpRequest, object_id: str, answer: HttpResponse) -> Any:
        """The row whose page it is: the one that the page was made of, where Django says which."""
        known = (getattr(answer, "context_data", None) or {}).get("original")
        return known or self.get_object(request, unquote(object_id))


class RecordedListsMixin(Base):
    """Records each file of which a list or a search shows something, once a day for each member of staff."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list, and note whose rows are on this page of it."""
        answer = super().changelist_view(request, extra_context)
        # An action answers at the same address, with a file or a redirect that shows no rows.
        found = (getattr(answer, "context_data", None) or {}).get("cl")
        if found:
            files = (row.pk if isinstance(row, Client) else row.client_id for row in found.result_list)
            rows = [pk for pk in files if pk is not None]
            part = FileView.ViewedPart.SEARCH if found.query else FileView.ViewedPart.LIST
            file_views.record_listed(rows, cast("User", request.user), part)
        return answer
