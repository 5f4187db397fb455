"""What each row of a file would do, found out before anything is done."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from intake.clients.importing import ClientLine, LineError, find_new_consents, read_line
from intake.clients.imports.fields import build_line
from intake.common.batched import batched
from intake.common.email_addresses import find_normal_form
from intake.models import Client, ClientImport, ImportRow

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Outcome = ImportRow.Outcome
AT_ONCE = 500


class Known(NamedTuple):
    """The clients of some addresses; `hidden` are those whose file this member of staff may not know of."""

    clients: dict[str, Client]
    hidden: set[str]


def judge(source: ClientImport, by: "User") -> None:
    """Find out for every row what it would do for this member of staff, and save it."""
    rows, seen = list(source.rows.all()), dict[str, int]()
    for some in batched(rows, AT_ONCE):
        judge_rows(source, some, by, seen)
    for row in rows:
        row.pk = None
    with transaction.atomic():  # faster than an update of each
        source.rows.all().delete()
        ImportRow.objects.bulk_create(rows)


def judge_rows(source: ClientImport, rows: Sequence[ImportRow], by: "User", seen: dict[str, int]) -> None:
    """Judge some of them; `seen`: the row in which each address stood first."""
    for row in rows:
        row.email, row.outcome, row.problem, row.differs = read_email(source, row), Outcome.REFUSED, "", []
    known, on, lines = find_known([row.email for row in rows], by), timezone.localdate(), dict[str, ClientLine]()
    for row in rows:
        try:
            if (first := seen.setdefault(row.email, row.number)) != row.number and row.email:
                raise LineError(gettext("The same address stands in row %(number)d.") % {"number": first})
            lines[row.email] = read_row(source, row, known, on)
        except LineError as why:
            row.problem = str(why)
    compare(rows, lines, known.clients)


def compare(rows: Iterable[ImportRow], lines: Mapping[str, ClientLine], clients: Mapping[str, Client]) -> None:
    """Of the rows that can be brought in, say what is new in them."""
    ids = {email: client.pk for email, client in clients.items()}
    agreed = {consent.client_id for consent in find_new_consents(ids, {key: lines[key] for key in ids if key in lines})}
    for row in rows:
        if row.problem:
            continue
        client, line = clients.get(row.email), lines[row.email]
        row.client = client
        row.differs = list_differing(client, line, client.pk in agreed) if client else []
        row.outcome = (Outcome.CHANGED if row.differs else Outcome.SAME) if client else Outcome.NEW


def list_differing(client: Client, line: ClientLine, agreed: bool) -> list[str]:
    """The names of the fields that the line would change; `agreed`: it brings a consent."""
    facts = sorted(name for name in client.facts | line.profile if client.facts.get(name) != line.profile.get(name))
    name, language = line.name not in ("", client.name), line.language != client.language
    return [*["name"] * name, *["language"] * language, *["alerts"] * agreed, *facts]


def find_known(emails: Iterable[str], by: "User") -> Known:
    """The clients of these addresses."""
    wanted = {email for email in emails if email}
    clients = {client.email: client for client in Client.objects.visible_to(by).filter(email__in=wanted)}
    others = Client.objects.filter(email__in=wanted - set(clients)).values_list("email", flat=True)
    return Known(clients, set(others))


def read_row(source: ClientImport, row: ImportRow, known: Known, on: date) -> ClientLine:
    """The row as a line of the form of a client. Raises `LineError`."""
    if row.email in known.hidden:
        raise LineError(gettext("The file with this address is assigned to somebody else."))
    return read_line(build_raw(source, row, known.clients.get(row.email)), on)


def build_raw(source: ClientImport, row: ImportRow, client: Client | None) -> bytes:
    """The row as JSON; what a table has no column for, or leaves empty, stays as the file of the client has it."""
    if not source.header:
        return str(row.cells[0]).encode()
    line = build_line(source.fields, row.cells)
    if client:
        line = {"language": client.language} | line | {"profile": client.facts | line["profile"]}
    return json.dumps(line, ensure_ascii=False).encode()


def read_email(source: ClientImport, row: ImportRow) -> str:
    """The address in its one form; "" where it is none."""
    return find_normal_form(find_typed_email(source, row)) or ""


def find_typed_email(source: ClientImport, row: ImportRow) -> str:
    """The address as it stands in the row."""
    if source.header:
        return get_cell(source, row, "email")
    try:
        return str(msgspec.json.decode(row.cells[0], type=dict[str, Any]).get("email", ""))
    except (msgspec.MsgspecError, RecursionError):
        return ""


def get_cell(source: ClientImport, row: ImportRow, field: str) -> str:
    """What a row says of a field; "" where it has no column."""
    place = source.fields.index(field) if field in source.fields else len(row.cells)
    return str(row.cells[place]) if place < len(row.cells) else ""
