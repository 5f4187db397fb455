"""`manage.py find_occupation`: the unit groups of a job title as people type it."""

import argparse
import io
import json
import sys
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scoring.job_titles.search import FoundUnitGroup, search_occupations
from scoring.occupations import occupation, title_in


class Command(BaseCommand):
    """Find the unit groups of a job title."""

    requires_system_checks = ()
    help = "Print the first ten unit groups of NOC 2021 for a job title, best first; - reads one title a line."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """`[--language en|fr] [--json] TEXT...`."""
        parser.add_argument("text", nargs="+", metavar="TEXT", help="the title; - for one a line on standard input")
        parser.add_argument("--language", choices=("en", "fr"), default="en", help="of the title, and of the answer")
        parser.add_argument("--json", action="store_true", help="one line a title: a list of noc, title and matched")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write what was found, best first. Raises `CommandError` where a single title finds nothing."""
        language, text = options["language"], " ".join(options["text"])
        asked = read_titles() if text == "-" else [text]
        for line in map(str.strip, asked):
            found = search_occupations(line, language)
            if options["json"]:
                self.stdout.write(json.dumps(describe_found(found, language), ensure_ascii=False))
            else:
                self._write_rows(found, language)
            # In a list of titles, and in JSON, to have found nothing is an answer as well.
            if not found and text != "-" and not options["json"]:
                raise CommandError(f"No unit group has a title like {line!r}.")

    def _write_rows(self, found: Iterable[FoundUnitGroup], language: str) -> None:
        for one in describe_found(found, language):
            self.stdout.write(f"{one['noc']}  {one['title']} ({one['matched']})")
        self.stdout.write("")


def read_titles() -> Iterable[str]:
    """The lines of standard input; what is no UTF-8 in them finds nothing, and stops nothing."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    return sys.stdin


def describe_found(found: Iterable[FoundUnitGroup], language: str) -> list[dict[str, str]]:
    """Code, title of the unit group, and the title that matched."""
    return [{"noc": one.noc, "title": title_in(occupation(one.noc), language), "matched": one.matched} for one in found]
