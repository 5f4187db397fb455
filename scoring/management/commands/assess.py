"""`manage.py assess [--on DATE] [FILE]`: JSON Lines of profiles in, JSON Lines of results out.

Profiles as `scoring/contract/profile.schema.json`, results as `scoring/contract/result.schema.json`, in the same
order. A line that can't be assessed is reported on standard error as JSON (`line`, `error`), and the exit status is
1.
"""

import argparse
import json
import sys
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from scoring.apps import rulebook
from scoring.assess import assess
from scoring.profile import Problem, ProfileError, decode
from scoring.result import as_json
from scoring.table import RuleError
from scoring.timeline import next_change


class Command(BaseCommand):
    """Assess every profile of a file, in the forms of the contract."""

    requires_system_checks = ()
    help = "Read profiles (JSON Lines) from FILE or standard input, write one result a line."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """`[--on DATE] [FILE]`."""
        parser.add_argument(
            "--on", type=date.fromisoformat, default=None, help="the day asked about; today if left out"
        )
        parser.add_argument("file", nargs="?", type=Path, help="JSON Lines; standard input if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write one result a line, in the order of the profiles.

        A bad line goes to standard error, the others go on, and the exit status is 1. Raises `CommandError` for a
        file that can't be read.
        """
        on = options["on"] or timezone.localdate()
        bad = False
        with _opened(options["file"]) as lines:
            for number, line in enumerate(lines, start=1):
                # Not `or`, after which the lines behind a bad one would not be looked at.
                bad |= not self._assess(number, line, on)
        if bad:
            raise SystemExit(1)

    def _assess(self, number: int, line: bytes, on: date) -> bool:
        """Write the result of one line, or what is wrong with it; whether it could be assessed."""
        try:
            self.stdout.write(assess_line(line, on))
        except (OverflowError, ProfileError, RuleError) as error:  # a day at the end of the calendar
            self.stderr.write(json.dumps({"line": number, "error": str(error)}, ensure_ascii=False))
            return False
        return True


def _opened(file: Path | None) -> AbstractContextManager[BinaryIO]:
    """The file, or standard input."""
    if file is None:
        return nullcontext(sys.stdin.buffer)
    try:
        # As bytes: a line that is no UTF-8 is then one bad line, and not the end of the file.
        return file.open("rb")
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error


def assess_line(line: bytes, on: date) -> str:
    """The result of one line, as one line of JSON. Raises `ProfileError` or `RuleError`."""
    if not line.strip():
        raise ProfileError(Problem("", "the line is empty"))
    profile = decode(line)
    result = as_json(assess(profile, on, rulebook()), next_change(profile, on, rulebook()))
    return json.dumps(result, ensure_ascii=False)
