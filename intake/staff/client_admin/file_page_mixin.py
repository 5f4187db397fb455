"""Mixin for the extra pages of the clients' admin, each about one file."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from intake.models import Client

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Base = ModelAdmin[Client]
else:
    Base = object


class FilePages(Base):
    """Pages about one file; each begins by asking for it."""

    def file_to_see(self, request: HttpRequest, pk: int | str) -> Client:
        """The file, for those who may see it. Raises `Http404` and `PermissionDenied`."""
        # Of the files that this member of staff may know of: another's is not there at all (record 0053).
        client = self.get_object(request, str(pk))
        if client is None:
            raise Http404
        if not self.has_view_permission(request, client):
            raise PermissionDenied
        return client

    def file_to_change(self, request: HttpRequest, pk: int) -> Client:
        """The file, for those who may change it. Raises `Http404` and `PermissionDenied`."""
        client = self.file_to_see(request, pk)
        if not self.has_change_permission(request, client):
            raise PermissionDenied
        return client
