"""E-mail into files: one file for each message, so that processes never write into one another's."""

import uuid
from collections.abc import Sequence
from pathlib import Path

from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend as OneFileAConnection
from django.utils import timezone


class EmailBackend(OneFileAConnection):
    """Django's backend, but every message gets a file of its own, named by its time."""

    def open(self) -> bool:
        """Nothing is kept open between messages."""
        return False

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each message; a reader never sees half a one."""
        for message in email_messages:
            path = Path(self.file_path) / f"{timezone.now():%Y%m%d-%H%M%S-%f}-{uuid.uuid4().hex[:8]}.eml"
            unfinished = path.with_suffix(".part")
            unfinished.write_bytes(message.message().as_bytes())
            unfinished.rename(path)
        return len(email_messages)
