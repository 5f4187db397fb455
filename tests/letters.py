"""Letters that are owed, sent as the workers send them."""

from django.core import mail
from django.utils import timezone

from draws.outbox import worker
from intake.models import Letter


def send_letters() -> list:
    """Send every letter that is due, whoever waits for it; the messages that left."""
    before = len(mail.outbox)
    due = Letter.objects.abandoned(timezone.now())
    worker.send(list(due.values_list("pk", flat=True)), "letter")
    return mail.outbox[before:]
