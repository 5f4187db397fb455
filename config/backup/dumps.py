"""A database out into a file and in again: pg_dump and pg_restore for PostgreSQL, SQLite's own copy for SQLite."""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_hex
from typing import cast

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.conninfo import make_conninfo

from config.backup.table_digests import LEFT_OUT, Inventory, take_inventory

Database = BaseDatabaseWrapper
# The server on which a backup is restored need not have the roles of the one that made it.
PLAIN = ["--no-owner", "--no-privileges"]


class DumpRefused(Exception):
    """A database can't be copied, and why."""


def dump(file: Path) -> Inventory:
    """Copy the site's database of one moment into the file, while it is in use; returns an inventory of the copy."""
    return dump_sqlite(file) if connection.vendor == "sqlite" else dump_postgresql(file)


def load(file: Path, database: Database) -> None:
    """Fill an empty database from such a file."""
    if database.vendor == "sqlite":
        load_sqlite(file, database)
    else:
        run_program("pg_restore", database, [*PLAIN, "--exit-on-error", "--single-transaction", str(file)])


def dump_sqlite(file: Path) -> Inventory:
    """Copied page by page by SQLite itself, without the rows that are left out."""
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        cast("sqlite3.Connection", connection.connection).backup(copy)
        for name in LEFT_OUT:
            copy.execute(f"DELETE FROM {name}")  # noqa: S608  a name of ours
        copy.commit()
        # SQLite leaves deleted rows in the free pages of the file until it is rewritten.
        copy.execute("VACUUM")
    with open_database(str(file)) as database:
        return take_inventory(database)


def load_sqlite(file: Path, database: Database) -> None:
    """Copy into the database's own file."""
    database.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        copy.backup(cast("sqlite3.Connection", database.connection))


def dump_postgresql(file: Path) -> Inventory:
    """One snapshot for pg_dump and for the inventory: a worker that sends meanwhile changes neither."""
    left = [f"--exclude-table-data={name}" for name in LEFT_OUT]
    with open_database() as database:
        # An exported snapshot lives only as long as the transaction that exported it.
        database.set_autocommit(False)
        with database.cursor() as cursor:
            # Under READ COMMITTED each statement of the inventory would see a newer state than pg_dump does.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        options = [*PLAIN, *left, "--format=custom", f"--snapshot={snapshot}", f"--file={file}"]
        run_program("pg_dump", database, options)
        found = take_inventory(database)
        database.rollback()
    return found


def run_program(name: str, database: Database, options: Sequence[str]) -> None:
    """Run one of PostgreSQL's programs on this database. Raises `DumpRefused` with its own words."""
    program = shutil.which(name, path=settings.POSTGRESQL_PROGRAMS or None)
    if program is None:
        raise DumpRefused(f"{name} is not there: apt install postgresql-client, or set POSTGRESQL_PROGRAMS.")
    command = [program, f"--dbname={describe_database(database)}", *options]
    # In the environment, because the arguments of a process can be read by every user of the machine.
    secret = {"PGPASSWORD": database.settings_dict["PASSWORD"]}
    done = subprocess.run(command, env=secret, check=False, capture_output=True, text=True)
    if done.returncode:
        raise DumpRefused(f"{program} failed: {done.stderr.strip()}")


def describe_database(database: Database) -> str:
    """Where the database is, without the password, and in which way TLS is wanted.

    Only what the settings say: psycopg's library may be newer than the program, which refuses options it doesn't know.
    """
    given = database.settings_dict
    parts = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "dbname": given["NAME"]}
    parts |= {name: value for name, value in given.get("OPTIONS", {}).items() if name.startswith("ssl")}
    return make_conninfo(**{name: value for name, value in parts.items() if value})


@contextmanager
def open_database(name: str | None = None) -> Iterator[Database]:
    """A connection of its own to the site's database, or to another one of the same server or disk."""
    database = connection.copy("copy")
    database.settings_dict["NAME"] = name or connection.settings_dict["NAME"]
    try:
        yield database
    finally:
        database.close()


@contextmanager
def make_fresh_database(folder: Path) -> Iterator[Database]:
    """An empty database beside the site's own (PostgreSQL: the role needs CREATEDB), gone at the end."""
    name = f"proof_{token_hex(6)}"
    if connection.vendor == "sqlite":
        with open_database(str(folder / name)) as database:
            yield database
        return
    with connection.cursor() as cursor:
        # Not template1, which may hold objects of the server's owner that pg_restore would collide with (PostgreSQL,
        # pg_dump, "Notes").
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        with open_database(name) as database:
            yield database
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
