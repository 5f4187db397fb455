"""The message that asks a client to look at what staff took down."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intake.message_kinds.kinds import LetterMessage
from intake.message_kinds.registry import register
from intake.models import Client, Letter


@register
class AnswersToCheck(LetterMessage):
    """Asks a client to check answers that staff took down.

    It names nobody and no answer: the address was dictated, and nobody has proved it before they sign in.
    """

    name = "answers_to_check"
    label = _("Answers to check")
    template = "intake/email/answers_to_check"
    # Asked for twice while it waits, it is one message.
    replaces = True
    switched_off_by = ""

    @classmethod
    def find_due(cls, client: Client) -> Iterator[Letter]:
        """One to the address in the file, asked for by staff."""
        yield cls.build_row(client.email, language=client.language, client=client)

    @classmethod
    def get_validity(cls) -> timedelta:
        """An address that takes nothing for three days is given up."""
        return timedelta(days=3)

    def is_due(self) -> bool:
        """While the client has not checked them, and the address is still that of the file."""
        client = self.row.client
        return bool(client and client.email == self.row.to and client.intakes.unchecked().exists())

    def get_context(self) -> Mapping[str, Any]:
        """Where to sign in."""
        return {"link": settings.SITE_URL + reverse("my_file:home")}
