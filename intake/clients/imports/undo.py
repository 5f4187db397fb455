"""Undoing an import within a day: new files go unless somebody worked on them, changed ones are put back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from intake.clients import changes, delete_file, standings
from intake.clients.import_history import WRITTEN, log_undone
from intake.clients.imports.run import close, dispatch
from intake.clients.imports.touched import find_worked_on, make_mark
from intake.common.task_calls import Call
from intake.consents import consent
from intake.models import UNDONE_WITHIN, Client, ClientImport, Consent, ImportRow, consent_sources

State, Undone = ClientImport.State, ImportRow.Undone


def begin_undo(source: ClientImport, by: User, now: datetime) -> Call | None:
    """Let workers take back what the file did, after the commit; None where the day is over or it is not done."""
    done = ClientImport.objects.filter(pk=source.pk, state=State.DONE, done_at__gt=now - UNDONE_WITHIN)
    # One statement decides: a second click finds it done no more.
    if not done.update(state=State.UNDOING, moved_at=now, undone_by=by):
        return None
    source.refresh_from_db()
    close(source)
    return dispatch(source)


def undo_rows(source: ClientImport, ids: Sequence[int]) -> None:
    """Take these rows back, each once."""
    take_back(source, ids)
    put_back = source.rows.filter(pk__in=ids, undone=Undone.BACK).exclude(client=None)
    due = Client.objects.filter(import_rows__in=put_back, stood_until=None).values_list("pk", flat=True)
    standings.rewrite_standings(list(due), timezone.localdate())
    close(source)


# In one transaction with the rows that say so: a task may run twice (record 0130).
@transaction.atomic
def take_back(source: ClientImport, ids: Sequence[int]) -> None:
    """Take the rows back that can be, all or none."""
    # Rows before clients, as bringing them in locks both.
    rows = list(source.rows.to_undo().filter(pk__in=ids).select_for_update())
    found = Client.objects.select_for_update().in_bulk([row.client_id for row in rows])
    pairs = [(row, found[row.client_id]) for row in rows if row.client_id]
    touched = find_touched(pairs)
    new = [(row, client) for row, client in pairs if row.before is None and client.pk not in touched]
    changed = [(row, client) for row, client in pairs if row.before and client.pk not in touched]
    was = {client.pk: changes.read_values(client, WRITTEN) for _row, client in changed}
    for row, client in pairs:
        row.undone = Undone.TOUCHED if client.pk in touched else Undone.BACK
    for row, client in changed:
        put_back(row, client)
    # Who undid it; of an undoing that began before that was kept, who brought the file.
    log_undone(source.undone_by or source.by, [client for _row, client in changed], was)
    for row, _client in new:  # the row stays, without a word of the person
        row.client, row.email, row.cells, row.problem = None, "", [], ""
    ImportRow.objects.bulk_update(rows, ["client", "email", "cells", "problem", "undone"])
    delete_file.delete_unworked([client for _row, client in new])
    ClientImport.objects.filter(pk=source.pk).update(moved_at=timezone.now())


def find_touched(pairs: Sequence[tuple[ImportRow, Client]]) -> set[int]:
    """Which of the clients changed since in what their row wrote or, where the row made the file, were worked on."""
    # Anything that hangs on a new file keeps it; of a changed one only what the row wrote is looked at (record 0130).
    new = [client.pk for row, client in pairs if row.before is None]
    changed = {client.pk for row, client in pairs if make_mark(client, whole=row.before is None) != row.left}
    changed |= {client.pk for row, client in pairs if row.before and is_reached_by_row(row.before, client)}
    known = {pk for row, _client in pairs for pk in row.consents}
    given = Consent.objects.filter(client__in=new).exclude(pk__in=known).values_list("client", flat=True)
    return changed | set(given) | find_worked_on(new)


def is_reached_by_row(before: Mapping[str, Any], client: Client) -> bool:
    """Whether the number that the row brought is the last way to the client, whose address staff took out since."""
    left = client.email or before.get("telephone", client.telephone) or client.other_telephone or client.postal_address
    return not left


def put_back(row: ImportRow, client: Client) -> None:
    """Give a file back what stood there; a consent that came with the row is withdrawn, and stays on record."""
    before = row.before or {}
    client.name, client.language = before["name"], before["language"]
    client.telephone = before.get("telephone", client.telephone)
    at = before["profile_submitted_at"]
    client.profile_submitted_at = datetime.fromisoformat(at) if at else None
    client.take_facts(before["facts"])
    client.save(update_fields=["name", "telephone", "language", "profile_submitted_at", "facts", "stood_until"])
    if client.alerts and not before["alerts"] and is_newest_consent(row, client):
        consent.withdraw(client, language=client.language, source=consent_sources.IMPORT_UNDONE)


def is_newest_consent(row: ImportRow, client: Client) -> bool:
    """Whether the e-mails rest on a consent that came with the row."""
    newest = client.consents.order_by("at", "pk").last()
    return newest is not None and newest.pk in row.consents
