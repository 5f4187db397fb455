"""The message that a file is deleted soon."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import Client
from intake.outbox.kinds import LetterMessage
from intake.outbox.registry import register

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

    def is_due(self) -> bool:
        """While the file has not been used since, and its address is the same."""
        client = self.row.client
        return bool(client and client.updated.isoformat() == self.row.facts["used"] and client.email == self.row.to)

    def get_context(self) -> Mapping[str, Any]:
        """Where to sign in, and the day of the deletion."""
        client = self.row.client
        link = settings.SITE_URL + reverse("my_file:home")
        return {"name": client.name if client else "", "link": link, "day": timezone.localdate() + NOTICE}

    def record_sent(self, at: datetime) -> None:
        """From when the days count."""
        Client.objects.filter(letters=self.row).update(deletion_told_at=at)
