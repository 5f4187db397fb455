"""Owing a letter: a row in the ledger, in the caller's transaction, and then a call for the workers.

Who calls the workers is an extension point: the app that has them fills it when it is ready.
Where they can't be called nothing is lost: their sweep finds the row.
"""

from collections.abc import Callable, Iterable
from functools import partial

from django.db import transaction

from intake.message_kinds.kinds import LetterMessage
from intake.message_kinds.registry import KINDS, list_kinds
from intake.models import Client, Letter

Caller = Callable[[int], object]
_callers: list[Caller] = []


def add_caller(caller: Caller) -> None:
    """Let `caller(id)` be called, after the commit, with each letter that somebody waits for. It must not raise."""
    if caller not in _callers:
        _callers.append(caller)


def owe(rows: Iterable[Letter]) -> list[Letter]:
    """Owe these letters (`LetterMessage.find_due`) in the caller's transaction; returns them.

    One with a key is owed to an address once, whoever owes it again. Where somebody waits for one without a key, the
    workers are called after the commit. Raises `ValueError` for no address, and `KeyError` for a kind that nobody has
    registered.
    """
    with transaction.atomic():
        letters = list(rows)
        check_addresses(letters)
        for row in letters:
            if not row.key:
                owe_one(row)
        # The constraint on kind, address and key decides, not a query before it.
        Letter.objects.bulk_create([row for row in letters if row.key], ignore_conflicts=True)
    return letters


def check_addresses(rows: Iterable[Letter]) -> None:
    """Refuse what goes nowhere. Raises `ValueError`."""
    for row in rows:
        if not row.to:
            raise ValueError(f"{row.kind}: a letter needs an address.")


def owe_one(row: Letter) -> None:
    """Save one letter in place of what it replaces; where somebody waits for it, call the workers after the commit."""
    if issubclass(kind := KINDS[row.kind], LetterMessage) and kind.replaces:
        # Of two codes only the newer works; the older one must not arrive after it.
        unsent = Letter.objects.filter(kind=row.kind, to__iexact=row.to, state=Letter.State.PENDING)
        unsent.update(state=Letter.State.SUPPRESSED, **Letter.get_closing_values())
    row.save()
    if row.urgent:
        # Robust, because the letter is owed already: a broker that is away must not fail the page.
        transaction.on_commit(partial(call_workers, row.pk), robust=True)


def put_in_file(client: Client) -> None:
    """The letters that asked to confirm a client's address are of their file, now that it is confirmed."""
    names = [kind.name for kind in list_kinds(LetterMessage) if kind.ledger is Letter and kind.keeps_words]
    Letter.objects.filter(Letter.goes_to(client.email), client=None, kind__in=names).update(client=client)


def call_workers(pk: int) -> None:
    """Tell the app that sends letters that one is waiting."""
    for caller in _callers:
        caller(pk)
