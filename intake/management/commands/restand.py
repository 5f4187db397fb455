"""`manage.py restand`: recompute standings, for instance after a rule change."""

import time
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from intake.clients.standings import find_horizon
from intake.common.task_calls import call_task
from intake.models import Client
from intake.tasks import list_batches, rewrite_standings_of

# With no client done for this many seconds, no worker is at work.
PATIENCE = 60
# Of this many clients at once it is asked whether they are done: asking about all would take a worker's time.
LOOKED_AT = 1000
# Seconds between two looks; each takes some of the processor that the workers need.
POLL = 0.5


class Command(BaseCommand):
    """The workers recompute, a batch of clients each; this command waits for them."""

    help = (
        "Recompute, through the Celery workers, the standings that do not reach as far ahead as they should, "
        "or with --all everybody's."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """`[--all]`."""
        parser.add_argument("--all", action="store_true", help="those that do too, as after a rule change")

    def handle(self, *args: Any, **options: Any) -> None:
        """Call the workers, a batch of clients a task, and show how far they are.

        Raises `CommandError` when nothing has moved for a minute.
        """
        began = timezone.now()
        clients = Client.objects.with_facts()
        due = clients if options["all"] else clients.standing_short_of(find_horizon(timezone.localdate()))
        work = list_batches(due)
        for ids in work:
            call_task(rewrite_standings_of.name, ids)
        self.watch([pk for ids in work for pk in ids], began)

    def watch(self, ids: list[int], began: datetime) -> None:
        """Show a progress bar until all are done; raises `CommandError` when none was for `PATIENCE` seconds."""
        waiting, moved = ids, time.monotonic()
        with tqdm(total=len(ids), unit="client", disable=None, file=self.stderr._out) as bar:  # type: ignore[call-overload]
            while waiting:
                time.sleep(POLL)
                before, waiting = len(waiting), find_waiting(waiting, began)
                moved = time.monotonic() if len(waiting) < before else moved
                bar.update(before - len(waiting))
                if time.monotonic() - moved > PATIENCE:
                    raise CommandError(f"{len(waiting)} clients are not done: is a worker running? See its log.")
        self.stdout.write(f"{len(ids)} clients recomputed")


def find_waiting(ids: list[int], began: datetime) -> list[int]:
    """Those of these clients who are not done. Workers take them in order, so it is enough to ask about the first."""
    first, others = ids[:LOOKED_AT], ids[LOOKED_AT:]
    left = Client.objects.with_facts().stood_before(began).filter(pk__in=first).order_by("pk")
    return [*left.values_list("pk", flat=True), *others]
