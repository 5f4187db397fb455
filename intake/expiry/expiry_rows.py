"""What of the answers ends soon, as rows beside the documents that staff enter: so that one list shows all.

Rewritten every day, for the files that somebody of the firm works on.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from django.conf import settings
from django.db import transaction

from intake.expiry import expiries
from intake.models import Client, DatedItem

Source = DatedItem.Source
Key = tuple[int, str, str, str, date]


def rewrite(ids: Sequence[int], on: date) -> None:
    """For each of these clients, keep what of the answers ends within the longest time of a reminder."""
    clients = Client.objects.at_work().filter(pk__in=ids)
    wanted = {key_of(item): item for client in clients for item in from_answers(client, on)}
    with transaction.atomic():
        kept = {key_of(item): item.pk for item in DatedItem.objects.filter(client__in=ids, source=Source.ANSWERS)}
        DatedItem.objects.filter(pk__in=[pk for key, pk in kept.items() if key not in wanted]).delete()
        fresh = [item for key, item in wanted.items() if key not in kept]
        DatedItem.objects.bulk_create(fresh, ignore_conflicts=True)


def key_of(item: DatedItem) -> Key:
    """What a row is: there is one of each."""
    return item.client_id, item.kind, item.whose, item.name, item.expires_on


def from_answers(client: Client, on: date) -> Iterator[DatedItem]:
    """Tests, assessments and the profile in the pool that end soon and that nothing newer replaces."""
    for lapse, whose in expiries.of_answers(client, on, max(settings.REMIND_BEFORE_LAPSE)):
        made = DatedItem(client=client, kind=lapse.kind, name=lapse.name, whose=whose, source=Source.ANSWERS)
        made.expires_on = lapse.ends - expiries.DAY
        yield made


def forget() -> None:
    """Delete the rows of files that nobody works on any longer."""
    DatedItem.objects.filter(source=Source.ANSWERS).exclude(client__in=Client.objects.at_work()).delete()
