"""Rows that carry numbers of everybody's files: not for somebody who may see only some of them."""

from typing import Any, ClassVar

from django.http import HttpRequest

from intake.permissions import sees_every_file


class HiddenTotalsMixin:
    """Mixed into an admin; `firm_numbers`: its fields that count over all files."""

    firm_numbers: ClassVar[tuple[str, ...]] = ()

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """The list without them, where somebody knows of some files alone."""
        shown = super().get_list_display(request)  # type: ignore[misc]
        hidden = self.list_hidden(request)
        return tuple(name for name in shown if name not in hidden)

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The same on the page of one."""
        return self.list_hidden(request)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Nor can they be guessed at by "?recipients__gte=100"."""
        named = lookup.partition("__")[0]
        return named not in self.list_hidden(request) and super().lookup_allowed(lookup, value, request)  # type: ignore[misc]

    def list_hidden(self, request: HttpRequest) -> tuple[str, ...]:
        """The fields that this member of staff does not read."""
        return () if sees_every_file(request.user) else self.firm_numbers
