"""How a client is reached: what staff or the client themselves said last."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError

from intake.common.telephone_numbers import normalize_telephone
from intake.models import Client

# What `take_contact` may change.
CONTACT = ("name", "language", "telephone", "other_telephone", "postal_address", "reach_by", "reach_when")


def take_contact(client: Client, submitted: Mapping[str, Any]) -> None:
    """Set the name, the language, and how somebody who submitted answers is reached. Saves nothing.

    What was left open stays as the file has it. A number that the file has is called already: another one stands
    beside it where there is room, so that no submission takes a number away.
    """
    client.language = submitted["language"]
    for name in ("name", "postal_address", "reach_by", "reach_when"):
        setattr(client, name, submitted.get(name) or getattr(client, name))
    take_number(client, submitted.get("telephone", ""))


def take_telephone(client: Client, typed: str) -> None:
    """Set the number that somebody left with an enquiry or a consultation, where there is room. Saves nothing."""
    # What is no number stays readable where it was typed.
    with suppress(ValidationError):
        take_number(client, normalize_telephone(typed))


def take_number(client: Client, number: str) -> None:
    """Set a number, in its one form, as the telephone or, where that is another one, the other. Saves nothing.

    The first number of a file without an address is that of no other such file, as the database has it.
    """
    if number in ("", client.telephone, client.other_telephone):
        return
    held = not client.email and Client.objects.by_number(number).exclude(pk=client.pk).exists()
    if client.telephone or held:
        client.other_telephone = client.other_telephone or number
    else:
        client.telephone = number
