"""What staff must know about a client's file before they write or say anything."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.clients import duplicates, household, stages
from intake.expiry import expiries
from intake.expiry.expiries import describe_item
from intake.expiry.time_to_apply import get_last_day
from intake.models import Client
from intake.staff.changelists.client_names import NAMED_BY
from scoring.dates import format_date

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SHOWN = 10


class Caution(NamedTuple):
    """One sentence, the files that it is about, and whether it is shown in red."""

    text: Any
    files: Sequence[Client] = ()
    grave: bool = False


def list_warnings(client: Client, user: "User", couple: household.Couple) -> list[Caution]:
    """Everything to be warned of, the most serious first; of other files only those that this member of staff sees."""
    return [
        *warn_of_invitation(client, timezone.localdate()),
        *warn_of_partner(client, couple),
        *warn_of_duplicates(client, user),
        *warn_of_practice(client),
    ]


def warn_of_invitation(client: Client, on: date) -> Iterator[Caution]:
    """The days left to apply, and what expires before or on the last of them."""
    last = get_last_day(client)
    if client.invited_on is None or last is None:
        return
    yield warn_of_days_left(last, (last - on).days)
    found = expiries.find_not_lasting(client, client.invited_on, last)
    for one in sorted(found, key=lambda one: one.lapse.ends):
        yield warn_of_expiry(one, client.invited_on, on)


def warn_of_days_left(last: date, left: int) -> Caution:
    """How many days are left."""
    shown = {"day": format_date(last), "left": left}
    if left < 0:
        return Caution(_("The last day to apply after the invitation was %(day)s.") % shown, grave=True)
    words = ngettext(
        "Invited: %(left)d day left to apply, until %(day)s.",
        "Invited: %(left)d days left to apply, until %(day)s.",
        left,
    )
    return Caution(words % shown, grave=left <= settings.INVITATION_SHORT_DAYS)


def warn_of_expiry(one: expiries.Expiry, invited_on: date, on: date) -> Caution:
    """Something that does not last until the last day to apply."""
    # A lapse begins on the day after the last valid one.
    valid = one.lapse.ends - expiries.DAY
    if valid < invited_on:
        words = _("It ended before the invitation: %(what)s. Its last valid day was %(day)s.")
    elif valid < on:
        words = _("It ended after the invitation: %(what)s. Its last valid day was %(day)s.")
    else:
        words = _("It ends before the last day to apply: %(what)s. Its last valid day is %(day)s.")
    text = words % {"what": describe_item(one.lapse.kind, one.lapse.name, one.whose), "day": format_date(valid)}
    look = _("IRCC may accept it all the same: see under “Invitation” what is said of police certificates.")
    return Caution(f"{text} {look}" if one.look else text, grave=True)


def warn_of_partner(client: Client, couple: household.Couple) -> Iterator[Caution]:
    """The partner is a client too, or was one of the same household."""
    last, other = couple
    if last and last.ended_on is None:
        words = _("Both partners are clients, with joint instructions since %(day)s.")
        yield Caution(words % {"day": format_date(last.joint_on)}, [other] if other else [])
        if household.is_single_by_answers(client):
            yield Caution(
                _("By their own answers they are not a couple: ask, and end the link if they have separated.")
            )
    elif last and last.ended_on:
        # Once ended, neither file names the other (record 0037).
        words = _("Until %(day)s the partner was a client with joint instructions: tell neither of the other.")
        yield Caution(words % {"day": format_date(last.ended_on)})


def warn_of_duplicates(client: Client, user: "User") -> Iterator[Caution]:
    """Another file has the same mailbox or number, or the same name and date of birth."""
    found = list(duplicates.find_duplicates(client).visible_to(user).only(*NAMED_BY)[:SHOWN])
    if found:
        yield Caution(
            _("The same person may have another file: same mailbox or number, or same name and date of birth."), found
        )


def warn_of_practice(client: Client) -> Iterator[Caution]:
    """The firm works on the matter, and it is not on record that it may."""
    checked = client.conflict_checks.first()
    if checked and checked.result not in stages.CLEARED:
        yield Caution(_("The newest conflict check found a conflict: the firm may not act."))
    elif checked is None and (client.stage in stages.AT_WORK or client.retained_on):
        yield Caution(_("No conflict check is on record. It must come before any consultation and any agreement."))
    if client.retained_on and client.consultant is None:
        yield Caution(_("There is a service agreement, and no consultant of record is named."))
