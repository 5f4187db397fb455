"""The messages of enquiries: confirm an address, and tell the office. None holds a word that was typed."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intake.enquiries.links import LINK_VALID_FOR, make_link
from intake.message_kinds.kinds import LetterMessage, OfficeMessage
from intake.message_kinds.registry import register
from intake.models import Enquiry, Letter


class AboutEnquiry(LetterMessage):
    """A letter about one enquiry. `facts`: `enquiry`, its reference."""

    def find_enquiry(self) -> Enquiry:
        """The enquiry. Raises `Enquiry.DoesNotExist` for one that was deleted."""
        return Enquiry.objects.get(reference=self.row.facts["enquiry"])


@register
class ConfirmEnquiry(AboutEnquiry):
    """Asks the person who wrote to the firm to confirm the address."""

    name = "confirm_enquiry"
    label = _("Confirmation of an enquiry")
    template = "intake/email/enquiry"
    urgent = True
    # Limited, because strangers can have it sent to any address (record 0063).
    asked_by_anybody = True
    switched_off_by = ""

    @classmethod
    def find_due(cls, enquiry: Enquiry) -> Iterator[Letter]:
        """One to the address that was given."""
        facts = {"enquiry": enquiry.reference}
        yield cls.build_row(enquiry.email, language=enquiry.language, facts=facts, place=enquiry.place)

    @classmethod
    def get_validity(cls) -> timedelta:
        """As long as its link."""
        return LINK_VALID_FOR

    def is_due(self) -> bool:
        """While there is something to confirm."""
        return Enquiry.objects.filter(reference=self.row.facts["enquiry"], client=None).exists()

    def get_context(self) -> Mapping[str, Any]:
        """The link, made now: it stands in no row. No name, no question: a stranger may have typed them."""
        link = reverse("intake:confirm_enquiry", args=[make_link(self.find_enquiry())])
        return {"link": settings.SITE_URL + link, "days": LINK_VALID_FOR.days}


@register
class NewEnquiry(AboutEnquiry, OfficeMessage):
    """Tells the office that somebody asked; what they asked is read at the desk."""

    name = "new_enquiry"
    label = _("New enquiry")
    template = "intake/email/new_enquiry"

    @classmethod
    def find_due(cls, enquiry: Enquiry) -> Iterator[Letter]:
        """One an enquiry."""
        for address in cls.find_recipients():
            facts = {"enquiry": enquiry.reference}
            yield cls.build_row(address, key=enquiry.reference, facts=facts, client=enquiry.client)

    def is_due(self) -> bool:
        """While it is there and nobody has answered it."""
        return Enquiry.objects.filter(reference=self.row.facts["enquiry"], answered_at=None).exists()

    def get_context(self) -> Mapping[str, Any]:
        """What kind it is, and where to read it."""
        enquiry = self.find_enquiry()
        link = reverse("admin:intake_enquiry_change", args=[enquiry.pk])
        return {"kind": enquiry.get_kind_display(), "link": settings.SITE_URL + link}
