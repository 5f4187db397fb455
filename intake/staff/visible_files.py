"""Lists and pages of the staff's tool that hold only what is of files this member of staff may know of."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin as Base
else:
    Base = object


class VisibleFilesMixin(Base):
    """Mixed into an admin of clients, or of rows about clients: its querysets have `visible_to`."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """What a list, a page, a search and an action start from."""
        return super().get_queryset(request).visible_to(request.user)  # type: ignore[attr-defined]
