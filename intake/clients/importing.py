"""Importing a firm's list of clients: JSON Lines in the form of `scoring/contract/client.schema.json`.

The e-mail address is the key or, without one, the telephone number, so the same file may be imported again. Clients,
proofs of consent and standings of a batch are written in a few statements. A line that can't be read is reported and
skipped.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any, NamedTuple

import msgspec
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from intake.clients import standings
from intake.clients.import_history import Before, log_written, read_written
from intake.clients.import_lines import (
    FIRST_YEAR,
    LAST_YEAR,
    ClientLine,
    HeldConsent,
    LineError,
    refuse,
    refuse_longer,
)
from intake.clients.import_work import (
    ImportStaff,
    MovedFile,
    check_work,
    fill_work,
    find_import_staff,
    follow_work,
    list_new,
    list_new_tags,
    list_stated,
    put_tags_on,
)
from intake.common.email_addresses import normalize_email
from intake.common.faults import TOO_DEEP, TOO_LARGE, read_problem
from intake.common.folding import fold
from intake.common.names import LONGEST, normalize_name
from intake.common.sources import IMPORT
from intake.common.telephone_numbers import normalize_telephone
from intake.consents import consent
from intake.models import Client, Consent
from intake.querysets import ClientQuerySet
from scoring.profile import Profile, ProfileError, check_birth, decode, read_message, shorten

LINES_AT_ONCE = 250
# The longest profile that any door takes (record 0066).
LONGEST_LINE = 1_000_000  # bytes
# No client agreed to anything, and no profile was submitted, outside of these.
# The columns that every line writes; of the work on the file it writes what it says.
PERSON = ("name", "telephone", "language", "facts", "stood_until", "profile_submitted_at")


@dataclass
class Tally:
    """How many clients were new, changed, unchanged or rejected, and the rejected lines: number and reason."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)


class WrittenClients(NamedTuple):
    """The clients of some lines, by what became of them; `was`: what the changed ones said before."""

    created: list[Client]
    changed: list[Client]
    unchanged: list[Client]
    was: Before


@dataclass
class ImportBatch:
    """Lines to be written together, at most one for each address or number; whether as samples, and by whom."""

    staff: ImportStaff
    lines: dict[str, ClientLine] = field(default_factory=dict)
    sample: bool = False

    def has_no_room_for(self, line: ClientLine) -> bool:
        """Whether this line must wait for the next batch: where one before it has its key, or its number alone."""
        told = not line.email and any(one.telephone == line.telephone for one in self.lines.values())
        # Such a line is compared with what the one before it wrote.
        return told or len(self.lines) == LINES_AT_ONCE or line.key in self.lines


def import_clients(
    lines: Iterable[tuple[int, bytes]],
    on: date,
    *,
    sample: bool = False,
    by: User | None = None,
    may_manage: bool = True,
) -> Iterator[Tally]:
    """Import numbered lines; yields the running tally after each, and once more at the end.

    `sample` marks new clients as made up. `by`: whom the history of the files names; without anybody it says nothing.
    `may_manage`: whether they may change an engagement.
    """
    tally, batch = Tally(), ImportBatch(find_import_staff(by, may_manage=may_manage), sample=sample)
    for number, raw in lines:
        try:
            line = read_line(raw, on)
            if batch.has_no_room_for(line):
                save_batch(batch, tally, on)
                batch = replace(batch, lines={})
            # After the batch before is saved: the line is compared with what that one wrote.
            check_line(line, batch.staff)
        except LineError as why:
            tally.rejected += 1
            tally.problems.append((number, str(why)))
        else:
            batch.lines[line.key] = line
        yield tally
    save_batch(batch, tally, on)
    yield tally


def check_line(line: ClientLine, staff: ImportStaff) -> None:
    """Refuse what can't be said of the file that is there. Raises `LineError`."""
    asks_the_file = not line.email or line.stage or line.service_agreement_on
    client = find_by_keys([line.key]).first() if asks_the_file else None
    if not line.email:
        # An address is of one person; a number may be another's too (record 0164).
        check_person(line, client, find_taken([line.key]))
    check_work(line, client, staff)


def read_line(raw: bytes, on: date) -> ClientLine:
    """Decode and validate one line. Raises `LineError`."""
    if len(raw) > LONGEST_LINE:
        raise refuse("", TOO_LARGE, most=LONGEST_LINE)
    try:
        line = msgspec.json.decode(raw, type=ClientLine)
        read_contact(line)
        profile = decode(line.profile)
        check_birth(profile, on)
    # The decoder's own answer to lists within lists without end: a sentence to whoever brings the file (record 0066).
    except RecursionError:
        raise refuse("", TOO_DEEP) from None
    except msgspec.MsgspecError as error:
        raise LineError(read_problem(read_message(shorten(str(error))))) from None
    except UnicodeDecodeError:  # msgspec reports bad UTF-8 inside a string so, and not as its own error
        raise refuse("", _("The line is not in UTF-8.")) from None
    except ProfileError as error:
        raise LineError(*(read_problem(problem, "profile") for problem in error.problems)) from None
    check_language(line)
    check_days(line, profile, on)
    check_texts(line)
    line.submitted_at = profile.profile_submitted_at
    return line


def check_language(line: ClientLine) -> None:
    """Refuse a language that the site writes to nobody in, and say in which it does. Raises `LineError`."""
    if line.language not in settings.LETTER_LANGUAGES:
        why = _("“%(typed)s” is not one that this site writes in: %(known)s")
        raise refuse("language", why, line.language, known=", ".join(settings.LETTER_LANGUAGES))


def check_days(line: ClientLine, profile: Profile, on: date) -> None:
    """Refuse a consent that is still to come, and days before there was anything to agree to. Raises `LineError`."""
    if line.alerts and line.alerts.consented_on > on:
        raise refuse("alerts.consented_on", _("%(day)s is in the future."), day=str(line.alerts.consented_on))
    for name, moment in (
        ("alerts.consented_on", line.alerts.consented_on if line.alerts else None),
        ("profile.profile_submitted_at", profile.profile_submitted_at),
    ):
        if moment and not FIRST_YEAR <= moment.year < LAST_YEAR:
            raise refuse(name, _("%(day)s is not a possible date."), day=str(moment))


def check_texts(line: ClientLine) -> None:
    """Refuse what a database can't keep as it is, NUL, in any text of the line. Raises `LineError`."""
    # As JSON once more, so that texts at any depth are searched by one test.
    if r"\u0000" in msgspec.json.encode(line).decode():
        raise refuse("", _("A text contains a character that is not valid (NUL)."))


def read_contact(line: ClientLine) -> None:
    """Bring address, number and name into their one form. Raises `LineError`."""
    line.name = read_name(line.name)
    try:
        line.telephone = normalize_telephone(line.telephone)
    except ValidationError:
        why = _("“%(typed)s” is not a telephone number with its area or country code.")
        raise refuse("telephone", why, line.telephone) from None
    try:
        line.email = normalize_email(line.email) if line.email else ""
    except ValidationError:
        raise refuse("email", _("“%(typed)s” is not an e-mail address."), line.email) from None
    if not line.key:
        raise refuse("email", _("Without it a telephone number is needed, by which the file is found."))
    if line.alerts and not line.email:
        raise refuse("alerts", _("Nobody agrees to e-mails without an e-mail address."))


def check_person(line: ClientLine, client: Client | None, taken: Collection[str]) -> None:
    """Refuse a number alone that may be somebody else's. Raises `LineError`.

    `client`: the file that the line would write into. `taken`: numbers that `find_taken` found.
    """
    if line.email:
        return
    # Refused rather than guessed: the number may be the partner's (record 0164).
    if client is None and line.telephone in taken:
        raise refuse("", _("A file with an e-mail address has this number: put its address into the row."))
    if client and line.name and client.name and fold(line.name) != fold(client.name):
        raise refuse("", _("A file with this number has another name."))


def read_name(typed: str) -> str:
    """The name in its one form. Raises `LineError` where it holds an address."""
    try:
        name = normalize_name(typed)
    except ValidationError:
        why = _("An address of e-mail or of a web page can't be a name: put a space after each full stop.")
        raise refuse("name", why) from None
    if len(name) > LONGEST:  # its one form may be longer than what was typed
        raise refuse_longer("name", LONGEST)
    return name


def save_batch(batch: ImportBatch, tally: Tally, on: date) -> None:
    """Write a batch; again, once, where somebody created one of its clients meanwhile, who is then found."""
    try:
        write_batch(batch, tally, on)
    # Once more and no oftener: now the client is there, and is found and changed like any other.
    except IntegrityError:
        write_batch(batch, tally, on)


def write_batch(batch: ImportBatch, tally: Tally, on: date) -> None:
    """Write a batch, all or none. Raises `IntegrityError` for a client who was created in the meantime."""
    with transaction.atomic():
        written = write_lines(batch.lines, batch.staff, sample=batch.sample)
        if by := batch.staff.by:
            log_written(by, written.created, written.changed, written.was)
    # After the commit: rewriting locks the clients itself, and a long lock would stop people who are signed in.
    standings.rewrite_standings([client.pk for client in [*written.created, *written.changed]], on)
    tally.created += len(written.created)
    tally.updated += len(written.changed)
    tally.unchanged += len(written.unchanged)


def write_lines(lines: Mapping[str, ClientLine], staff: ImportStaff, **of_the_new: Any) -> WrittenClients:
    """Write the clients of these lines, by their keys, and their consents; the caller's transaction holds it all.

    `of_the_new`: fields that no line says and new clients get. Raises `IntegrityError` as `write_batch`.
    """
    # Of this table alone: PostgreSQL refuses to lock the far side of an outer join, which the adviser is.
    known = {get_key(client): client for client in find_files(lines).select_for_update(of=("self",))}
    new = [
        fill_client(Client(email=line.email, telephone=line.telephone, source=IMPORT, **of_the_new), line, staff)
        for key, line in lines.items()
        if key not in known
    ]
    changed = [client for key, client in known.items() if differs(client, lines[key], staff)]
    moved = [MovedFile(client, client.stage, client.adviser_id) for client in changed]
    was = {client.pk: read_written(client) for client in changed}
    # No event is owed: clients that staff bring in are no leads (docs/webhooks.md).
    created = Client.objects.bulk_create(new)
    Client.objects.bulk_update(
        [fill_client(client, lines[get_key(client)], staff) for client in changed],
        # Only what the lines say: a consent or a stage that staff changed meanwhile must not be written back.
        [*PERSON, *sorted({name for client in changed for name in list_stated(lines[get_key(client)], client, staff)})],
    )
    put_tags_on((client, lines[get_key(client)]) for client in [*created, *changed])
    # Of a new file none: where it stood in the firm before is no move here (record 0204).
    follow_work(moved, staff.by)
    record_consents({get_key(client): client.pk for client in [*created, *known.values()]}, lines)
    return WrittenClients(created, changed, [client for client in known.values() if client not in changed], was)


def find_by_keys(keys: Iterable[str]) -> ClientQuerySet[Client]:
    """The files of these addresses, and those without an address that have one of these numbers."""
    wanted = list(keys)
    # A number finds no file that has an address: it may be the partner's (record 0164).
    found = Q(email__in=[key for key in wanted if "@" in key]) | Q(
        email="", telephone__in=[key for key in wanted if key and "@" not in key]
    )
    return Client.objects.filter(found)


def find_files(keys: Iterable[str]) -> ClientQuerySet[Client]:
    """The same with their advisers and their tags, to be compared with lines."""
    return find_by_keys(keys).select_related("adviser").prefetch_related("tags")


def find_taken(keys: Iterable[str]) -> set[str]:
    """Of the numbers among these keys those that a file with an address has."""
    numbers = [key for key in keys if key and "@" not in key]
    if not numbers:
        return set()
    found = Client.objects.filter(telephone__in=numbers).exclude(email="")
    return set(found.values_list("telephone", flat=True))


def get_key(client: Client) -> str:
    """By which a line finds the file: its address or, without one, its number."""
    return client.email or client.telephone


def fill_client(client: Client, line: ClientLine, staff: ImportStaff) -> Client:
    """Copy the line into the client; a name that the line leaves out is kept, and a number that the file has."""
    client.name = line.name or client.name
    # A number that staff entered is never replaced (record 0124).
    client.telephone = client.telephone or line.telephone
    client.language = line.language
    client.take_facts(line.profile)
    client.profile_submitted_at = line.submitted_at
    return fill_work(client, line, staff)


def differs(client: Client, line: ClientLine, staff: ImportStaff) -> bool:
    """Whether the line says anything new of the client."""
    # As `fill_client` would leave it: an empty cell takes nothing away, and no number is replaced (record 0124).
    stated = (
        line.name or client.name,
        client.telephone or line.telephone,
        line.language,
        line.profile,
        line.submitted_at,
    )
    known = (client.name, client.telephone, client.language, client.facts, client.profile_submitted_at)
    return stated != known or bool(list_new(line, client, staff) or list_new_tags(line, client))


def record_consents(ids: Mapping[str, int], lines: Mapping[str, ClientLine]) -> None:
    """Record each proof of consent once."""
    consent.append_consents(find_new_consents(ids, lines))


def find_new_consents(ids: Mapping[str, int], lines: Mapping[str, ClientLine]) -> list[Consent]:
    """The proofs of these lines that are not on record; `ids`: the client of each key."""
    rows = [build_consent(ids[key], line, line.alerts) for key, line in lines.items() if line.alerts]
    return consent.exclude_known(rows)


def build_consent(client: int, line: ClientLine, agreed: HeldConsent) -> Consent:
    """The consent as the firm says that it holds it: from the beginning of its day."""
    # The newest act decides, so a withdrawal on that very day is the later one (record 0017).
    at = timezone.make_aware(datetime.combine(agreed.consented_on, time.min))
    return Consent(client_id=client, given=True, at=at, language=line.language, source=agreed.source)


def format_error(number: int, message: str) -> str:
    """A rejected line as JSON, for standard error."""
    return json.dumps({"line": number, "error": message}, ensure_ascii=False)
