"""What leads on from the head of a client's file: registered when the app is ready."""

from django.contrib.auth.models import AnonymousUser, User
from django.template.loader import render_to_string

from draws.permissions import WRITE_TO_CLIENT
from intake.common import slots
from intake.models import Client


def register() -> None:
    """Fill the slot."""
    slots.fill(slots.FILE_WAYS, render_writing_link)


def render_writing_link(client: Client, user: User | AnonymousUser) -> str:
    """The way to writing to the client, for who may."""
    return render_to_string("draws/slots/write.html", {"client": client}) if WRITE_TO_CLIENT.held_by(user) else ""
