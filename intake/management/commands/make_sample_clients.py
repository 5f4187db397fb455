"""`manage.py make_sample_clients`: write the sample clients, the same ones each time."""

from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandParser

from intake.clients.samples import sample_clients

FILE = Path(__file__).parents[2] / "data" / "sample_clients.jsonl"


class Command(BaseCommand):
    """Made-up people on example.org addresses, for trying the site out."""

    help = "Write intake/data/sample_clients.jsonl; load it with import_clients --sample."

    def add_arguments(self, parser: CommandParser) -> None:
        """`[FILE]`."""
        parser.add_argument("file", type=Path, nargs="?", default=FILE)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Write one line of JSON a client (`scoring/contract/client.schema.json`), over whatever the file holds."""
        lines = [msgspec.json.encode(client) for client in sample_clients()]
        file.write_bytes(b"\n".join(lines) + b"\n")
        self.stdout.write(f"{len(lines)} sample clients in {file}")
