"""IRCC's numbers of a client in the list of files: only where the firm keeps them."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from intake.models import Client
from intake.models.clients import NUMBERS
from intake.staff.file_fields import build_fieldsets
from intake.staff.kept_lists import KeepsLists


class NumbersInLists(KeepsLists):
    """Mixed into the clients' admin: the numbers are columns that may be chosen, and never filters."""

    def get_fieldsets(self, request: HttpRequest, obj: Client | None = None) -> Any:
        """With the numbers among what is known of the person."""
        return build_fieldsets()

    def list_columns(self) -> list[str]:
        """Every column that may be chosen."""
        return [*super().list_columns(), *(NUMBERS if settings.CLIENT_NUMBERS else ())]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """No address of a list has a number in it."""
        named = lookup.partition("__")[0] in NUMBERS
        return not named and super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]
