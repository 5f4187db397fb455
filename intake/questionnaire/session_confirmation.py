"""What the session of a browser may go on with without signing in: the draft whose address was confirmed in it.

A draft that is in a file opens to its owner's session alone. Whoever held the draft and pressed the button of the
letter in that same browser has shown both: these answers, and the mailbox. The session notes which draft, by the token
that it got with the claim, and which files; so it ends with the session, and as soon as the draft gets another token
(record 0189).
"""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest

from intake.models import Client, Intake

CONFIRMED = "confirmed_here"


class Confirmed(NamedTuple):
    """The token of the draft, and the references of the files whose address was confirmed in this session."""

    token: UUID | None
    files: Collection[str]


def read_confirmed(request: HttpRequest) -> Confirmed:
    """What this session confirmed; nothing in most."""
    noted = request.session.get(CONFIRMED)
    return Confirmed(UUID(noted["draft"]), noted["files"]) if noted else Confirmed(None, ())


def list_confirmed(request: HttpRequest, token: UUID | None) -> Collection[str]:
    """The references of the files whose results in this draft the session may open; none for another draft."""
    noted = read_confirmed(request)
    return noted.files if token is not None and noted.token == token else ()


def is_confirmed_here(request: HttpRequest, intake: Intake) -> bool:
    """Whether a draft is in a file whose address was confirmed in this session, with this draft."""
    files = list_confirmed(request, intake.token)
    return bool(files and intake.client and intake.client.reference in files)


def find_files(request: HttpRequest) -> list[Client]:
    """The files whose address was confirmed in this session, while its draft is still what it was."""
    noted = read_confirmed(request)
    # Another token: the file moved to another address, or its owner ended every other browser.
    if noted.token is None or not Intake.objects.filter(token=noted.token).exclude(client=None).exists():
        return []
    return list(Client.objects.filter(reference__in=noted.files))


def note_confirmed(request: HttpRequest, token: UUID, client: Client) -> None:
    """Note that the address of this file was confirmed here, by whoever holds this draft."""
    files = [one.reference for one in find_files(request) if one.pk != client.pk]
    # A session that somebody else knows the key of must not become one that opens something.
    if not request.user.is_authenticated:
        request.session.cycle_key()
    request.session[CONFIRMED] = {"draft": str(token), "files": [*files, client.reference]}


def forget_confirmed(request: HttpRequest) -> None:
    """Somebody who signs in opens what is theirs, and nothing of the person who was here before."""
    request.session.pop(CONFIRMED, None)
