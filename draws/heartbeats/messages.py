"""The letter to staff about a process that stopped."""

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draws.heartbeats.heartbeat import find_silent
from draws.models import Heartbeat
from draws.outbox import worker
from draws.outbox.kinds import StaffMessage
from intake.message_kinds import letters
from intake.message_kinds.registry import register
from intake.models import Letter

log = logging.getLogger(__name__)


@register
class ProcessSilent(StaffMessage):
    """Tells staff of a process that fell silent. `facts`: its `part` and `node`, when it was last at work (`at`)."""

    name = "process_silent"
    label = _("A process that stopped")
    template = "draws/email/staff_silent"

    @classmethod
    def find_due(cls, silent: Heartbeat) -> Iterator[Letter]:
        """One for each time that a process stopped."""
        at = silent.at.isoformat()
        return cls.build_rows(f"silent {silent.pk} {at}", {"part": silent.part, "node": silent.node, "at": at})

    def get_context(self) -> Mapping[str, Any]:
        """The process as it was when staff were to be told."""
        facts = self.row.facts
        at = datetime.fromisoformat(facts["at"])
        return {
            "part": Heartbeat.WatchedPart(facts["part"]).label,
            "node": facts["node"],
            "at": at,
            "kind": facts["part"],
        }


def tell_of_silence(now: datetime) -> int:
    """Owe and send a letter for each process that is silent and was not told of; how many processes."""
    told = [row for row in find_silent(now).filter(told_at=None) if owe_silence(row, now)]
    if told:
        # Sent here at once: where beat is what stopped, no sweep would come for them.
        owed = Letter.objects.abandoned(timezone.now()).filter(kind=ProcessSilent.name)
        worker.send(list(owed.values_list("pk", flat=True)), "letter")
    return len(told)


def owe_silence(row: Heartbeat, now: datetime) -> bool:
    """Owe the letters about one process, unless another worker does."""
    with transaction.atomic():
        # Marked in the statement that looks: of two workers one tells. Without a letter the mark is undone.
        if not find_silent(now).filter(pk=row.pk, told_at=None).update(told_at=now):
            return False
        log.error("No sign of life of %s (%s) since %s", row.part, row.node, row.at.isoformat(timespec="seconds"))
        letters.owe(ProcessSilent.find_due(row))
    return True
