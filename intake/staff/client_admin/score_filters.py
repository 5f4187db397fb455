"""List filters by score: stream, score range, upcoming change, missing facts."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from intake.common.rule_numbers import get_number
from intake.models import Client
from intake.querysets import ClientQuerySet
from intake.staff.changelists.list_filters import OneChoice, SeveralChoices
from scoring.category_names import CATEGORIES
from scoring.streams import STREAMS

SOON = timedelta(days=30)


class StreamFilter(SeveralChoices[ClientQuerySet[Client]]):
    """Clients who stand today in a program's rounds."""

    title = _("qualifies today, by program")
    parameter_name = "stream"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        """Everybody, and the programs."""
        return [(code, name) for code, name in STREAMS.items() if code not in CATEGORIES]

    def narrow(self, queryset: ClientQuerySet[Client], chosen: str) -> ClientQuerySet[Client]:
        """The files of the choice."""
        return queryset.holding(chosen, timezone.localdate())


class CategoryFilter(StreamFilter):
    """Clients who stand today in a category's rounds; goes together with a program."""

    title = _("qualifies today, by category")
    parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        """The categories."""
        return list(CATEGORIES.items())


class ScoreFilter(admin.ListFilter):
    """Clients whose score today is from one number to another; either may be left out."""

    title = _("score today")
    template = "admin/intake/client/score_filter.html"
    names = ("score_from", "score_to")

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: type[Any], model_admin: admin.ModelAdmin[Any]
    ) -> None:
        super().__init__(request, params, model, model_admin)
        for name in self.names:
            # Popped, because the admin takes what is left for lookups of fields and refuses the address.
            typed = params.pop(name, [""])[-1].strip()
            if typed.isdecimal():
                # Cut first, because `int` raises for a text of more than 4,300 digits.
                self.used_parameters[name] = min(int(typed[:6]), get_number("most_points"))

    def has_output(self) -> bool:
        """It can always be typed into."""
        return True

    def expected_parameters(self) -> list[str | None]:
        """The names in the address that are this filter's."""
        return list(self.names)

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """One: what is typed, and the other filters, which stay."""
        chosen = changelist.params.items()
        others = [(name, value) for name, value in chosen if name not in self.names]
        yield {"typed": {name: self.used_parameters.get(name, "") for name in self.names}, "others": others}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Client]) -> QuerySet[Client]:
        """The files in the span."""
        clients = cast("ClientQuerySet[Client]", queryset)
        if not self.used_parameters:
            return clients
        typed = cast("dict[str, int]", self.used_parameters)
        low, high = (
            typed.get(name, other) for name, other in zip(self.names, (0, get_number("most_points")), strict=True)
        )
        return clients.scoring(low, high, timezone.localdate())


class ChangesFilter(OneChoice[ClientQuerySet[Client]]):
    """Clients whose score, or whose streams, become others soon."""

    title = _("score or rounds change")
    parameter_name = "changes"
    choice = "soon"
    words = format_lazy(ngettext_lazy("Within {days} day", "Within {days} days", SOON.days), days=SOON.days)

    def narrow(self, queryset: ClientQuerySet[Client]) -> ClientQuerySet[Client]:
        """The rows that the choice shows."""
        today = timezone.localdate()
        return queryset.changing(today + timedelta(days=1), today + SOON)


class LackingFilter(SeveralChoices[ClientQuerySet[Client]]):
    """Clients of whom something is not known that a score needs."""

    title = _("what is missing")
    parameter_name = "lacks"
    options = (
        ("profile", _("Every answer")),
        ("test", _("A language test")),
        ("schooling", _("A credential")),
    )

    def narrow(self, queryset: ClientQuerySet[Client], chosen: str) -> ClientQuerySet[Client]:
        """The files of the choice."""
        return queryset.lacking(chosen)
