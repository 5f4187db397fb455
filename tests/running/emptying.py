"""`flush` between tests that commit, at the price of what they touched.

Django's own empties some hundred tables and writes content types and permissions
again, which takes longer than most tests. This one empties tables that hold rows,
and gives the tables that the migrations fill back as they were.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import get_commands
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.db.models import Model

# In the order in which their rows can be written.
FILLED: tuple[type[Model], ...] = (ContentType, Permission, Group, Group.permissions.through)
Rows = list[dict[str, Any]]


def read_filled() -> list[Rows]:
    """The rows of the tables that migrations fill."""
    return [list(model._default_manager.order_by("pk").values()) for model in FILLED]


def list_touched() -> Iterator[str]:
    """The other tables that hold a row."""
    left = {model._meta.db_table for model in FILLED}
    names = [name for name in connection.introspection.django_table_names(only_existing=True) if name not in left]
    quoted = {name: connection.ops.quote_name(name) for name in names}
    looks = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {table})" for name, table in quoted.items())  # noqa: S608  Our own tables.
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(looks))
        yield from (quoted[name] for (name,) in cursor.fetchall())


class Flush(BaseCommand):
    """Takes the place of Django's `flush` while tests run."""

    def __init__(self, filled: list[Rows]) -> None:
        super().__init__()
        self.filled = filled

    def add_arguments(self, parser: Any) -> None:
        """What Django's test cases say to it; the tests' one database needs none of it."""
        for name in ("database", "interactive", "reset_sequences", "allow_cascade", "inhibit_post_migrate"):
            parser.add_argument(f"--{name}")

    def handle(self, *args: object, **options: object) -> None:
        """Empty what was touched. Foreign keys are looked at when the transaction ends, so the order is free."""
        with transaction.atomic(), connection.cursor() as cursor:
            tables = list(list_touched())
            changed = read_filled() != self.filled
            if changed:
                tables += [connection.ops.quote_name(model._meta.db_table) for model in reversed(FILLED)]
            for table in tables:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608  Our own tables.
            if changed:
                self.fill_again()
        ContentType.objects.clear_cache()

    def fill_again(self) -> None:
        """Write the migrations' rows as they were, with their numbers."""
        for model, rows in zip(FILLED, self.filled, strict=True):
            model._default_manager.bulk_create([model(**row) for row in rows])


def take_over() -> None:
    """From now on `flush` gives the tables back as they are at this moment."""
    get_commands()["flush"] = Flush(read_filled())
