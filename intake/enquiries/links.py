"""The link by which the address of an enquiry is confirmed."""

from datetime import timedelta

from django.utils import timezone

from intake.common import signed_links
from intake.common.signed_links import Purpose
from intake.models import Enquiry

LINK_VALID_FOR = timedelta(days=7)


def make_link(enquiry: Enquiry) -> str:
    """The signed part of the link."""
    ends = timezone.now() + LINK_VALID_FOR
    return signed_links.sign_link(Purpose.ENQUIRY, enquiry.reference, enquiry.email, ends)


def read_link(signed: str) -> Enquiry | None:
    """The enquiry that a link was made for; None for a link that has expired or is not ours."""
    link = signed_links.read_link(Purpose.ENQUIRY, signed)
    found = Enquiry.objects.filter(reference=link.reference).first() if link else None
    return found if link and found and signed_links.is_of(link, found.email) else None
