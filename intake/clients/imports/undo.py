"""Undoing an import within a day: new files go unless somebody worked on them, changed ones are put back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from intake.clients import delete_file, standings
from intake.clients.import_history import log_undone, read_written
from intake.clients.import_work import MovedFile, follow_work
from intake.clients.imports.run import close, dispatch
from intake.clients.imports.touched import find_worked_on, make_mark
from intake.common.task_calls import Call
from intake.consents import consent
from intake.models import UNDONE_WITHIN, Client, ClientImport, Consent, ImportRow, consent_sources

State, Undone = ClientImport.ImportState, ImportRow.Undone


def begin_undo(source: ClientImport, by: User, now: datetime) -> Call | None:
    """Let workers take back what the file did, after the commit; None where the day is over or it is not done."""
    done = ClientImport.objects.filter(pk=source.pk, state=State.DONE, done_at__gt=now - UNDONE_WITHIN)
    # One statement decides: a second click finds it undone already.
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
    files = Client.objects.select_related("adviser").prefetch_related("tags").select_for_update(of=("self",))
    found = files.in_bulk([row.client_id for row in rows])
    pairs = [(row, found[row.client_id]) for row in rows if row.client_id]
    touched = find_touched(pairs)
    new = [(row, client) for row, client in pairs if row.before is None and client.pk not in touched]
    changed = [(row, client) for row, client in pairs if row.before and client.pk not in touched]
    was = {client.pk: read_written(client) for _row, client in changed}
    moved = [MovedFile(client, client.stage, client.adviser_id) for _row, client in changed]
    by = source.undone_by or source.by
    for row, client in pairs:
        row.undone = Undone.TOUCHED if client.pk in touched else Undone.BACK
    for row, client in changed:
        put_back(row, client)
    follow_work(moved, by)
    # The person who undid it; where that was not kept yet when the undoing began, the one who brought the file.
    log_undone(by, [client for _row, client in changed], was)
    for row, _client in new:  # the row stays, without a word of the person
        row.client, row.email, row.cells, row.problem = None, "", [], ""
    ImportRow.objects.bulk_update(rows, ["client", "email", "cells", "problem", "undone"])
    delete_file.delete_unworked([client for _row, client in new])
    ClientImport.objects.filter(pk=source.pk).update(moved_at=timezone.now())


def find_touched(pairs: Sequence[tuple[ImportRow, Client]]) -> set[int]:
    """Which of the clients changed since in what their row wrote or, where the row made the file, were worked on."""
    # Anything that hangs on a new file keeps it; of a changed one only what the row wrote is looked at (record 0130).
    new = [client.pk for row, client in pairs if row.before is None]
    changed = {client.pk for row, client in pairs if make_mark_of(row, client) != row.left}
    changed |= {client.pk for row, client in pairs if row.before and is_reached_by_row(row.before, client)}
    known = {pk for row, _client in pairs for pk in row.consents}
    given = Consent.objects.filter(client__in=new).exclude(pk__in=known).values_list("client", flat=True)
    return changed | set(given) | find_worked_on(new)


def make_mark_of(row: ImportRow, client: Client) -> str:
    """The mark of what the row wrote."""
    return make_mark(client, whole=row.before is None, also=(row.before or {}).get("work", ()))


def is_reached_by_row(before: Mapping[str, Any], client: Client) -> bool:
    """Whether what the row brought is the last way to the client, whose address staff took out since."""
    letters = before.get("work", {}).get("postal_address", client.postal_address)
    return not (client.email or before.get("telephone", client.telephone) or client.other_telephone or letters)


def put_back(row: ImportRow, client: Client) -> None:
    """Give a file back what stood there; a consent that came with the row is withdrawn, and stays on record."""
    before = row.before or {}
    client.name, client.language = before["name"], before["language"]
    client.telephone = before.get("telephone", client.telephone)
    at = before["profile_submitted_at"]
    client.profile_submitted_at = datetime.fromisoformat(at) if at else None
    client.take_facts(before["facts"])
    written = put_back_work(before.get("work", {}), client)
    client.save(
        update_fields=["name", "telephone", "language", "profile_submitted_at", "facts", "stood_until", *written]
    )
    client.file_tags.filter(tag__key__in=before.get("put_on", ())).delete()
    if client.alerts and not before["alerts"] and is_newest_consent(row, client):
        consent.withdraw(client, language=client.language, source=consent_sources.IMPORT_UNDONE)


def put_back_work(work: Mapping[str, Any], client: Client) -> list[str]:
    """Give the work on a file back what stood there, and return which columns that is. Saves nothing."""
    for name, value in work.items():
        setattr(client, name, date.fromisoformat(value) if name.endswith("_on") and value else value)
    # The account may have been deleted since.
    if "adviser_id" in work and not User.objects.filter(pk=client.adviser_id or 0).exists():
        client.adviser = None
    return list(work)


def is_newest_consent(row: ImportRow, client: Client) -> bool:
    """Whether the e-mails rest on a consent that came with the row."""
    newest = client.consents.order_by("at", "pk").last()
    return newest is not None and newest.pk in row.consents
