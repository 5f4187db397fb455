"""Adding the numbers of the processes to those of the day, and deleting what is older than is kept."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from intake.models import VisitCount


def add_numbers(counted: Sequence[tuple[str, str, str, str, int]]) -> None:
    """Add these numbers: day, what, name, source and how often; all of them or none."""
    with transaction.atomic():
        for day, what, name, source, number in counted:
            add_number({"day": day, "what": what, "name": name, "source": source}, number)


def add_number(key: dict[str, str], number: int) -> None:
    """Add to one number, which is made where there is none yet."""
    VisitCount.objects.bulk_create([VisitCount(**key)], ignore_conflicts=True)
    VisitCount.objects.filter(**key).update(number=F("number") + number)


def delete_old() -> None:
    """Delete the numbers of days that nobody compares with any more."""
    VisitCount.objects.filter(day__lt=timezone.localdate() - timedelta(days=settings.RETENTION_VISITS_DAYS)).delete()
