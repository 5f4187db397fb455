"""What results come from besides the facts: the tables and the code, as one mark that changes when either does.

Results that were kept under another mark may be other results now.
"""

from dataclasses import fields
from hashlib import blake2b
from pathlib import Path

from scoring.memory import make_once
from scoring.rulebook import Rulebook
from scoring.table import Table

LENGTH = 24  # characters of a mark
# Without *.toml: editions come from other folders and from the database too
# (record 0077), and `_describe` has them all.
RULES_IN_CODE = ("*.py", "*.csv")
# What a table is read from, and the answers that it remembers.
UNTOLD = {"place", "_known"}


@make_once
def find_basis(book: Rulebook) -> str:
    """The mark of these rules, read by the code that runs."""
    tables = "\n".join(map(_describe, book.all()))
    return _digest(_digest_code().encode() + tables.encode())


def _describe(table: Table) -> str:
    """All that a table says."""
    return repr([getattr(table, one.name) for one in fields(table) if one.name not in UNTOLD])


@make_once
def _digest_code() -> str:
    folder = Path(__file__).parent
    files = sorted(path for pattern in RULES_IN_CODE for path in folder.rglob(pattern))
    return _digest(b"\n".join(path.read_bytes() for path in files))


def _digest(whole: bytes) -> str:
    return blake2b(whole, digest_size=LENGTH // 2).hexdigest()
