"""Bringing a file's rows in, by workers, some at a time; what stood there before is noted in the same transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Field
from django.utils import timezone

from intake.clients import standings
from intake.clients.import_history import log_written
from intake.clients.import_lines import ClientLine, LineError
from intake.clients.import_work import ImportStaff, list_new, list_new_tags
from intake.clients.importing import find_files, get_key, write_lines
from intake.clients.imports.preview import find_import_staff_for, find_known, read_row
from intake.clients.imports.touched import make_mark
from intake.common.batched import batched
from intake.common.faults import pack
from intake.common.tag_names import find_key
from intake.common.task_calls import Call, call_for_each
from intake.models import Client, ClientImport, Consent, ImportRow
from intake.permissions import sees_every_file

# By their names: the tasks know this module.
RUN, UNDO = "intake.tasks.import_rows", "intake.tasks.undo_rows"
# In one transaction with the rows that say so (record 0130).
ROWS_A_TASK = 100
State, Outcome = ClientImport.ImportState, ImportRow.RowOutcome


def begin(source: ClientImport) -> Call | None:
    """Let workers bring the rows in, after the commit; None where that was asked for before."""
    # Of two clicks the database lets one find this state.
    moved = ClientImport.objects.filter(pk=source.pk, state=State.READ)
    if not moved.update(state=State.RUNNING, moved_at=timezone.now()):
        return None
    source.refresh_from_db()
    # A file of which no row waits is done at once: no worker would ever say so.
    close(source)
    return dispatch(source)


def dispatch(source: ClientImport) -> Call:
    """Hand out the rows that wait for a worker, to be brought in or to be taken back."""
    undoing = source.state == State.UNDOING
    waiting = source.rows.to_undo() if undoing else source.rows.to_do()
    ids = list(waiting.values_list("pk", flat=True))
    return call_for_each(UNDO if undoing else RUN, [(source.pk, list(some)) for some in batched(ids, ROWS_A_TASK)])


def import_rows(source: ClientImport, ids: Sequence[int]) -> None:
    """Bring these rows in, each once; once more where somebody made one of their clients meanwhile."""
    try:
        write_rows(source, ids)
    except IntegrityError:
        write_rows(source, ids)
    # Also those of a worker that died before this.
    due = Client.objects.filter(import_rows__in=ids, stood_until=None).values_list("pk", flat=True)
    standings.rewrite_standings(list(due), timezone.localdate())
    close(source)


@transaction.atomic
def write_rows(source: ClientImport, ids: Sequence[int]) -> None:
    """Write the rows that wait, all or none."""
    # Rows before clients, as taking back locks them: two workers then wait for each other and never deadlock.
    rows = {row.email: row for row in source.rows.to_do().filter(pk__in=ids).select_for_update()}
    # A task that runs a second time finds its rows done.
    if not rows:
        return
    lines = read_rows(source, rows.values(), source.by)
    found = {get_key(client): client for client in find_files(lines).select_for_update(of=("self",))}
    had = find_consents(found.values())
    staff = find_import_staff_for(source.by)
    for key, client in found.items():
        rows[key].before = describe_client(client) | describe_work(client, lines[key], staff)
    # Where files are assigned, whoever brought them in could not see them otherwise (record 0053).
    written = write_lines(lines, staff, adviser=None if sees_every_file(source.by) else source.by)
    note_written(rows, [*written.created, *written.changed, *written.unchanged], had)
    log_written(source.by, written.created, written.changed, written.was)
    ClientImport.objects.filter(pk=source.pk).update(moved_at=timezone.now())


def read_rows(source: ClientImport, rows: Iterable[ImportRow], by: User) -> dict[str, ClientLine]:
    """Read the rows once more, and refuse what can't be brought in any more."""
    # As whoever brought the file sees it now: clients may have come, or been assigned, since the preview (record 0130).
    lines, known = dict[str, ClientLine](), find_known([row.email for row in rows], by)
    for row in rows:
        try:
            lines[row.email] = read_row(source, row, known, timezone.localdate())
        except LineError as why:
            row.outcome, row.problem = Outcome.REFUSED, pack(why.faults)
            row.save()
    return lines


def note_written(rows: Mapping[str, ImportRow], clients: Iterable[Client], had: set[int]) -> None:
    """Note in each row which client it made or changed, and how that was left."""
    # As the database has them, because undoing compares the mark with what it reads there.
    fresh = Client.objects.prefetch_related("tags").in_bulk([client.pk for client in clients])
    came = Consent.objects.filter(client__in=fresh).exclude(pk__in=had).values_list("client", "pk")
    done = [rows[get_key(client)] for client in fresh.values()]
    for row, client in zip(done, fresh.values(), strict=True):
        row.outcome = Outcome.CHANGED if row.before else Outcome.NEW
        row.client, row.done_at = client, timezone.now()
        row.left = make_mark(client, whole=not row.before, also=(row.before or {}).get("work", ()))
        row.consents = [pk for owner, pk in came if owner == client.pk]
    ImportRow.objects.bulk_update(done, ["outcome", "client", "done_at", "left", "consents", "before"])


def find_consents(clients: Iterable[Client]) -> set[int]:
    """The primary keys of the consents that are on record."""
    return set(Consent.objects.filter(client__in=list(clients)).values_list("pk", flat=True))


def describe_client(client: Client) -> dict[str, Any]:
    """What a line can change of a client, as it stands."""
    at = client.profile_submitted_at
    return {
        "name": client.name,
        "telephone": client.telephone,
        "language": client.language,
        "facts": client.facts,
        "profile_submitted_at": at.isoformat() if at else None,
        "alerts": client.alerts,
    }


def describe_work(client: Client, line: ClientLine, staff: ImportStaff) -> dict[str, Any]:
    """The columns of the work on the file that the line changes, as they stand, and the tags that it puts on."""
    columns = [Client._meta.get_field(name) for name in list_new(line, client, staff)]
    work = {column.attname: getattr(client, column.attname) for column in columns if isinstance(column, Field)}
    as_json = {name: value.isoformat() if isinstance(value, date) else value for name, value in work.items()}
    return {"work": as_json, "put_on": [find_key(name) for name in list_new_tags(line, client)]}


def close(source: ClientImport) -> None:
    """Say that it is done, or undone, where nothing waits any more."""
    now, numbers = timezone.now(), count_rows(source)
    running = ClientImport.objects.filter(pk=source.pk, state=State.RUNNING)
    undoing = ClientImport.objects.filter(pk=source.pk, state=State.UNDOING)
    if not source.rows.to_do().exists():
        running.update(state=State.DONE, done_at=now, numbers=numbers)
    if not source.rows.to_undo().exists():
        undoing.update(state=State.UNDONE, numbers=numbers)


def count_rows(source: ClientImport) -> dict[str, int]:
    """How many rows there are of each outcome, and how many were taken back or stay."""
    outcomes = {str(code): source.rows.filter(outcome=code).count() for code in Outcome}
    return outcomes | {str(code): source.rows.filter(undone=code).count() for code in ImportRow.Undone}


def sweep(now: datetime) -> None:
    """Hand out again what does not move, and forget what files said a day ago."""
    for source in ClientImport.objects.stalled(now):
        # Before anything is handed out, so that the next sweep does not do it again while these tasks wait.
        ClientImport.objects.filter(pk=source.pk).update(moved_at=now)
        close(source)
        source.refresh_from_db()
        if source.is_moving:
            dispatch(source)
    for source in ClientImport.objects.over(now):
        ClientImport.objects.filter(pk=source.pk).update(numbers=count_rows(source))
        source.rows.all().delete()
