"""One change in many files at once, in few statements: what is the same in all is written to all together."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.admin.models import CHANGE
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from intake.clients import changes, stages, tags, todos
from intake.common.batched import batched
from intake.models import Client, Tag
from intake.permissions import MANAGE_ENGAGEMENT
from intake.querysets import ClientQuerySet

# As many as may be taken along (record 0107).
MOST_AT_ONCE = 10_000
FILES_AT_ONCE = 500
# What is written into every file as it was said; a stage only where a file may go there.
FIELDS = ("adviser", "next_action", "follow_up_on")


class ChangedFile(NamedTuple):
    """One file with the changes that were asked for and its values before them."""

    client: Client
    values: list[changes.Value]
    stage: str
    adviser: int | None
    tags: set[Tag]
    new_tags: set[Tag]

    @property
    def is_changed(self) -> bool:
        """Whether anything about it is another thing now."""
        return bool(self.values) or self.client.stage != self.stage or self.tags != self.new_tags

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What its history keeps."""
        own = [changes.make_message(self.values)] if self.values or self.client.stage != self.stage else []
        return own + ([tags.make_message(self.tags, self.new_tags)] if self.tags != self.new_tags else [])


@transaction.atomic
def change_files(files: ClientQuerySet[Client], chosen: dict[str, Any], by: User) -> tuple[int, int]:
    """Change each file as its own page would, where it may be changed so: how many were, of how many."""
    chosen["put_on"] = [*chosen["put_on"], *filter(None, [tags.get_or_make(chosen["new_tag"])])]
    keys = list(files.order_by("pk").values_list("pk", flat=True))
    return sum(change_part(part, chosen, by) for part in batched(keys, FILES_AT_ONCE)), len(keys)


def change_part(keys: list[int], chosen: dict[str, Any], by: User) -> int:
    """Change some of them; how many were."""
    # The files alone: PostgreSQL locks no nullable side of a join, as that to the adviser.
    rows = Client.objects.filter(pk__in=keys).defer("facts").select_related("adviser").prefetch_related("tags")
    may_manage = MANAGE_ENGAGEMENT.held_by(by)
    found = [
        change_one(client, chosen, may_manage=may_manage)
        for client in rows.order_by("pk").select_for_update(of=("self",))
    ]
    changed = [one for one in found if one.is_changed]
    write_changes(changed, chosen)
    record_changes(changed, by)
    if chosen["task"]:
        todos.give_tasks([one.client for one in found], chosen["task"], chosen["due_on"], by)
    return len(found) if chosen["task"] else len(changed)


def change_one(client: Client, chosen: dict[str, Any], *, may_manage: bool) -> ChangedFile:
    """Put into a file what was said and may be; what was left empty stays. Saves nothing."""
    was, had = changes.read_values(client, FIELDS), set(client.tags.all())
    stage, adviser = client.stage, client.adviser_id
    for name in FIELDS:
        setattr(client, name, chosen[name] or getattr(client, name))
    if chosen["stage"] and chosen["stage"] in stages.find_moves(client, may_manage=may_manage):
        client.stage = chosen["stage"]
    now = (had | set(chosen["put_on"])) - set(chosen["taken_off"])
    return ChangedFile(client, changes.list_values(was, client), stage, adviser, had, now)


def write_changes(changed: list[ChangedFile], chosen: dict[str, Any]) -> None:
    """Save what was said into these files."""
    values = {name: chosen[name] for name in FIELDS if chosen[name]}
    Client.objects.filter(pk__in=[one.client.pk for one in changed]).update(**values, updated=timezone.now())
    moved = [one for one in changed if one.client.stage != one.stage]
    Client.objects.filter(pk__in=[one.client.pk for one in moved]).update(stage=chosen["stage"])
    tags.change_many((one.client, one.tags, one.new_tags) for one in changed)


def record_changes(changed: Iterable[ChangedFile], by: User) -> None:
    """Note in each file's history what changed, with what a move brings to do."""
    files = list(changed)
    todos.hand_over([(one.client, one.adviser) for one in files if one.client.adviser_id != one.adviser], by)
    stages.record_moves([(one.client, one.stage) for one in files], by)
    changes.write_entries(by, CHANGE, [(one.client, one.messages) for one in files])
