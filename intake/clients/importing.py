"""Taking in a firm's list of clients: JSON Lines in the form of `scoring/contract/client.schema.json`.

The e-mail address is the key, so the same file may be taken in again. Rows go
in by the hundred: clients, proofs of consent and standings of a batch in a few
statements. A line that can't be read is told and passed over.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

import msgspec
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from intake.clients import standings
from intake.consents import consent
from intake.models import Client, Consent
from scoring.profile import ProfileError, born_by, decode

BATCH = 250


class Agreed(msgspec.Struct, forbid_unknown_fields=True):
    """Express consent that the firm already holds, and where its proof is."""

    consented_on: date
    source: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Line(msgspec.Struct, forbid_unknown_fields=True):
    """One client as in the file."""

    email: str
    profile: dict[str, Any]
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    language: Literal["en", "fr"] = "en"
    alerts: Agreed | None = None
    submitted_at: datetime | None = None


class Rejected(ValueError):
    """A line that can't be taken in; the message says why."""


@dataclass
class Tally:
    """How many clients were new, changed, as they were, or could not be read."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class Batch:
    """Lines to go in together, at most one for an address."""

    lines: dict[str, Line] = field(default_factory=dict)

    def full_for(self, line: Line) -> bool:
        """Whether this line must wait for the next batch."""
        return len(self.lines) == BATCH or line.email.lower() in self.lines


def import_clients(lines: Iterable[tuple[int, bytes]], on: date, *, sample: bool = False) -> Iterator[Tally]:
    """Take in numbered lines; yields the tally so far after each, and once more at the end."""
    tally, batch = Tally(), Batch()
    for number, raw in lines:
        try:
            line = read(raw, on)
        except Rejected as why:
            tally.rejected += 1
            tally.problems.append((number, str(why)))
        else:
            if batch.full_for(line):
                take(batch, tally, on, sample)
                batch = Batch()
            batch.lines[line.email.lower()] = line
        yield tally
    take(batch, tally, on, sample)
    yield tally


def read(raw: bytes, on: date) -> Line:
    """One line, checked in full. Raises `Rejected`."""
    try:
        line = msgspec.json.decode(raw, type=Line)
        validate_email(line.email)
        profile = decode(line.profile)
        born_by(profile, on)
    except msgspec.MsgspecError as error:
        raise Rejected(str(error)) from None
    except UnicodeDecodeError:
        raise Rejected("the line is not UTF-8") from None
    except ValidationError:
        raise Rejected(f"email: {line.email!r} is not an e-mail address") from None
    except ProfileError as error:
        raise Rejected("; ".join(f"profile.{problem}" for problem in error.problems)) from None
    if line.alerts and line.alerts.consented_on > on:
        raise Rejected(f"alerts.consented_on: {line.alerts.consented_on} is in the future")
    line.submitted_at = profile.profile_submitted_at
    return line


def take(batch: Batch, tally: Tally, on: date, sample: bool) -> None:
    """Put a batch into the database; where somebody took in the same addresses meanwhile, their clients are found."""
    try:
        put_in(batch, tally, on, sample)
    except IntegrityError:
        put_in(batch, tally, on, sample)


def put_in(batch: Batch, tally: Tally, on: date, sample: bool) -> None:
    """The same, all or none. Raises `IntegrityError` for a client who was not there a moment ago."""
    with transaction.atomic():
        found = Client.objects.annotate(key=Lower("email")).filter(key__in=batch.lines)
        known = {client.key: client for client in found.select_for_update()}
        new = [
            fill(Client(email=line.email, sample=sample), line) for key, line in batch.lines.items() if key not in known
        ]
        changed = [client for key, client in known.items() if differs(client, batch.lines[key])]
        clients = Client.objects.bulk_create(new)
        Client.objects.bulk_update(
            [fill(client, batch.lines[client.key]) for client in changed],
            ["name", "language", "facts", "profile_submitted_at"],
        )
        agree({client.email.lower(): client.pk for client in [*clients, *known.values()]}, batch)
    standings.rewrite([client.pk for client in [*clients, *changed]], on)
    tally.created += len(new)
    tally.updated += len(changed)
    tally.unchanged += len(known) - len(changed)


def fill(client: Client, line: Line) -> Client:
    """The client with what the line says; a name that the line leaves out is kept."""
    client.name = line.name or client.name
    client.language = line.language
    client.facts = line.profile
    client.profile_submitted_at = line.submitted_at
    return client


def differs(client: Client, line: Line) -> bool:
    """Whether the line says anything new of the client."""
    said = (line.name or client.name, line.language, line.profile, line.submitted_at)
    return said != (client.name, client.language, client.facts, client.profile_submitted_at)


def agree(ids: dict[str, int], batch: Batch) -> None:
    """Keep each proof of consent once."""
    rows = [proof(ids[key], line, line.alerts) for key, line in batch.lines.items() if line.alerts]
    consent.append(consent.without_known(rows))


def proof(client: int, line: Line, agreed: Agreed) -> Consent:
    """The consent as the firm says that it holds it: from the beginning of its day."""
    at = timezone.make_aware(datetime.combine(agreed.consented_on, time.min))
    return Consent(client_id=client, given=True, at=at, language=line.language, source=agreed.source)


def as_error(number: int, message: str) -> str:
    """A bad line as it is told on standard error."""
    return json.dumps({"line": number, "error": message}, ensure_ascii=False)
