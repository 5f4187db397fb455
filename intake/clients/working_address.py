"""Whether letters to a client's address arrive: what a mail server said of it, and that its owner read one.

Nobody of the staff does either, so each is a line in the history of the file; so is that another address takes the
place of one that did not work.
"""

from django.contrib.auth.models import User
from django.db import transaction

from intake.clients import changes
from intake.models import LONGEST_REFUSAL, Client

UNDELIVERABLE = "undeliverable"


def note_refused(client: int, email: str, reply: str) -> None:
    """Send nothing more to this address of a client (by key), because of what a mail server or provider said of it.

    Nothing where the file has another address by now, or the address did not work before: the first word stays.
    """
    reply = reply[:LONGEST_REFUSAL]
    # Both or neither: a file that gets nothing says why in its history.
    with transaction.atomic():
        first = Client.objects.filter(pk=client, email=email, undeliverable="")
        if first.update(undeliverable=reply):
            keep(client, email, "", reply)


def note_read(client: Client) -> None:
    """The client read a letter to their address, whatever came back before: it is theirs, and it works.

    In the caller's transaction, which holds the file.
    """
    was = Client.objects.values_list(UNDELIVERABLE, flat=True).get(pk=client.pk)
    if was:
        Client.objects.filter(pk=client.pk).update(undeliverable="")
    keep(client.pk, client.email, was, "")


def note_moved(client: Client, old: str, refused: str, by: User | None = None) -> None:
    """Another address takes the place of an old one, which a mail server `refused` with these words.

    In the caller's transaction. Nothing where nothing was said of it.
    """
    if refused:
        now = {UNDELIVERABLE: "", changes.ADDRESS: client.email, changes.MOVED_FROM: old}
        changes.keep(client.pk, client, {UNDELIVERABLE: refused}, now, by)


def keep(client: int, email: str, was: str, now: str) -> None:
    """Append what was said of an address before, and what from now on; empty: that it works."""
    changes.keep(client, Client(pk=client), {UNDELIVERABLE: was}, {UNDELIVERABLE: now, changes.ADDRESS: email})
