"""Work of the Celery worker; each task takes ids and may run twice.

What shares nothing has a task of its own: a failure stops only what it is about.
"""

from typing import Any

from celery import shared_task
from django.db import IntegrityError
from django.utils import timezone

from draws.correspondence import circulars
from draws.feed import new_rounds, poller
from draws.feed.messages import owe_feed_health
from draws.heartbeats import heartbeat
from draws.heartbeats.messages import tell_of_silence
from draws.matching import matcher
from draws.models import Draw, RuleChange
from draws.outbox import archive, throttle, worker
from draws.outbox.messages import LimitReached, ServerRefused
from draws.publishing import custom_list_jobs
from draws.publishing.messages import owe_reports
from draws.reminders import due, staff_digest
from draws.rule_changes import compare
from intake.common.task_calls import call_task
from intake.consultations import booking
from intake.message_kinds import letters
from intake.models import Client
from intake.tasks import call_in_batches, rewrite_standings_of


@shared_task
def notify(draw_id: int) -> None:
    """Fill the ledger of a published draw and hand its alerts to the senders."""
    matcher.match(draw_id)
    worker.dispatch_owed(call_senders, draw_id)


@shared_task
def send(ids: list[int], ledger: str = "alert") -> None:
    """Send these rows of a ledger; one whose lease another worker holds is passed over."""
    worker.send(ids, ledger)


def call_senders(ids: list[int], ledger: str) -> None:
    """Hand these rows to a sender. Raises `ConnectionError` without a broker: nobody holds them then."""
    # Raised for `dispatch_owed`, which then leaves the rows free for the next sweep.
    if call_task(send.name, ids, ledger).failed:
        raise ConnectionError("The broker is away")


@shared_task
def send_urgent(ids: list[int]) -> None:
    """Send these letters that somebody waits for; workers of their own do it (`CELERY_TASK_ROUTES`)."""
    worker.send(ids, "letter")


@shared_task
def sweep_urgent() -> None:
    """Send what a lost call, a dead worker or a temporary error left of the letters that somebody waits for."""
    worker.send_urgent()


@shared_task
def sweep() -> None:
    """Find what a lost message, a dead worker or a temporary error left undone."""
    for draw_id in Draw.objects.unmatched().values_list("pk", flat=True):
        call_task(notify.name, draw_id)
    compare.resume_stalled(timezone.now())
    worker.dispatch_owed(call_senders)


@shared_task
def forget_old_counts() -> None:
    """Delete counts of messages that no limit looks at any more, and rows of processes that never came back."""
    throttle.forget_old_counts(timezone.now())
    heartbeat.forget_old(timezone.now())


@shared_task
def report_silence() -> None:
    """Tell staff of processes that stopped without saying so."""
    tell_of_silence(timezone.now())


@shared_task
def report_limits() -> None:
    """Tell staff, once a day, that a limit of messages was reached, or that mail servers refuse ours."""
    letters.owe(LimitReached.find_due(timezone.now()))
    letters.owe(ServerRefused.find_due(timezone.now()))


@shared_task
def report_rounds() -> None:
    """Tell staff what became of the alerts of a round."""
    owe_reports(timezone.now())


@shared_task
def send_staff_digest() -> None:
    """Tell staff what is owed to them of their clients' dates, now or a time before."""
    staff_digest.deliver()


@shared_task
def delete_unused_texts() -> None:
    """Every night: delete the texts of messages that no client has a row of any more, and lists never confirmed."""
    archive.delete_unused_texts()
    circulars.delete_forgotten(timezone.now())


@shared_task
def watch_feed() -> None:
    """Visit IRCC's feed when a visit is due."""
    poller.visit_if_due()


@shared_task
def report_feed_news() -> None:
    """Tell staff what the feed brought, now or a time before."""
    new_rounds.deliver()


@shared_task
def report_feed_outage() -> None:
    """Tell staff that the feed can't be read, or can be again."""
    owe_feed_health(timezone.now())


@shared_task
def remind() -> None:
    """Every day: let a task for each hundred clients find which reminders they are due."""
    call_in_batches(remind_clients.name, due.find_remindable())


@shared_task
def remind_clients(ids: list[int]) -> None:
    """Owe these clients the reminders that are due today; the sweep sends them."""
    due.remind(ids, timezone.localdate())


@shared_task
def remind_of_consultations() -> None:
    """Owe the reminders of the consultations of the next day, and free the hours that nobody confirmed in time."""
    booking.release_run_out(timezone.now())
    booking.remind(timezone.now())


@shared_task
def owe_staff_digest() -> None:
    """Every day, after what ends was noted: tell staff of their clients' dates; another task tries again."""
    staff_digest.owe(timezone.localdate())
    staff_digest.deliver()


@shared_task
def judge_work_of(draw_id: int, ids: list[int], asked_for: dict[str, Any], last: bool) -> None:
    """Work out which of these clients have the work that a list of occupations asks for."""
    # A draft that staff have deleted since is matched by nobody.
    if draw := Draw.objects.filter(pk=draw_id).first():
        try:
            custom_list_jobs.judge_work_of(draw, ids, asked_for, last)
        except IntegrityError:
            # Deleted between the look and the write; a fault of any other kind is one.
            if Draw.objects.filter(pk=draw_id).exists():
                raise


@shared_task
def rewrite_all_standings() -> None:
    """Let a task for each hundred clients rewrite their standings, after rules were released or withdrawn."""
    call_in_batches(rewrite_standings_of.name, Client.objects.with_facts())


@shared_task
def compare_rules(change_id: int, ids: list[int]) -> None:
    """Work out what a change of rules does to these clients."""
    # Staff may have deleted the comparison since.
    if change := RuleChange.objects.filter(pk=change_id).first():
        compare.compare(change, ids)
