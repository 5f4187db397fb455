"""Rows about clients in a list: each client by name, the reference small beside it."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from intake.models import Client

if TYPE_CHECKING:
    from intake.staff.changelists.saved_lists import SavedListsMixin as Base
else:
    Base = object

NOBODY = "-"
# The columns from which a name is made.
NAMED_BY = ("reference", "name", "email", "telephone", "other_telephone")


class ClientNamesMixin(Base):
    """Mixed into the admin of such rows: the columns "named" and, with the way to the file, "file"."""

    # Lists that were kept before have the column of the field, which says the reference alone.
    renamed: ClassVar[dict[str, str]] = {"client": "named"}

    @admin.display(description=_("client"), ordering="client__name")
    def named(self, row: Any) -> SafeString | str:
        """The client whom the row is about."""
        return name_client(row.client) if row.client else NOBODY

    @admin.display(description=_("client"), ordering="client__name")
    def file(self, row: Any) -> SafeString | str:
        """The same with the way to the file."""
        return link_file(row.client) if row.client else NOBODY


def name_client(client: Client) -> SafeString | str:
    """The name as staff's pages have it, and the reference where it is another thing."""
    if client.shown_as == client.reference:
        return client.reference
    return format_html('{} <small class="reference">{}</small>', client.shown_as, client.reference)


def link_file(client: Client, page: str = "admin:intake_client_change") -> SafeString:
    """The way to a client's file, or to another page about it."""
    return format_html('<a href="{}">{}</a>', reverse(page, args=[client.pk]), name_client(client))
