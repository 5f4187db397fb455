"""Taking in the wish to follow the rounds, and confirming it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from intake.consents.following import has_complained, list_kinds, record_agreement, save_kinds
from intake.followers.messages import ConfirmFollowing
from intake.message_kinds import limits
from intake.message_kinds.letters import owe
from intake.models import Follower
from intake.models.consent_sources import FOLLOW_LINK


def receive(email: str, kinds: Sequence[str], *, language: str, place: str) -> bool:
    """Keep the wish until it is confirmed, and owe the message that asks; False where there were too many."""
    with transaction.atomic():
        if not limits.may_owe(ConfirmFollowing, email, place):
            return False
        # The page says the same as ever: nobody who complained is written to again because their address is typed.
        if has_complained(email):
            return True
        # Locked: the owner may confirm at this moment, and what was read before must not be written over that.
        follower, _made = Follower.objects.select_for_update().get_or_create(
            email=email, defaults={"language": language}
        )
        # A stranger changes nothing of what somebody confirmed: they get the link by which they can.
        if follower.confirmed_at is None:
            follower.language, follower.asked_at = language, timezone.now()
            save_kinds(follower, kinds)
        owe(ConfirmFollowing.find_due(follower, language=language, place=place))
    return True


def confirm(follower: Follower, *, language: str, ip: str | None) -> None:
    """The address is theirs, and they agree to what they chose; once, whoever presses twice."""
    with transaction.atomic():
        # The link was read at this address, so it works.
        fresh = {"confirmed_at": timezone.now(), "undeliverable": ""}
        # Marked in the statement that looks: of two clicks one leaves a proof.
        if Follower.objects.filter(pk=follower.pk, confirmed_at=None).update(**fresh):
            record_agreement(follower, language=language, source=FOLLOW_LINK, ip=ip)


def change(follower: Follower, kinds: Sequence[str], *, language: str, source: str, ip: str | None) -> None:
    """Follow other kinds, in the language of the page; the same again leaves no second proof."""
    with transaction.atomic():
        locked = Follower.objects.select_for_update().filter(pk=follower.pk).first()
        if locked is None:
            return
        was = (list_kinds(locked), locked.language)
        locked.language, locked.undeliverable = language, ""
        save_kinds(locked, kinds)
        if was != (list(kinds), language):
            record_agreement(locked, language=language, source=source, ip=ip)
