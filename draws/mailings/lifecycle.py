"""Confirming a mass mail, approving it as a second person, and taking it back."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from draws.mailings.mass_mails import DrawMail, MassMail, make_mass_mail
from draws.models import Mailing
from draws.models.mailings import MailingQuerySet
from draws.publishing.publisher import PublicationRefused, find_end_of_pause


def confirm(mail: MassMail, by: User) -> Mailing:
    """Record that somebody confirmed it; it begins, or waits for a second person. Raises `PublicationRefused`."""
    mailing = mail.mailing
    with transaction.atomic():
        refuse_waiting(mailing)
        mail.check()
        mailing.asked_by, mailing.recipients, mailing.doubts = by, mail.count_recipients(), mail.doubts
        mailing.save()
        if not settings.MAIL_SECOND_PERSON:
            begin(mail, by)
    return mailing


def confirm_from_command(mail: DrawMail, recipients: int) -> Mailing:
    """Publish a draw for `manage.py publish`, where nobody is signed in; then the pause. Raises `PublicationRefused`.

    `recipients`: their number as it was confirmed. The caller refuses it where a second person must approve.
    """
    mailing = mail.mailing
    with transaction.atomic():
        check_number(mail, recipients)
        refuse_waiting(mailing)
        mailing.recipients, mailing.doubts = recipients, mail.doubts
        mailing.not_before = find_end_of_pause(timezone.now())
        mail.perform(None, mailing.not_before)
        mailing.save()
    return mailing


def refuse_waiting(mailing: Mailing) -> None:
    """Refuse what waits for a second person already. Raises `PublicationRefused`."""
    if find_alike(mailing).waiting().exists():
        raise PublicationRefused(_("This waits for a second person already."))


def find_alike(mailing: Mailing) -> MailingQuerySet:
    """The mass mails about the same thing."""
    alike = Mailing.objects.filter(about=mailing.about, **mailing.get_subject())
    # Failed messages have no subject but their rows.
    return alike.filter(entered=mailing.entered) if mailing.about == Mailing.About.RETRY else alike


def begin(mail: MassMail, by: User) -> None:
    """Perform what was confirmed; nothing of it leaves before the pause is over."""
    mail.mailing.not_before = find_end_of_pause(timezone.now())
    mail.perform(by, mail.mailing.not_before)
    # With the end of the pause, and of a correction with what came of it.
    mail.mailing.save()


def approve(pk: int, by: User, recipients: int) -> MassMail:
    """The second person approves, with the number of recipients as it is now. Raises `PublicationRefused`."""
    with transaction.atomic():
        mailing = lock(pk)
        if not mailing.is_waiting:
            raise PublicationRefused(_("This does not wait for a second person any more."))
        if mailing.asked_by == by:
            raise PublicationRefused(_("Another person must approve what you confirmed."))
        mail = make_mass_mail(mailing)
        # As of now: people may have agreed, withdrawn or changed their answers while it waited.
        check_number(mail, recipients)
        mail.check()
        mailing.approved_by, mailing.recipients = by, recipients
        begin(mail, by)
    return mail


def check_number(mail: MassMail, recipients: int | None) -> None:
    """Refuse another number of recipients than there are. Raises `PublicationRefused`."""
    if recipients != (count := mail.count_recipients()):
        raise PublicationRefused(mail.say_changed(count))


def take_back(pk: int, by: User) -> MassMail:
    """Cancel everything that has not been sent yet. Raises `PublicationRefused`."""
    with transaction.atomic():
        mailing = lock(pk)
        if mailing.taken_back_at:
            raise PublicationRefused(_("This has already been taken back."))
        mail = make_mass_mail(mailing)
        # Before the second person has approved nothing was done that could be undone (record 0089).
        if not mailing.is_waiting:
            mail.take_back(by, find_end_of_pause(timezone.now()))
        mailing.taken_back_at, mailing.taken_back_by = timezone.now(), by
        mailing.save()
    return mail


def lock(pk: int) -> Mailing:
    """The row, locked: nobody else can approve it or take it back meanwhile."""
    mailing: Mailing = Mailing.objects.select_for_update().get(pk=pk)
    return mailing
