"""What each row of a file would do, found out before anything is done."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from intake.clients.import_lines import ClientLine, LineError, refuse
from intake.clients.import_work import ImportStaff, check_work, find_import_staff, list_new, list_new_tags
from intake.clients.importing import (
    check_person,
    find_by_keys,
    find_files,
    find_new_consents,
    find_taken,
    get_key,
    read_line,
)
from intake.clients.imports.fields import build_line
from intake.common.batched import batched
from intake.common.email_addresses import find_normal_form
from intake.common.faults import pack
from intake.common.telephone_numbers import normalize_telephone
from intake.models import Client, ClientImport, ImportRow
from intake.permissions import MANAGE_ENGAGEMENT

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Outcome = ImportRow.RowOutcome
ROWS_AT_ONCE = 500


class Known(NamedTuple):
    """The clients of some keys; `hidden` are those whose file this member of staff may not know of.

    `taken`: numbers without an address that a file with an address has. `staff`: what they may say of work on files.
    """

    clients: dict[str, Client]
    hidden: set[str]
    taken: set[str]
    staff: ImportStaff


@dataclass
class Seen:
    """What stood in the rows before: each key with its first row, and the numbers that files with an address have."""

    keys: dict[str, int] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)

    def note_number(self, line: ClientLine, client: Client | None) -> None:
        """Note the number that a file with an address gets by this line; one that the file has stays."""
        if line.email and line.telephone and not (client and client.telephone):
            self.numbers.add(line.telephone)


def judge(source: ClientImport, by: "User") -> None:
    """Find out for every row what it would do for this member of staff, and save it."""
    rows, seen = list(source.rows.all()), Seen()
    for some in batched(rows, ROWS_AT_ONCE):
        judge_rows(source, some, by, seen)
    for row in rows:
        row.pk = None
    with transaction.atomic():  # faster than an update of each
        source.rows.all().delete()
        ImportRow.objects.bulk_create(rows)


def judge_rows(source: ClientImport, rows: Sequence[ImportRow], by: "User", seen: Seen) -> None:
    """Judge some of them, and add to what was seen."""
    for row in rows:
        row.email, row.outcome, row.problem, row.differs = read_key(source, row), Outcome.REFUSED, "", []
    known, on, lines = find_known([row.email for row in rows], by), timezone.localdate(), dict[str, ClientLine]()
    seen.numbers.update(known.taken)
    # With those of the rows before: a row may give a file the number that a later row comes with alone.
    known = known._replace(taken=seen.numbers)
    for row in rows:
        try:
            if (first := seen.keys.setdefault(row.email, row.number)) != row.number and row.email:
                raise refuse("", _("The same address or number stands in row %(number)d."), number=first)
            lines[row.email] = read_row(source, row, known, on)
            seen.note_number(lines[row.email], known.clients.get(row.email))
        except LineError as why:
            row.problem = pack(why.faults)
    compare(rows, lines, known)


def compare(rows: Iterable[ImportRow], lines: Mapping[str, ClientLine], known: Known) -> None:
    """Of the rows that can be brought in, say what is new in them."""
    ids = {key: client.pk for key, client in known.clients.items()}
    agreed = {consent.client_id for consent in find_new_consents(ids, {key: lines[key] for key in ids if key in lines})}
    for row in rows:
        if row.problem:
            continue
        client, line = known.clients.get(row.email), lines[row.email]
        row.client = client
        row.differs = list_differing(client, line, client.pk in agreed) if client else []
        row.differs += list_differing_work(client, line, known.staff) if client else []
        row.outcome = (Outcome.CHANGED if row.differs else Outcome.SAME) if client else Outcome.NEW


def list_differing(client: Client, line: ClientLine, agreed: bool) -> list[str]:
    """The names of the fields that the line would change; `agreed`: it brings a consent."""
    facts = sorted(name for name in client.facts | line.profile if client.facts.get(name) != line.profile.get(name))
    name, language = line.name not in ("", client.name), line.language != client.language
    # What the file has is never replaced (record 0124).
    number = bool(line.telephone and not client.telephone)
    return [*["name"] * name, *["telephone"] * number, *["language"] * language, *["alerts"] * agreed, *facts]


def list_differing_work(client: Client, line: ClientLine, staff: ImportStaff) -> list[str]:
    """The names of the fields of the work on the file that the line would change."""
    new = [name for name in list_new(line, client, staff) if name not in ("service_agreement", "retained_on")]
    return [*new, *["tags"] * bool(list_new_tags(line, client))]


def find_import_staff_for(by: "User") -> ImportStaff:
    """What this member of staff may say of the work on files."""
    return find_import_staff(by, may_manage=MANAGE_ENGAGEMENT.held_by(by))


def find_known(keys: Iterable[str], by: "User") -> Known:
    """The clients of these keys."""
    wanted = {key for key in keys if key}
    clients = {get_key(client): client for client in find_files(wanted).visible_to(by)}
    left = wanted - set(clients)
    hidden = {email or number for email, number in find_by_keys(left).values_list("email", "telephone")}
    return Known(clients, hidden, find_taken(left - hidden), find_import_staff_for(by))


def read_row(source: ClientImport, row: ImportRow, known: Known, on: date) -> ClientLine:
    """The row as a line of the form of a client. Raises `LineError`."""
    if row.email in known.hidden:
        # Said although they may not see it: an address is of one file, and silence would make a second (record 0053).
        raise refuse("", _("The file with this address or number is assigned to somebody else."))
    client = known.clients.get(row.email)
    line = read_line(build_raw(source, row, client), on)
    check_person(line, client, known.taken)
    check_work(line, client, known.staff)
    return line


def build_raw(source: ClientImport, row: ImportRow, client: Client | None) -> bytes:
    """The row as JSON; what a table has no column for, or leaves empty, stays as the file of the client has it."""
    # A line of JSON says the whole profile, as for the command (record 0130).
    if not source.header:
        return str(row.cells[0]).encode()
    line = build_line(source.fields, row.cells)
    if client:
        line = {"language": client.language} | line | {"profile": client.facts | line["profile"]}
    return json.dumps(line, ensure_ascii=False).encode()


def read_key(source: ClientImport, row: ImportRow) -> str:
    """The address in its one form or, where there is none, the number; "" where what stands there is neither."""
    if typed := find_typed(source, row, "email"):
        return find_normal_form(typed) or ""
    try:
        return normalize_telephone(find_typed(source, row, "telephone"))
    except ValidationError:
        return ""


def find_typed(source: ClientImport, row: ImportRow, name: str) -> str:
    """The address or the number as it stands in the row."""
    if source.header:
        return get_cell(source, row, name)
    try:
        return str(msgspec.json.decode(row.cells[0], type=dict[str, Any]).get(name) or "")
    # What is no JSON is named when the whole line is read.
    except (msgspec.MsgspecError, RecursionError):
        return ""


def get_cell(source: ClientImport, row: ImportRow, field: str) -> str:
    """What a row says of a field; "" where it has no column."""
    place = source.fields.index(field) if field in source.fields else len(row.cells)
    return str(row.cells[place]) if place < len(row.cells) else ""
