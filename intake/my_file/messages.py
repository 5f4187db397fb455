"""The messages to the address that a file is to move to."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from intake.account.messages import CodeMessage
from intake.message_kinds.kinds import LetterMessage
from intake.message_kinds.registry import register
from intake.models import Client, Letter


@register
class AddressCode(CodeMessage):
    """The code that proves the new address."""

    name = "address_code"
    label = _("Code for another address")
    template = "intake/email/address_code"


@register
class AddressTaken(LetterMessage):
    """Tells an address that has a file of its own that somebody wanted it for another."""

    name = "address_taken"
    label = _("Address wanted for another file")
    template = "intake/email/address_taken"
    urgent = True
    # Limited, because any address can be typed (record 0063).
    asked_by_anybody = True
    switched_off_by = ""

    @classmethod
    def find_due(cls, email: str, owner: Client, *, language: str, place: str) -> Iterator[Letter]:
        """One to the address that somebody typed, about the file that has it."""
        yield cls.build_row(email, language=language, client=owner, place=place)

    def get_context(self) -> Mapping[str, Any]:
        """Nothing: it does not say who asked."""
        return {}
