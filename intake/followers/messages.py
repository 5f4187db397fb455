"""The message that asks to confirm an address. It holds no word that was typed."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from intake.common.signed_links import Purpose
from intake.consents.following import CONFIRM_WITHIN
from intake.followers.links import build_link
from intake.message_kinds.kinds import LetterMessage
from intake.message_kinds.registry import register
from intake.models import Follower, Letter


@register
class ConfirmFollowing(LetterMessage):
    """Asks whoever wants to follow the rounds to confirm; those who follow already get the link to change it.

    `facts`: `follower`, the reference. The page that it is asked for on says the same for both.
    """

    name = "confirm_following"
    label = _("Confirmation of following the rounds")
    template = "intake/email/following"
    urgent = True
    # Limited, because strangers can have it sent to any address (record 0063).
    asked_by_anybody = True
    # A follower has an address alone, and no file in whose history it could stand.
    keeps_words = False
    switched_off_by = ""

    @classmethod
    def find_due(cls, follower: Follower, *, language: str, place: str) -> Iterator[Letter]:
        """One to the address that somebody typed, in the language of the page."""
        facts = {"follower": follower.reference}
        yield cls.build_row(follower.email, language=language, facts=facts, place=place)

    @classmethod
    def get_validity(cls) -> timedelta:
        """As long as its link."""
        return CONFIRM_WITHIN

    def is_due(self) -> bool:
        """While there is somebody to ask."""
        return Follower.objects.filter(reference=self.row.facts["follower"]).exists()

    def get_context(self) -> Mapping[str, Any]:
        """The link, made now: it stands in no row."""
        follower = Follower.objects.get(reference=self.row.facts["follower"])
        # Those who follow already get the way to change it: what a stranger posts changes nothing (record 0156).
        known = follower.confirmed_at is not None
        link = build_link(Purpose.FOLLOWING if known else Purpose.FOLLOW, follower)
        return {"link": link, "known": known, "days": CONFIRM_WITHIN.days}
