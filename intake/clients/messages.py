"""Messages about files: to a client that theirs is deleted soon, to the office that there is a lead."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.message_kinds.kinds import LetterMessage, OfficeMessage
from intake.message_kinds.registry import register
from intake.models import Assessment, Client, Letter

# Between the message and the deletion.
NOTICE = timedelta(days=30)


@register
class FileEnds(LetterMessage):
    """Tells a client that their file is deleted unless they use it. `facts`: `used`, when they last did.

    The days before the deletion are counted from when the mail server took it, so that no file goes unannounced.
    """

    name = "file_ends"
    label = _("File deleted soon")
    template = "intake/email/file_ends"
    switched_off_by = ""

    @classmethod
    def find_due(cls, client: Client) -> Iterator[Letter]:
        """One to a client who has an address, for each time after which the file was not used any more."""
        if client.email:
            # In the key, so that a lead who comes back after a warning and leaves again is warned again.
            used = client.updated.isoformat()
            key, facts = f"{client.pk} {used}", {"used": used}
            yield cls.build_row(client.email, key=key, facts=facts, language=client.language, client=client)

    def is_due(self) -> bool:
        """While the file has not been used since, and its address is the same."""
        client = self.row.client
        return bool(client and client.updated.isoformat() == self.row.facts["used"] and client.email == self.row.to)

    def get_context(self) -> Mapping[str, Any]:
        """Where to sign in, and the day of the deletion."""
        client = self.row.client
        # Signing in is enough: it saves the row, and the time begins anew.
        link = settings.SITE_URL + reverse("my_file:home")
        return {"name": client.name if client else "", "link": link, "day": timezone.localdate() + NOTICE}

    def record_sent(self, at: datetime) -> None:
        """From when the days count."""
        Client.objects.filter(letters=self.row).update(deletion_told_at=at)


@register
class NewLead(OfficeMessage):
    """Tells the office that there is a new lead; who it is and what they answered is read at the desk."""

    name = "new_lead"
    label = _("New lead")
    template = "intake/email/new_lead"

    @classmethod
    def find_due(cls, client: Client, assessment: Assessment) -> Iterator[Letter]:
        """One a file that nobody took on yet, with the answers of the person themselves."""
        if not client.is_nobodys or (assessment.intake and assessment.intake.by_staff):
            return
        for address in cls.find_recipients():
            # The reference is the key: one letter a file, however often answers come into it (record 0165).
            yield cls.build_row(address, key=client.reference, client=client)

    def is_due(self) -> bool:
        """While nobody took the file on; an enquiry or a booking tells the office by a letter of its own."""
        client: Client | None = self.row.client
        if client is None or not client.is_nobodys:
            return False
        return not (client.enquiries.exists() or client.consultations.exists())

    def get_context(self) -> Mapping[str, Any]:
        """Where to read it."""
        where = reverse("admin:intake_client_change", args=[self.row.client_id])
        return {"link": settings.SITE_URL + where}
