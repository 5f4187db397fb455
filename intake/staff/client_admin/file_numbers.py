"""IRCC's numbers of a client in the list of files: only where the firm keeps them."""

from django.conf import settings
from django.http import HttpRequest

from intake.models.clients import NUMBERS
from intake.staff.changelists.saved_lists import SavedListsMixin


class FileNumbersMixin(SavedListsMixin):
    """Mixed into the clients' admin: the numbers are columns that may be chosen, and never filters."""

    def list_columns(self) -> list[str]:
        """Every column that may be chosen."""
        return [*super().list_columns(), *(NUMBERS if settings.CLIENT_NUMBERS else ())]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """No address of a list has a number in it."""
        named = lookup.partition("__")[0] in NUMBERS
        return not named and super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]
