"""Lists and pages of the staff's tool that hold only what is of files this member of staff may know of.

What a list shows is recorded.
"""

from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest

from intake.staff.changelists.list_pages import LongListMixin
from intake.staff.changelists.recorded_views import RecordedListsMixin

if TYPE_CHECKING:
    from intake.models import Client
    from intake.querysets import ClientQuerySet, RowsOfClientsQuerySet


class VisibleFilesMixin(LongListMixin, RecordedListsMixin):
    """Mixed into an admin of clients, or of rows about clients: its querysets have `visible_to`."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """What a list, a page, a search and an action start from."""
        rows = cast("ClientQuerySet[Client] | RowsOfClientsQuerySet[Any]", super().get_queryset(request))
        # One condition for all of these, so that no page can forget to ask (record 0053).
        return rows.visible_to(request.user)
