"""Linking the files of a couple, and ending the link. No page that a client sees reads it."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from intake.clients import changes
from intake.models import Client, Household, Member
from scoring.profile import COUPLES

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class LinkRefused(ValueError):
    """Why two files can't be linked."""


class Couple(NamedTuple):
    """The newest link between a client's file and the partner's, and the other file of a link in force."""

    last: Household | None
    other: Client | None


def link(client: Client, partner: Client, *, joint_on: date, by: "User") -> Household:
    """Link two clients who instruct the firm together from a day on. Raises `LinkRefused`."""
    if client.pk == partner.pk:
        raise LinkRefused(_("This is the same file."))
    try:
        with transaction.atomic():
            household = Household.objects.create(joint_on=joint_on, by=by)
            Member.objects.bulk_create(Member(household=household, client=one) for one in (client, partner))
    except IntegrityError:
        # The unique constraint on live members decides, also between two who link at once.
        raise LinkRefused(_("One of the two files is linked already: end that link first.")) from None
    return household


def separate(household: Household, on: date) -> None:
    """End a household: from that day nothing is joint, and neither file links to the other."""
    with transaction.atomic():
        # The constraint of one living household looks at this mark alone: each may be linked anew (record 0037).
        household.members.update(live=False)
        Household.objects.filter(pk=household.pk).update(ended_on=on)


def get_household(client: Client) -> Household | None:
    """The household that a client is in now."""
    return Household.objects.filter(members__client=client, members__live=True).first()


def get_partner(client: Client, user: "User") -> Client | None:
    """The other member of the client's household, if there is one now and this member of staff may know of the file."""
    # Where files are assigned, a warning names only a file that this member of staff sees (record 0053).
    mine = Household.objects.filter(members__client=client, members__live=True)
    return Client.objects.visible_to(user).filter(memberships__household__in=mine).exclude(pk=client.pk).first()


def get_last_household(client: Client) -> Household | None:
    """The household that a client is in now, which has no `ended_on`; without one, the household that ended last."""
    # One in force, which has no such day, comes last on every database.
    return Household.objects.filter(members__client=client).order_by(F("ended_on").asc(nulls_last=True)).last()


def find_couple(client: Client, user: "User") -> Couple:
    """The newest link of a client's file, and the other file while it is in force and this member of staff sees it."""
    last = get_last_household(client)
    return Couple(last, get_partner(client, user) if last and last.ended_on is None else None)


def is_single_by_answers(client: Client) -> bool:
    """Whether the client's own answers say that they have no partner."""
    status = client.facts.get("marital_status")
    return bool(status) and status not in COUPLES


def end_household(client: Client, on: date) -> None:
    """End the household of a client whose file is about to be deleted."""
    linked = get_household(client)
    if linked:
        separate(linked, on)
        for other in linked.members.exclude(client=client).values_list("client", flat=True):
            # Not whose: nothing of a deleted file stays in another.
            changes.keep(other, Client(pk=other), {}, {changes.PARTNER_DELETED: str(True)})


def delete_empty_households() -> None:
    """Delete the households of which no file is left."""
    Household.objects.filter(members=None).delete()
