"""The link by which an appointment is confirmed, moved and cancelled, without signing in."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from intake.common import signed_links
from intake.common.signed_links import Purpose
from intake.models import Consultation

DAY = timedelta(days=1)


def make_link(consultation: Consultation) -> str:
    """The signed part of the link; it ends a day after the appointment."""
    ends = consultation.starts_at + DAY
    return signed_links.sign_link(Purpose.CONSULTATION, consultation.reference, consultation.email, ends)


def build_url(consultation: Consultation) -> str:
    """The whole address, in the language in use."""
    return settings.SITE_URL + reverse("intake:consultation", args=[make_link(consultation)])


def read_link(signed: str) -> Consultation | None:
    """The consultation that a link was made for; None for a link that is over or not ours."""
    link = signed_links.read_link(Purpose.CONSULTATION, signed)
    rows = Consultation.objects.select_related("adviser__calendar", "client")
    found = rows.filter(reference=link.reference).first() if link else None
    # The address of the row as it is now: links in a mailbox that the file has left open nothing (record 0044).
    return found if link and found and signed_links.is_of(link, found.email) else None
