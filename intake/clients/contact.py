"""How a client is reached: what staff or the client themselves said last."""

from contextlib import suppress

from django.core.exceptions import ValidationError

from intake.common.telephone_numbers import normalize_telephone
from intake.models import Client


def take_telephone(client: Client, typed: str) -> None:
    """Set the number that somebody left with an enquiry or a consultation, where the file has none. Saves nothing."""
    # What is no number stays readable where it was typed.
    with suppress(ValidationError):
        client.telephone = client.telephone or normalize_telephone(typed)
