"""`manage.py rules [--on DATE]`: what is in force on a day, what is pending, when each table was last verified.

A day without rules is an error with exit status 1.
"""

import argparse
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from scoring.apps import rulebook
from scoring.table import RuleError, Table


class Command(BaseCommand):
    """List the tables in force."""

    requires_system_checks = ()
    help = "List the rule tables in force on a day, the pending ones, and when each was last verified."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """`[--on DATE]`."""
        parser.add_argument(
            "--on", type=date.fromisoformat, default=None, help="the day asked about; today if left out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write one line a table.

        Raises `CommandError` for a day without rules. A broken table has stopped the start already.
        """
        on = options["on"] or timezone.localdate()
        try:
            rules = rulebook().on(on)
        except RuleError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"In force on {on}:")
        for table in rules.tables.values():
            self.stdout.write(describe_table(table))
        if rules.pending:
            self.stdout.write("\nPending: known to be in force, values not known; the edition before goes on:")
        for table in rules.pending:
            self.stdout.write(describe_table(table))


def describe_table(table: Table) -> str:
    """One table in a line."""
    source = table.source
    return f"  {table.name:<40} since {source.effective}  verified {source.verified_on}  {source.cite}"
