"""The table of permissions in `SECURITY.md`; `.venv/bin/python -m tests.permission_table` writes it afresh."""

import os
import re
from pathlib import Path

import django

PAGE = Path(__file__).resolve().parent.parent / "SECURITY.md"
BEGIN, END = "<!-- permissions: begin -->\n", "<!-- permissions: end -->\n"


def table() -> str:
    """Every permission, what it opens, and the roles that have it."""
    from intake.permissions import TABLE, Role  # noqa: PLC0415  Models can't be read before the applications are.

    head = ["permission", "opens", *(role.lower() for role in Role)]
    yes = {True: "with a licence", False: "yes"}
    marks = {one: [yes[one.licensed] if role in one.roles else "no" for role in Role] for one in TABLE.values()}
    rows = [head, ["---"] * len(head), *([f"`{one.name}`", one.opens, *said] for one, said in marks.items())]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def written(page: str) -> str:
    """The page with the table as it is now."""
    begin, end = re.escape(BEGIN), re.escape(END)
    made = BEGIN + table() + END
    return re.sub(f"{begin}.*{end}", lambda _found: made, page, flags=re.DOTALL)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    PAGE.write_text(written(PAGE.read_text()))
