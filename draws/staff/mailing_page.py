"""What pages show of a mass mail: before it is confirmed, while it waits, and while it leaves."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.http import QueryDict
from django.utils import timezone

from draws.feed.cutoff_doubts import say_doubt
from draws.mailings.mass_mails import MassMail, RetryMail, make_mass_mail
from draws.mailings.samples import find_failed, list_failed_samples, list_samples
from draws.models import LeftOut, Mailing
from draws.staff.mailing_form import ConfirmMailingForm, LeaveOutForm
from intake.models import FileView, Owed
from intake.staff.changelists import file_views

Member = User | AnonymousUser


def build_planned(mail: MassMail, user: Member, data: QueryDict | None = None, entered: str = "") -> dict[str, Any]:
    """What staff see above the button: doubts, messages, who is left out, the number.

    `data`: what was posted, where it was refused. `entered`: of a correction, what was entered, as a query. Empty for
    those who may not press it.
    """
    if not mail.permission.held_by(user) or not isinstance(user, User):
        return {}
    mailing = mail.mailing
    left_out = list(LeftOut.objects.about(**mailing.get_subject()).visible_to(user).select_related("client", "by"))
    file_views.record_listed([row.client_id for row in left_out], user, FileView.ViewedPart.MESSAGE)
    return {
        "mailing": mailing,
        "mailing_entered": entered,
        "mailing_doubts": list(map(say_doubt, mail.doubts)),
        # Only the news of a draw goes to followers too (record 0156).
        "mailing_followers": getattr(mail, "followers", 0),
        "mailing_samples": list_samples(mail, user),
        "mailing_form": ConfirmMailingForm(mail, data),
        "left_out": left_out,
        "leave_out_form": LeaveOutForm(user=user),
        "pause_minutes": settings.MAIL_PAUSE_MINUTES,
        "second_person": settings.MAIL_SECOND_PERSON,
    }


def build_failed(mail: RetryMail, user: User) -> dict[str, Any]:
    """Some of the messages that failed, as they would leave; of whose files they are is written down."""
    rows = find_failed(mail, user)
    note_reading(rows, user)
    return {"mailing_samples": list_failed_samples(rows)}


def note_reading(rows: Iterable[Owed], user: User) -> None:
    """Write down of whose files somebody reads messages."""
    for row in rows:
        file_views.record_view(getattr(row, "client", None), user, FileView.ViewedPart.MESSAGE)


def build_running(user: Member, **subject: Any) -> dict[str, Any]:
    """The newest mass mail about a draw, rules or a list of clients, while something can be done about it."""
    open_ones = Mailing.objects.filter(**subject, taken_back_at=None)
    newest = open_ones.select_related("draw", "change", "circular", "correction", "asked_by").first()
    if newest is None or not (mail := make_mass_mail(newest)).permission.held_by(user):
        return {}
    owed, now = 0 if newest.is_waiting else mail.count_owed(), timezone.now()
    # Before the matching nothing is owed, and yet there is something to take back.
    unmatched = bool(newest.draw and not newest.draw.matched_at)
    if not (newest.is_waiting or owed or unmatched):
        return {}
    return {
        "running": newest,
        "running_counts": mail.words.label,
        "owed": owed,
        "sent": 0 if newest.is_waiting else mail.count_sent(),
        "paused": newest.is_paused(now),
        "seconds_left": max(0, int((newest.not_before - now).total_seconds())) if newest.not_before else 0,
        "may_approve": newest.is_waiting and newest.asked_by_id != user.pk,
        "approve_form": ConfirmMailingForm(mail) if newest.is_waiting else None,
        "waiting_doubts": list(map(say_doubt, newest.doubts)) if newest.is_waiting else [],
    }
