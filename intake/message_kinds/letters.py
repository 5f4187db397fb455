"""Owing a letter: a row in the ledger, in the caller's transaction, and then a call for the workers.

Who calls the workers is an extension point: the app that has them fills it when it is ready.
Where they can't be called nothing is lost: their sweep finds the row.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from intake.common.languages import choose_letter_language
from intake.message_kinds.kinds import LetterMessage
from intake.message_kinds.registry import list_kinds
from intake.models import Client, Letter

Caller = Callable[[int], object]
_callers: list[Caller] = []


def add_caller(caller: Caller) -> None:
    """Let `caller(id)` be called, after the commit, with each letter that somebody waits for. It must not raise."""
    if caller not in _callers:
        _callers.append(caller)


def owe(
    kind: type[LetterMessage],
    to: str,
    *,
    language: str,
    facts: Mapping[str, Any] | None = None,
    client: Client | None = None,
    **other: str,
) -> Letter:
    """Owe a letter of this kind to an address, in the caller's transaction; returns the saved row.

    `facts` is what its words need, as JSON; `other`: a `secret`, and the `place` from which it was asked for. Where
    somebody waits for it, the workers are called after the commit. Raises `ValueError` for no address.
    """
    if not to:
        raise ValueError(f"{kind.name}: a letter needs an address.")
    with transaction.atomic():
        if kind.replaces:
            # Of two codes only the newer works; the older one must not arrive after it.
            unsent = Letter.objects.filter(kind=kind.name, to__iexact=to, state=Letter.State.PENDING)
            unsent.update(state=Letter.State.SUPPRESSED, **Letter.get_closing_values())
        row = build(kind, to, language=language, facts=facts, client=client, **other)
        row.save()
        if row.urgent:
            # Robust, because the letter is owed already: a broker that is away must not fail the page.
            transaction.on_commit(partial(call_workers, row.pk), robust=True)
    return row


def owe_once(kind: type[LetterMessage], to: list[str], key: str, facts: Mapping[str, Any], **other: Any) -> None:
    """Owe a letter to each of these addresses, unless one of this kind with the key was owed to it before.

    An empty one is that of somebody who has none, and is owed nothing.
    """
    rows = [build(kind, address, key=key, facts=facts, **other) for address in to if address]
    # The constraint on kind, address and key decides, not a query before it.
    Letter.objects.bulk_create(rows, ignore_conflicts=True)


def put_in_file(client: Client) -> None:
    """The letters that asked to confirm a client's address are of their file, now that it is confirmed."""
    kept = [kind.name for kind in list_kinds(LetterMessage) if kind.ledger is Letter and kind.keeps_words]
    Letter.objects.filter(Letter.goes_to(client.email), client=None, kind__in=kept).update(client=client)


def build(
    kind: type[LetterMessage], to: str, *, language: str = "", facts: Mapping[str, Any] | None = None, **other: Any
) -> Letter:
    """Build the unsaved row, due now, with the day until which its kind is good."""
    now, validity = timezone.now(), kind.get_validity()
    return Letter(
        kind=kind.name,
        to=to,
        language=choose_letter_language(language),
        facts=dict(facts or {}),
        urgent=kind.urgent,
        until=now + validity if validity else None,
        due_at=now,
        created=now,
        **other,
    )


def call_workers(pk: int) -> None:
    """Tell the app that sends letters that one is waiting."""
    for caller in _callers:
        caller(pk)
