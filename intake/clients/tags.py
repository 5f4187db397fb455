"""Tags of files: making one, putting them on and taking them off, and what a file's history says of it."""

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from intake.clients import changes
from intake.common.tag_names import find_key, normalize_tag_name
from intake.models import Client, FileTag, Tag

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# This many files are read at once where a tag is deleted.
ROWS_AT_ONCE = 1000


def get_or_make(typed: str) -> Tag | None:
    """The tag of this name, however it is capitalised, made where there is none; None for nothing.

    Raises `ValidationError`.
    """
    name = normalize_tag_name(typed)
    # By a key that Python folds: SQLite knows the case of a to z alone (record 0173).
    return Tag.objects.get_or_create(key=find_key(name), defaults={"name": name})[0] if name else None


def describe(tags: Iterable[Tag]) -> str:
    """Their names in order, as a list and a history show them."""
    return ", ".join(tag.name for tag in sorted(tags, key=lambda tag: tag.key))


def change_tags(client: Client, put_on: Iterable[Tag], taken_off: Iterable[Tag]) -> list[dict[str, Any]]:
    """Put tags on a file and take others off; what the admin keeps of it, nothing where the file had them so."""
    was = set(client.tags.all())
    now = (was | set(put_on)) - set(taken_off)
    if was == now:
        return []
    client.tags.set(now)
    return [make_message(was, now)]


def change_many(changed: Iterable[tuple[Client, set[Tag], set[Tag]]]) -> None:
    """Give files other tags: each with the tags that it had and those that it has from now on."""
    files = list(changed)
    rows = [FileTag(client=client, tag=tag) for client, was, now in files for tag in now - was]
    # A colleague may put the same tag on at the same moment.
    FileTag.objects.bulk_create(rows, ignore_conflicts=True, batch_size=ROWS_AT_ONCE)
    for tag in {tag for _client, was, now in files for tag in was - now}:
        without = [client.pk for client, was, now in files if tag in was - now]
        FileTag.objects.filter(tag=tag, client__in=without).delete()


def make_message(was: Iterable[Tag], now: Iterable[Tag]) -> dict[str, Any]:
    """A change of the tags as the admin keeps it."""
    return changes.make_message([("tags", describe(was), describe(now))])


@transaction.atomic
def delete_tags(tags: Sequence[Tag], by: "User") -> None:
    """Take tags off every file, each with a line in its history, and delete them."""
    files = Client.objects.filter(file_tags__tag__in=tags).distinct().order_by("pk").only("pk", "reference")
    kind, gone = ContentType.objects.get_for_model(Client), set(tags)
    rows = (
        LogEntry(
            user=by,
            content_type=kind,
            object_id=str(client.pk),
            object_repr=client.reference,
            action_flag=CHANGE,
            change_message=json.dumps([make_message(set(client.tags.all()), set(client.tags.all()) - gone)]),
        )
        for client in files.prefetch_related("tags").iterator(chunk_size=ROWS_AT_ONCE)
    )
    # Before the tags go, with which the rows that say who had them would go too.
    LogEntry.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    Tag.objects.filter(pk__in=[tag.pk for tag in tags]).delete()
