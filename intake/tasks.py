"""Work of the Celery worker; each task takes ids and may run twice."""

import logging
from datetime import timedelta

from billiard.exceptions import SoftTimeLimitExceeded
from celery import shared_task
from django.conf import settings
from django.utils import timezone

from intake.clients import retention, standings
from intake.clients.imports import run, undo
from intake.common.batched import batched
from intake.common.task_calls import Call, call_for_each
from intake.expiry import expiries
from intake.models import Client, ClientImport, KeptResult
from intake.pdf import make_pdf as pdf
from intake.querysets import ClientQuerySet
from intake.visits import adding
from intake.webhooks import deliver

log = logging.getLogger(__name__)
CLIENTS_A_TASK = 100


@shared_task
def rewrite_standings_of(ids: list[int]) -> None:
    """Rewrite the standings of these clients as of today."""
    standings.rewrite_standings(ids, timezone.localdate())


@shared_task
def extend_standings() -> None:
    """Every day: let everybody's standings reach as far ahead as before."""
    call_in_batches(extend_standings_of.name, Client.objects.with_facts())


@shared_task
def extend_standings_of(ids: list[int]) -> None:
    """Let the standings of these clients reach as far ahead as before."""
    standings.extend_standings(ids, timezone.localdate())


@shared_task
def record_expiries() -> None:
    """Every day: bring staff's list of what expires soon up to date with the clients' answers."""
    expiries.delete_rows()
    # Of files that somebody works on: of each lead's test there would be thousands (record 0042).
    call_in_batches(record_expiries_of.name, Client.objects.at_work())


@shared_task
def record_expiries_of(ids: list[int]) -> None:
    """Write what in these clients' answers expires soon."""
    expiries.rewrite_rows(ids, timezone.localdate())


@shared_task
def apply_retention() -> None:
    """Every night: delete what is kept no longer, and tell those whose file is next."""
    retention.apply_retention(timezone.now())


def list_batches(clients: ClientQuerySet[Client]) -> list[list[int]]:
    """The ids of these clients, a hundred at a time."""
    ids = list(clients.order_by("pk").values_list("pk", flat=True))
    return list(batched(ids, CLIENTS_A_TASK))


def call_in_batches(task: str, clients: ClientQuerySet[Client], *before: object) -> Call:
    """Call a task for each hundred of these clients; `before`: what it takes before their ids."""
    return call_for_each(task, [(*before, ids) for ids in list_batches(clients)])


# Acknowledged before it begins: a page that ends its worker would end the next one too (record 0069).
@shared_task(acks_late=False, soft_time_limit=settings.PDF_SECONDS, time_limit=settings.PDF_SECONDS + 10)
def make_pdf(_asked_for: str) -> None:
    """Make the page that is wanted most into a PDF, not the one asked for by this call; none is tried a second time."""
    digest = pdf.take_next()
    if digest is None:
        return
    try:
        pdf.make(digest)
    except (pdf.PdfUnavailable, SoftTimeLimitExceeded, ValueError) as problem:
        # The type alone: the message may quote the page, which is somebody's.
        log.warning("A PDF could not be made: %s", type(problem).__name__)
        pdf.give_up(digest)


@shared_task
def forget_papers() -> None:
    """Delete the PDFs of an hour ago, and what was rendered of results on days before."""
    pdf.forget_old()
    # Of another day, it is made anew for whoever looks.
    KeptResult.objects.filter(made_at__lt=timezone.now() - timedelta(days=1)).delete()


@shared_task
def import_rows(pk: int, ids: list[int]) -> None:
    """Bring these rows of a file of clients in."""
    # None where it was deleted meanwhile.
    for source in ClientImport.objects.filter(pk=pk):
        run.import_rows(source, ids)


@shared_task
def undo_rows(pk: int, ids: list[int]) -> None:
    """Take these rows of a file of clients back."""
    for source in ClientImport.objects.filter(pk=pk):
        undo.undo_rows(source, ids)


@shared_task
def tell_receivers() -> None:
    """Every minute, and after each event: tell other programs what they are owed."""
    deliver.tell_all()


@shared_task(acks_late=False)
def add_visits(counted: list[tuple[str, str, str, str, int]]) -> None:
    """Add the numbers of a process; a task whose worker died is not run again, so that nothing is counted twice."""
    adding.add_numbers(counted)


@shared_task
def sweep_imports() -> None:
    """Every minute: hand out again what a lost call left undone, and forget what files said a day ago."""
    run.sweep(timezone.now())
