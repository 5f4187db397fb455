"""Telling staff that a process stopped: each once, by whichever worker sees it.

The letters are sent here at once: where beat is what stopped, no sweep would come for them.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from draws.heartbeats.heartbeat import find_silent
from draws.heartbeats.messages import ProcessSilent
from draws.models import Heartbeat
from draws.outbox import staff_mail, worker
from intake.models import Letter

log = logging.getLogger(__name__)


def deliver() -> int:
    """Owe and send a letter for each process that is silent and was not told of; how many processes."""
    now = timezone.now()
    told = [row for row in find_silent(now).filter(told_at=None) if tell(row, now)]
    if told:
        owed = Letter.objects.abandoned(timezone.now()).filter(kind=ProcessSilent.name)
        worker.send(list(owed.values_list("pk", flat=True)), "letter")
    return len(told)


def tell(row: Heartbeat, now: datetime) -> bool:
    """Owe the letters about one process, unless another worker does."""
    facts = {"part": row.part, "node": row.node, "at": row.at.isoformat()}
    with transaction.atomic():
        # Marked in the statement that looks: of two workers one tells. Without a letter the mark is undone.
        if not find_silent(now).filter(pk=row.pk, told_at=None).update(told_at=now):
            return False
        log.error("No sign of life of %s (%s) since %s", row.part, row.node, row.at.isoformat(timespec="seconds"))
        staff_mail.owe(ProcessSilent, f"silent {row.pk} {row.at.isoformat()}", facts)
    return True
