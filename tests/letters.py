"""Letters that are owed, sent as the workers send them."""

from django.core import mail
from django.utils import timezone

from draws.outbox import worker
from intake.message_kinds.letters import owe
from intake.models import Letter


def send_letters() -> list:
    """Send every letter that is due, whoever waits for it; the messages that left."""
    before = len(mail.outbox)
    due = Letter.objects.abandoned(timezone.now())
    worker.send(list(due.values_list("pk", flat=True)), "letter")
    return mail.outbox[before:]


def read_whole(message) -> str:
    """Everything that a message says, decoded: its headers and its parts, without the random marks between them."""
    parts = list(message.message().walk())
    headers = [f"{name}: {value}" for part in parts for name, value in part.items() if name != "Content-Type"]
    payloads = [part.get_payload(decode=True).decode() for part in parts if not part.is_multipart()]
    return "\n".join(headers + payloads)


def owe_one(kind, to, **values):
    """A letter of this kind that is owed to an address, whatever makes it due."""
    (row,) = owe([kind.build_row(to, **values)])
    return row
