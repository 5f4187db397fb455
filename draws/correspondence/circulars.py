"""Writing to chosen clients: who of a list would get the message, who would not and why, owing it, taking it back."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draws.correspondence import writing
from draws.correspondence.own_facts import OwnFacts, build_lacking, find_own_facts
from draws.models import Addressee, Circular, LeftOut, TemplateVersion, WrittenMessage
from draws.outbox.delivery_state import withdraw_waiting
from intake.common.batched import batched
from intake.models import Client
from intake.querysets import ClientQuerySet
from scoring.merging import merge

ROWS_AT_ONCE = 1000
TOLD = "told"
# Why a client of the list gets nothing; in the order in which it is asked, so that each stands in one group.
REASONS = merge(
    {"had": _("Have it, or it is on its way"), "left_out": _("Left out by staff")},
    writing.REASONS,
)
# A list that has not been confirmed this long after it was chosen is not kept.
FORGOTTEN_AFTER = timedelta(days=1)


def begin(clients: Iterable[int], by: User) -> Circular:
    """Keep which clients were chosen; nothing is sent."""
    with transaction.atomic():
        circular = Circular.objects.create(by=by)
        # In one transaction: half a list that a crash left would look like the whole of it.
        for ids in batched(list(clients), ROWS_AT_ONCE):
            Addressee.objects.bulk_create(Addressee(circular=circular, client_id=pk) for pk in ids)
    return circular


def find_chosen(circular: Circular) -> ClientQuerySet[Client]:
    """The clients of the list."""
    return Client.objects.filter(pk__in=circular.addressees.values("client"))


def sort_clients(circular: Circular, version: TemplateVersion) -> ClientQuerySet[Any]:
    """The clients of the list with `group`: "told" for those who would get this version now, else the first reason."""
    cases = [When(holds, then=Value(reason)) for reason, holds in build_conditions(circular, version).items()]
    return find_chosen(circular).annotate(group=Case(*cases, default=Value(TOLD), output_field=CharField()))


def count_groups(clients: ClientQuerySet[Any]) -> dict[str, int]:
    """How many of sorted clients stand in each group, in one query; groups of nobody too."""
    counts = dict(clients.order_by().values_list("group").annotate(Count("pk")))
    return {group: counts.get(group, 0) for group in (TOLD, *REASONS)}


def build_conditions(circular: Circular, version: TemplateVersion) -> dict[str, Q]:
    """Reason -> the condition on a client under which it holds."""
    had = WrittenMessage.objects.filter(circular=circular, client=OuterRef("pk"))
    left_out = LeftOut.objects.about(circular=circular).filter(client=OuterRef("pk"))
    # An empty `Q` would be true of everybody; over no ids it is true of nobody.
    nobody = Q(pk__in=[])
    found = {
        "had": Q(Exists(had)),
        "left_out": Q(Exists(left_out)),
        "no_address": Q(email=""),
        "undeliverable": ~Q(undeliverable=""),
        "not_agreed": nobody if version.is_service else Q(alerts=False),
        "no_text": ~Q(language__in=list(version.texts)),
    } | {reason: is_lacking(place, version) for place, reason in writing.NEEDED.items()}
    return {reason: found[reason] for reason in REASONS}


def is_lacking(place: str, version: TemplateVersion) -> Q:
    """The condition that the text in the client's language has a place for which they have nothing."""
    using = [language for language in version.texts if place in writing.find_needed(version, language)]
    return Q(language__in=using) & build_lacking(place, timezone.now()) if using else Q(pk__in=[])


def find_told(circular: Circular) -> ClientQuerySet[Client]:
    """Those who would get it now; nobody while no template is chosen."""
    return sort_clients(circular, circular.version).filter(group=TOLD) if circular.version else Client.objects.none()


def owe(circular: Circular, version: TemplateVersion, by: User, due_at: datetime) -> int:
    """Owe it to each of them, in the caller's transaction; none leaves before `due_at`. Returns how many were found."""
    # Locked, so that no file is deleted between this look and the commit: its row would end all of it.
    told = sort_clients(circular, version).filter(group=TOLD).select_for_update(of=("self",))
    # The answers are most of a client's row, and no place in a template is filled from them.
    clients, count = list(told.select_related("adviser").defer("facts").order_by("pk")), 0
    for some in batched(clients, ROWS_AT_ONCE):
        rows = build_rows(circular, version, some, by, due_at)
        # The constraint on client and key is what keeps anybody from getting it twice.
        WrittenMessage.objects.bulk_create(rows, ignore_conflicts=True)
        count += len(rows)
    return count


def build_rows(
    circular: Circular, version: TemplateVersion, clients: Sequence[Client], by: User, due_at: datetime
) -> list[WrittenMessage]:
    """The unsaved rows of some of them; without one whose consultation began, or whose score ended, since."""
    own = find_own_facts(clients, timezone.now())
    return [
        build_row(circular, version, client, by, due_at, own[client.pk])
        for client in clients
        if not writing.find_obstacle(client, version, own[client.pk])
    ]


def build_row(
    circular: Circular, version: TemplateVersion, client: Client, by: User, due_at: datetime, own: OwnFacts
) -> WrittenMessage:
    """The unsaved row of one of them."""
    row = writing.build_row(client, version, by, f"circular {circular.pk}", own)
    # The pause before a mass mail leaves is nothing but this time (record 0089).
    row.circular, row.due_at = circular, due_at
    return row


def take_back(circular: Circular) -> None:
    """Cancel the pending messages.

    Clients who surely received nothing can be written to again; those who may have received it cannot.
    """
    with transaction.atomic():
        withdraw_waiting(WrittenMessage.objects.filter(circular=circular))


def delete_forgotten(now: datetime) -> int:
    """Delete the lists that were chosen and never confirmed; returns how many."""
    forgotten = Circular.objects.unconfirmed().filter(created__lt=now - FORGOTTEN_AFTER)
    # `delete` counts their addressees as well.
    return forgotten.delete()[1].get("draws.Circular", 0)
