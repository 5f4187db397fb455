"""Telling staff what became of a draw's messages: once, when none is owed any more, or after a day."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from draws.models import Alert, CorrectionLetter, Draw, FollowerNews
from draws.outbox import staff_mail
from draws.publishing.messages import RunReport

# A run that is not settled after so long is reported as it is.
PATIENCE = timedelta(days=1)


def deliver() -> int:
    """Report every draw that is due; how many."""
    return sum(report(draw) for draw in Draw.objects.unreported().defer("received") if is_due(draw))


def is_due(draw: Draw) -> bool:
    """Whether nothing is owed any more, or waiting longer is of no use."""
    # A correction begins the waiting anew, because its letters are reported as well.
    since = max(moment for moment in (draw.matched_at, find_newest_correction(draw)) if moment)
    return since < timezone.now() - PATIENCE or not (
        Alert.objects.filter(draw=draw).owed().exists()
        or FollowerNews.objects.filter(draw=draw).owed().exists()
        or CorrectionLetter.objects.filter(correction__draw=draw).owed().exists()
    )


def find_newest_correction(draw: Draw) -> Any:
    """When the draw was corrected last; None: never."""
    return draw.corrections.values_list("at", flat=True).first()


def report(draw: Draw) -> bool:
    """Owe the report, unless another worker does."""
    now = timezone.now()
    with transaction.atomic():
        # Whoever sets the mark owes the report; a second worker finds nothing to set.
        if not Draw.objects.unreported().filter(pk=draw.pk).update(reported_at=now):
            return False
        staff_mail.owe(RunReport, f"draw {draw.pk} at {now.isoformat()}", {"draw": draw.pk})
    return True
