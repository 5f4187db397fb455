"""Links that open something without a sign-in: each says what it is for, whose it is, and until when it works.

What is signed is a random reference that is never used for another row, not a row's number: a number comes again when
a database is restored, and then an old link would open another person's result. The purpose is the salt of the
signature, so that a link of one kind is nothing to the page of another.
"""

from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from django.core import signing
from django.utils import timezone


class Purpose(StrEnum):
    """What a link is for."""

    CONFIRM = "confirm"  # an address, and the submission it was typed into
    SHARE = "share"  # one result, to be read
    ENQUIRY = "enquiry"  # an address, and the question asked with it
    CONSULTATION = "consultation"  # one appointment: to confirm, move or cancel it
    ALERTS = "alerts"  # what one client is written to about
    FOLLOW = "follow"  # an address, and the rounds that it wants to hear of
    FOLLOWING = "following"  # which rounds a follower hears of, and the end of it


class SignedLink(NamedTuple):
    """What a link says: the reference of the row, whose it is, and when it ends, if it does."""

    reference: str
    person: str
    ends: datetime | None


def sign_link(purpose: Purpose, reference: str, person: str, ends: datetime | None) -> str:
    """Return the part of an address that only we can make.

    `reference` is random and unique, `person` what the row must still say of whose it is (an address, a client's
    reference), of which the link holds only a digest.
    """
    # The person too: after a restore, the same reference must not open what is another person's by now.
    content = [reference, digest_person(person), int(ends.timestamp()) if ends else None]
    return signing.dumps(content, salt=get_salt(purpose))


def read_link(purpose: Purpose, signed: str, *, also_over: bool = False) -> SignedLink | None:
    """Return what a link says; None for one that is not ours, of another purpose, or, unless `also_over`, over."""
    try:
        # Without `max_age`: each link carries its own end.
        reference, person, ends = signing.loads(signed, salt=get_salt(purpose))
    except (signing.BadSignature, ValueError):
        return None
    end = datetime.fromtimestamp(ends, tz=UTC) if ends else None
    is_over = end is not None and end <= timezone.now()
    return None if is_over and not also_over else SignedLink(reference, person, end)


def is_of(link: SignedLink, person: str) -> bool:
    """Whether the row that was found is still the person's for whom the link was made."""
    return link.person == digest_person(person)


def digest_person(person: str) -> str:
    """A few figures that stand for a person and tell nothing of them."""
    return sha256(person.encode()).hexdigest()[:16]


def get_salt(purpose: Purpose) -> str:
    """The salt of a kind of link."""
    return f"intake.link.{purpose}"
