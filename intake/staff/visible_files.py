"""Lists and pages of the staff's tool that hold only what is of files this member of staff may know of.

What a list shows is recorded.
"""

from django.db.models import QuerySet
from django.http import HttpRequest

from intake.staff.recorded_views import RecordsLists


class VisibleFilesMixin(RecordsLists):
    """Mixed into an admin of clients, or of rows about clients: its querysets have `visible_to`."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """What a list, a page, a search and an action start from."""
        return super().get_queryset(request).visible_to(request.user)  # type: ignore[attr-defined]
