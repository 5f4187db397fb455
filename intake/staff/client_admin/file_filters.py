"""Filters of the list of clients' files beyond their fields."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from intake.clients import duplicates, stages
from intake.consents import implied
from intake.expiry.time_to_apply import list_days_to_apply
from intake.models import Client, Tag
from intake.querysets import ClientQuerySet
from intake.staff.changelists.list_filters import OneChoice, SeveralChoices
from scoring.words import name_number

IMPLIED_ENDS = timedelta(days=30)
SHORT = format_lazy(
    ngettext_lazy("{days} day left or fewer", "{days} days left or fewer", settings.INVITATION_SHORT_DAYS),
    days=capfirst(name_number(settings.INVITATION_SHORT_DAYS)),
)


class DuplicateFilter(OneChoice[ClientQuerySet[Client]]):
    """Files that may be of a person who has another."""

    title = _("double")
    parameter_name = "double"
    words = _("May be of a person who has another file")

    def narrow(self, queryset: ClientQuerySet[Client]) -> ClientQuerySet[Client]:
        """The rows that the choice shows."""
        return queryset.among(duplicates.list_all_duplicates())


class NoEmailFilter(OneChoice[ClientQuerySet[Client]]):
    """Clients who are reached by telephone or letter alone."""

    title = _("e-mail address")
    parameter_name = "address"
    choice = "none"
    words = _("Without an e-mail address")

    def narrow(self, queryset: ClientQuerySet[Client]) -> ClientQuerySet[Client]:
        """The rows that the choice shows."""
        return queryset.without_email()


class UncheckedFilter(OneChoice[ClientQuerySet[Client]]):
    """Files at which the firm works without a conflict check."""

    title = _("conflict check")
    parameter_name = "checked"
    choice = "no"
    words = _("Missing, from the booked consultation on")

    def narrow(self, queryset: ClientQuerySet[Client]) -> ClientQuerySet[Client]:
        """The rows that the choice shows."""
        return stages.find_unchecked(queryset)


class ConsentFilter(OneChoice[ClientQuerySet[Client]]):
    """Clients whom the firm works for and never asked whether it may e-mail them."""

    title = _("consent to e-mails")
    parameter_name = "consent"
    choice = "missing"
    words = _("Never asked for, and the firm works on the file")

    def narrow(self, queryset: ClientQuerySet[Client]) -> ClientQuerySet[Client]:
        """The rows that the choice shows."""
        return queryset.at_work().never_asked()


class ClockFilter(SeveralChoices[ClientQuerySet[Client]]):
    """Clients who were invited, by how many days are left to apply."""

    title = _("time to apply")
    parameter_name = "clock"
    options = (("running", _("Running")), ("short", SHORT), ("over", _("Over")))

    def narrow(self, queryset: ClientQuerySet[Client], chosen: str) -> ClientQuerySet[Client]:
        """The files of the choice."""
        return queryset.clock(chosen, timezone.localdate(), list_days_to_apply())


class TagFilter(admin.SimpleListFilter):
    """Files that have every chosen tag ("3.7" in the address), or none at all."""

    title = _("tag")
    parameter_name = "tag"
    without = "none"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        """Every tag, and no tag."""
        every = [(str(pk), name) for pk, name in Tag.objects.values_list("pk", "name")]
        return [*every, (self.without, _("Without a tag"))] if every else []

    def list_chosen(self) -> list[str]:
        """What is chosen, as it stands in the address."""
        return list(dict.fromkeys((self.value() or "").split("."))) if self.value() else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Client]) -> QuerySet[Client]:
        """The files of the choice; a tag that was deleted is on none."""
        known, clients = {code for code, _name in self.lookup_choices}, cast("ClientQuerySet[Client]", queryset)
        # None, and not all: an address that was kept may name a tag that is gone.
        if set(self.list_chosen()) - known:
            return clients.none()
        for code in self.list_chosen():
            clients = clients.tagged(None if code == self.without else int(code))
        return clients

    def has_output(self) -> bool:
        """Also for a tag that was the last one: its list is empty, and not everybody's."""
        return super().has_output() or bool(self.value())

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """All files, then each tag: a further one narrows the list, one that is chosen is let go."""
        # Django's own would link each choice alone, where a second tag is to be added to the first.
        counts = self.get_facet_queryset(changelist) if changelist.add_facets else {}
        chosen = self.list_chosen()
        everything = changelist.get_query_string(remove=[self.parameter_name])
        yield {"selected": not chosen, "query_string": everything, "display": _("All")}
        for number, (code, name) in enumerate(self.lookup_choices):
            left = [one for one in chosen if one != code] if code in chosen else [*chosen, str(code)]
            asked = changelist.get_query_string({self.parameter_name: ".".join(left)}) if left else everything
            label = f"{name} ({counts[f'{number}__c']})" if counts else name
            yield {"selected": code in chosen, "query_string": asked, "display": label}


class ImpliedFilter(OneChoice[ClientQuerySet[Client]]):
    """Clients who were never asked for consent and whose implied consent is about to end."""

    title = _("implied consent")
    parameter_name = "implied"
    choice = "ends"
    words = format_lazy(
        ngettext_lazy("Ends within {days} day", "Ends within {days} days", IMPLIED_ENDS.days), days=IMPLIED_ENDS.days
    )

    def narrow(self, queryset: ClientQuerySet[Client]) -> ClientQuerySet[Client]:
        """The rows that the choice shows."""
        today = timezone.localdate()
        # The days on which a period began that ends by then: one statement on both databases (record 0043).
        contract, inquiry = (
            implied.find_starting_days(what, today, today + IMPLIED_ENDS) for what in ("contract", "inquiry")
        )
        return queryset.implied_between(contract, inquiry)
