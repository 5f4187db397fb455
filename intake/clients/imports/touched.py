"""Whether somebody worked on a file since it was brought in: by a mark of what it was, and by what hangs on it."""

import hashlib
import json
from collections.abc import Collection, Iterable

from intake.models import Client, Consent, FileTag, FileView, ImportRow, Standing

# What hangs on a file by itself, or is looked at by other means.
WRITTEN = ("name", "telephone", "language", "facts", "profile_submitted_at")
WORKED_OUT = ("stood_at", "stood_until", "stays_until", "stood_by", "undeliverable", "deletion_told_at")
NO_WORK = (Standing, FileView, Consent, ImportRow, FileTag)


def make_mark(client: Client, *, whole: bool, also: Iterable[str] = ()) -> str:
    """A mark of what a line can change, or of the `whole` file, of what the site works out by itself nothing.

    `also`: the columns of the work on the file that this line changed.
    """
    names = [field.attname for field in Client._meta.concrete_fields] if whole else [*WRITTEN, *also]
    values = {name: getattr(client, name) for name in names if name not in WORKED_OUT}
    if whole and (put_on := sorted(tag.pk for tag in client.tags.all())):
        values["tags"] = put_on
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()


def find_worked_on(ids: Collection[int]) -> set[int]:
    """Which of these files somebody, or the site, wrote something into: a note, a result, a message."""
    found: set[int] = set()
    # Every table that refers to a file, so that one which is added later counts as work unless `NO_WORK` says
    # otherwise.
    for relation in Client._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if isinstance(model, type) and model not in NO_WORK:
            rows = model._base_manager.filter(**{f"{name}__in": ids})
            found |= set(rows.values_list(name, flat=True))
    return found
