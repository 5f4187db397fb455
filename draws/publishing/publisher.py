"""Publishing a draw: the decision is saved in the database, then the worker is called.

From the button to the e-mails that are owed: `DrawAdmin.publish` (`draws/admin.py`) has the typed number compared by
`confirm_as_typed` (`draws/staff/mailing_admin.py`). In `draws/mailings/lifecycle.py` `confirm` waits for a second
person where one must approve (`approve`), and `begin` sets the pause. `DrawMail.perform`
(`draws/mailings/mass_mails.py`) calls `publish` below, as `manage.py publish` does, or owes again what was taken back.
After the commit the task `notify` (`draws/tasks.py`) calls `match` (`draws/matching/matcher.py`), which adds a row for
every client and follower who is told, for each webhook, and a task for each client to call. The outbox sends them
when the pause is over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from draws.models import Draw
from draws.rounds import doubts
from intake.common.task_calls import Call, call_task
from intake.models import Client, Standing
from scoring.dates import format_date

# By their names: the tasks know this module.
NOTIFY, SWEEP = "draws.tasks.notify", "draws.tasks.sweep"


class PublicationRefused(Exception):
    """Why a draw can't be published or corrected; the message is for staff."""


@dataclass
class Publication:
    """The outcome of `publish`.

    `first`: this call published; otherwise an earlier one had. `call`: that of the worker; without a broker the
    sweep does it later.
    """

    draw: Draw
    first: bool
    call: Call | None = None

    @property
    def handed_over(self) -> bool | None:
        """Whether the worker was called; None until the transaction is committed."""
        return self.call.handed_over if self.call else None


def call_sweep() -> None:
    """Let the sweep run now, and not only within a minute."""
    call_task(SWEEP)


def publish(draw: Draw, by: User | None = None, not_before: datetime | None = None) -> Publication:
    """Publish a draft, once; the alerts are sent after the commit, and not before that moment where one is given.

    Raises `PublicationRefused`.
    """
    with transaction.atomic():
        # Locked before it is read: two members of staff who press at once publish once.
        draw = Draw.objects.select_for_update().get(pk=draw.pk)
        if draw.is_published:
            return Publication(draw, first=False)
        check_draw(draw)
        draw.status = Draw.Status.PUBLISHED
        draw.published_at = timezone.now()
        draw.published_by, draw.told_from = by, not_before
        draw.save(update_fields=["status", "published_at", "published_by", "told_from", "updated"])
        # Called after the commit: a worker that is faster would still see a draft, and do nothing.
        call = call_task(NOTIFY, draw.pk)
    return Publication(draw, first=True, call=call)


def find_end_of_pause(now: datetime) -> datetime:
    """When what is confirmed now begins to leave."""
    return now + timedelta(minutes=settings.MAIL_PAUSE_MINUTES)


def check_draw(draw: Draw) -> None:
    """Refuse a draw that can't be matched: facts missing or unclear, or a day that no standings cover.

    Raises `PublicationRefused`.
    """
    check_facts(draw)
    if unclear := doubts.list_deciding(draw):
        raise PublicationRefused(" ".join(map(doubts.describe_doubt, unclear)))


def check_facts(draw: Draw) -> None:
    """Refuse a draw whose facts are missing, or whose day no standings cover. Raises `PublicationRefused`."""
    if not draw.selects:
        raise PublicationRefused(_("Choose the stream first: without it nobody can be matched."))
    if draw.cutoff is None:
        raise PublicationRefused(_("Enter the CRS cut-off first."))
    check_day(draw)
    check_standings()


def check_day(draw: Draw) -> None:
    """Refuse a day for which some client's standing may not have been worked out. Raises `PublicationRefused`."""
    today = timezone.localdate()
    # So far back because rounds are sometimes entered months late (record 0015).
    first = today - timedelta(days=settings.STANDINGS_DAYS_BACK)
    if not first <= draw.held_on <= today:
        days = {"first": format_date(first), "last": format_date(today), "day": format_date(draw.held_on)}
        raise PublicationRefused(
            _(
                "Clients' scores are known from %(first)s to %(last)s, and this round was on %(day)s: "
                "some who match would be missed."
            )
            % days
        )


def check_standings() -> None:
    """Refuse while there are clients to alert and nobody's score has been worked out. Raises `PublicationRefused`."""
    waiting = Client.objects.filter(alerts=True).exclude(facts={})
    # Matching would find nobody, and the draw would count as matched for ever.
    if waiting.exists() and not Standing.objects.exists():
        raise PublicationRefused(_("No client's score has been worked out yet. Run “manage.py restand --all” first."))
