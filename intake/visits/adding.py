"""Adding the numbers of the processes to those of the day, and deleting what is older than is kept."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from intake.models import VisitCount

# Of one day; what comes from others is counted as from none.
MOST_SOURCES = 200


def add_numbers(counted: Sequence[tuple[str, str, str, str, int]]) -> None:
    """Add these numbers: day, what, name, source and how often; all of them or none."""
    added = fold_sources(counted)
    with transaction.atomic():
        # In one order, so that two workers never wait for each other.
        for (day, what, name, source), number in sorted(added.items()):
            add_number({"day": day, "what": what, "name": name, "source": source}, number)


def fold_sources(counted: Sequence[tuple[str, str, str, str, int]]) -> Counter[tuple[str, str, str, str]]:
    """The same, in which a day has only so many sources: anybody may make up words, and they are kept for years."""
    sources: defaultdict[str, set[str]] = defaultdict(set)
    found = VisitCount.objects.filter(day__in={day for day, *_rest in counted})
    for counted_on, source in found.values_list("day", "source").distinct():
        sources[counted_on.isoformat()].add(source)
    added: Counter[tuple[str, str, str, str]] = Counter()
    for day, what, name, source, number in counted:
        known = source in sources[day] or len(sources[day]) < MOST_SOURCES
        sources[day].add(source if known else "")
        added[(day, what, name, source if known else "")] += number
    return added


def add_number(key: dict[str, str], number: int) -> None:
    """Add to one number, which is made where there is none yet."""
    # After it the row is there, whoever made it, and the sum is the database's own: two workers lose nothing.
    VisitCount.objects.bulk_create([VisitCount(**key)], ignore_conflicts=True)
    VisitCount.objects.filter(**key).update(number=F("number") + number)


def delete_old() -> None:
    """Delete the numbers of days that nobody compares with any more."""
    VisitCount.objects.filter(day__lt=timezone.localdate() - timedelta(days=settings.RETENTION_VISITS_DAYS)).delete()
