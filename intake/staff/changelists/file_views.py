"""Which member of staff opened a client's file: recorded at each view, shown to the client."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import IntegrityError
from django.utils import timezone

from intake.models import Client, FileView

# More files than a page lists is an export: most were not seen before, so skip the lookup of known rows and insert all
# (conflicts are ignored).
A_PAGE = 500


def record_view(client: Client | None, staff: User, part: FileView.ViewedPart) -> None:
    """Record that a member of staff looks at a part of a client's file now."""
    if client is not None:
        # A table of our own and not the admin's log, because the client reads it (record 0022).
        write([FileView(client=client, staff=staff, who=get_name(staff), part=part)])


def record_listed(clients: Iterable[int | None], staff: User, part: FileView.ViewedPart) -> None:
    """Record that a member of staff sees these clients' files listed; the first time on each day.

    `clients`: primary keys; None stands for a row that is in no file.
    """
    today, who = timezone.localdate(), get_name(staff)
    seen = {pk for pk in clients if pk is not None}
    known = FileView.objects.filter(staff=staff, part=part, on=today, client__in=seen).order_by()
    # A list is read again and again in a day: looking costs a third of writing (record 0181).
    new = seen - set(known.values_list("client_id", flat=True)) if len(seen) <= A_PAGE else seen
    # In one order, so that two lists at once wait for each other; the constraint keeps the first look of a day.
    write([FileView(client_id=pk, staff=staff, who=who, part=part, on=today) for pk in sorted(new)])


def write(rows: list[FileView]) -> None:
    """Add these looks; of a file that is deleted at this very moment nothing is kept."""
    try:
        FileView.objects.bulk_create(rows, ignore_conflicts=True)
    except IntegrityError:
        there = set(Client.objects.filter(pk__in=[row.client_id for row in rows]).values_list("pk", flat=True))
        FileView.objects.bulk_create([row for row in rows if row.client_id in there], ignore_conflicts=True)


def get_name(staff: User) -> str:
    """The person's name; empty where the account has none, and the client reads "a member of staff"."""
    return staff.get_full_name()
