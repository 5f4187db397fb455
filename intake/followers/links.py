"""The two links of a follower: one confirms the address, the other changes and ends what was agreed to."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from intake.common import signed_links
from intake.common.signed_links import Purpose
from intake.consents.following import CONFIRM_WITHIN
from intake.models import Follower

# As long as the link under the messages to clients (docs/decisions/0148); after that it still stops everything.
OPENS_FOR = timedelta(days=365)
PAGES = {Purpose.FOLLOW: "intake:confirm_following", Purpose.FOLLOWING: "intake:following"}
LASTS = {Purpose.FOLLOW: CONFIRM_WITHIN, Purpose.FOLLOWING: OPENS_FOR}


def build_link(purpose: Purpose, follower: Follower) -> str:
    """The whole address of a follower's page, in their language."""
    signed = signed_links.sign_link(purpose, follower.reference, follower.email, timezone.now() + LASTS[purpose])
    with translation.override(follower.language):
        return settings.SITE_URL + reverse(PAGES[purpose], args=[signed])


def find_follower(purpose: Purpose, signed: str, *, also_over: bool = False) -> Follower | None:
    """The follower of a link; None where it is not ours, they stopped or, unless `also_over`, it has ended."""
    link = signed_links.read_link(purpose, signed, also_over=also_over)
    found = Follower.objects.filter(reference=link.reference).first() if link else None
    return found if link and found and signed_links.is_of(link, found.email) else None


def is_ours(signed: str) -> bool:
    """Whether we once made this link to a follower's settings, whoever it was for and however long ago."""
    return signed_links.read_link(Purpose.FOLLOWING, signed, also_over=True) is not None
