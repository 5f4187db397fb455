"""The migrations run once in a run of tests: each tester works on a copy of the database that they made.

They take longer than hundreds of tests, and every tester would make the same tables.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import DatabaseError, connection

MADE = "made"
IN_USE = ".in-use"


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """One tester at a time."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_or_find(folder: Path) -> str:
    """The name of the database as the migrations made it; the first tester makes it."""
    made = folder / MADE
    if not made.exists():
        made.write_text(connection.creation.create_test_db(verbosity=0, autoclobber=True))
        connection.close()  # a database that somebody is connected to can't be copied
    return made.read_text()


@contextmanager
def open_copy(folder: Path, tester: str) -> Iterator[None]:
    """Work on a copy of one's own; the last tester leaves nothing behind."""
    before = connection.settings_dict["NAME"]
    used = folder / f"{tester}{IN_USE}"
    with hold(folder):
        connection.settings_dict["NAME"] = make_or_find(folder)
        used.touch()
        connection.creation.clone_test_db(tester, verbosity=0, autoclobber=True)
    connection.settings_dict.update(connection.creation.get_test_db_clone_settings(tester))
    yield
    with hold(folder):
        drop(before)
        used.unlink()
        if not any(folder.glob(f"*{IN_USE}")):
            connection.settings_dict["NAME"] = (folder / MADE).read_text()
            (folder / MADE).unlink()
            drop(before)


def drop(before: str) -> None:
    """Drop what we work on, and name what was there before. What is still in use stays: the next run replaces it."""
    with suppress(DatabaseError):
        connection.creation.destroy_test_db(before, verbosity=0)
    connection.settings_dict["NAME"] = before
