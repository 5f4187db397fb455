"""Linking the files of a couple, and ending the link. No page of a client's ever reads it."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from intake.models import Client, Household, Member
from scoring.profile import COUPLES

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Refused(ValueError):
    """Why two files can't be linked."""


def link(client: Client, partner: Client, *, joint_on: date, by: "User") -> Household:
    """Two clients instruct the firm together from a day. Raises `Refused`."""
    if client.pk == partner.pk:
        raise Refused(_("This is the same file."))
    try:
        with transaction.atomic():
            household = Household.objects.create(joint_on=joint_on, by=by)
            Member.objects.bulk_create(Member(household=household, client=one) for one in (client, partner))
    except IntegrityError:
        raise Refused(_("One of the two files is linked already: end that link first.")) from None
    return household


def separate(household: Household, on: date) -> None:
    """Nothing is joint any more from a day: neither file leads to the other."""
    with transaction.atomic():
        household.members.update(live=False)
        Household.objects.filter(pk=household.pk).update(ended_on=on)


def of(client: Client) -> Household | None:
    """The household that a client is in now."""
    return Household.objects.filter(members__client=client, members__live=True).first()


def partner_of(client: Client) -> Client | None:
    """The other one of the household that a client is in now."""
    mine = Household.objects.filter(members__client=client, members__live=True)
    return Client.objects.filter(memberships__household__in=mine).exclude(pk=client.pk).first()


def parted(client: Client) -> date | None:
    """When the client's last household ended, if they are in none now."""
    last = Household.objects.filter(members__client=client).order_by("ended_on").last()
    return last.ended_on if last else None


def alone_by_answers(client: Client) -> bool:
    """The client's own answers say that they are no couple."""
    status = client.facts.get("marital_status")
    return bool(status) and status not in COUPLES


def left(client: Client, on: date) -> None:
    """A client's file goes on a day: what was joint ends."""
    linked = of(client)
    if linked:
        separate(linked, on)


def forget() -> None:
    """Delete the households of which no file is left."""
    Household.objects.filter(members=None).delete()
