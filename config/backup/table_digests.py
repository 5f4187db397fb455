"""What is in a database: for each table the number of its rows, and a digest of all of them."""

from contextlib import closing
from hashlib import sha256
from typing import TypedDict

from django.db.backends.base.base import BaseDatabaseWrapper

# Left out of a backup: nobody stays signed in over a restore, and what is rendered is made again.
LEFT_OUT = {"django_session", "intake_keptresult"}
ROWS_AT_ONCE = 2000


class TableDigest(TypedDict):
    """How many rows, and the digest of them in the order of their keys."""

    rows: int
    sha256: str


Inventory = dict[str, TableDigest]


def take_inventory(database: BaseDatabaseWrapper) -> Inventory:
    """Every table of this database; within one transaction, of one moment."""
    with database.cursor() as cursor:
        names = sorted(set(database.introspection.table_names(cursor)) - LEFT_OUT)
        # A table without a primary key is read in the order of its first column: the digest needs one order on both
        # sides.
        keys = {name: database.introspection.get_primary_key_columns(cursor, name) or ["1"] for name in names}
    return {name: read_table(database, name, keys[name]) for name in names}


def read_table(database: BaseDatabaseWrapper, name: str, keys: list[str]) -> TableDigest:
    """Count and digest one table, a batch at a time."""
    quote = database.ops.quote_name
    digest, rows = sha256(), 0
    with closing(database.chunked_cursor()) as cursor:
        order = ", ".join(key if key.isdigit() else quote(key) for key in keys)
        cursor.execute(f"SELECT * FROM {quote(name)} ORDER BY {order}")  # noqa: S608  names of the database's own
        while batch := cursor.fetchmany(ROWS_AT_ONCE):
            rows += len(batch)
            for row in batch:
                digest.update(repr(row).encode())
    return {"rows": rows, "sha256": digest.hexdigest()}


def find_differences(expected: Inventory, found: Inventory) -> list[str]:
    """The tables that are not the same in both."""
    return sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))


def count_states(database: BaseDatabaseWrapper, tables: list[str]) -> dict[str, int]:
    """Of each of these ledgers, how many messages are in which state: "draws_alert sent".

    One that the database has not is passed over: a backup may be older than the ledger.
    """
    counts: dict[str, int] = {}
    with database.cursor() as cursor:
        known = database.introspection.table_names(cursor)
        for name in [name for name in tables if name in known]:
            quoted = database.ops.quote_name(name)
            cursor.execute(f"SELECT state, count(*) FROM {quoted} GROUP BY state ORDER BY state")  # noqa: S608
            counts |= {f"{name} {state}": count for state, count in cursor.fetchall()}
    return counts
