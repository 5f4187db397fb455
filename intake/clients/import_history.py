"""What the history of a file keeps of an import: who brought the file in, what changed in it, and what was put back."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE
from django.contrib.auth.models import User

from intake.clients import changes, tags
from intake.models import Client

# What a line can change of a file that is there; its moves from stage to stage are kept by themselves.
WRITTEN = (
    "name",
    "telephone",
    "language",
    "profile_submitted_at",
    changes.FACTS,
    "adviser",
    "postal_address",
    "service_agreement",
    "service_agreement_on",
    "retained_on",
    "next_action",
    "follow_up_on",
)
UNDONE = {"import": "undone"}
# What the files that were there held before, by their primary keys.
Before = Mapping[int, Mapping[str, str]]


def read_written(client: Client) -> dict[str, str]:
    """What these fields of a file hold, and its tags."""
    return changes.read_values(client, WRITTEN) | {"tags": tags.describe(client.tags.all())}


def find_fresh(clients: Iterable[Client]) -> Iterable[Client]:
    """The files as they are now."""
    wanted = [client.pk for client in clients]
    return Client.objects.filter(pk__in=wanted).select_related("adviser").prefetch_related("tags")


def log_written(by: User, created: Iterable[Client], changed: Iterable[Client], was: Before) -> None:
    """Note in the history of each file who brought it in, or what changed in it, by a file."""
    changes.write_entries(by, ADDITION, [(client, [{"added": {}}]) for client in created])
    changes.write_entries(by, CHANGE, [(client, [build_change(client, was)]) for client in find_fresh(changed)])


def log_undone(by: User, put_back: Iterable[Client], was: Before) -> None:
    """Note in the history of each file that an import was undone, and what that put back."""
    changes.write_entries(
        by, CHANGE, [(client, [UNDONE, build_change(client, was)]) for client in find_fresh(put_back)]
    )


def build_change(client: Client, was: Before) -> dict[str, Any]:
    """What changed since it was read, as the admin keeps it."""
    # One that somebody began meanwhile was not there to be read.
    before, now = was.get(client.pk, {}), read_written(client)
    return changes.make_message((name, had, now[name]) for name, had in before.items() if now[name] != had)
