"""What people asked, in a file outside the database: a backup of an earlier day would not know of it.

Each line is one JSON object: `at` (when), `what` (one of `JournalAct`) and `who`, the digest of a file's random
reference, which tells nothing to whoever hasn't got that file, or of a testimonial's number. `manage.py after_restore`
reads them back.
"""

import json
import os
from collections.abc import Collection, Iterable
from enum import StrEnum
from functools import partial
from hashlib import sha256
from operator import itemgetter
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone


class JournalAct(StrEnum):
    """What a person asked, or what was done for them."""

    ASKED = "asked for deletion"
    DELETED = "deleted"
    DECLINED = "no e-mails"
    AGREED = "e-mails"
    WITHDRAWN = "testimonial withdrawn"
    APPROVED = "testimonial approved"


def make_digest(reference: str) -> str:
    """What stands for a file in the list."""
    return sha256(reference.encode()).hexdigest()


def refer_to_testimonial(pk: int) -> str:
    """What stands for a testimonial as a reference stands for a file."""
    return f"testimonial {pk}"


def note_promises(what: JournalAct, references: Collection[str]) -> None:
    """Append a line for each of these files once the transaction under way is committed.

    A list that can't be written is logged as an error and undoes nothing.
    """
    if references:
        transaction.on_commit(partial(append_lines, what, [*references]), robust=True)


def append_lines(what: JournalAct, references: Iterable[str]) -> None:
    """Append to the list and wait until the disk has it. Raises `OSError`."""
    at = timezone.now().isoformat()
    lines = [json.dumps({"at": at, "what": what, "who": make_digest(reference)}) + "\n" for reference in references]
    path = Path(settings.PROMISES_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Opened for appending and written at once, so that lines of several processes do not run into each other.
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, "".join(lines).encode())
        os.fsync(file)
    finally:
        os.close(file)


def read_lines(texts: Iterable[str]) -> list[tuple[str, JournalAct, str]]:
    """When, what and who of every line of several lists, oldest first. Raises `ValueError` for any other line."""
    lines = [json.loads(line) for text in texts for line in text.splitlines()]
    try:
        read = [(line["at"], JournalAct(line["what"]), line["who"]) for line in lines]
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a list of promises ({error!r})") from error
    # Of one moment, in the order in which they were written.
    return sorted(read, key=itemgetter(0))
