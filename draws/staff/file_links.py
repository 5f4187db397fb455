"""What leads on from a client's file and from the list of files: registered when the app is ready."""

from typing import cast

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from draws.correspondence import circulars
from draws.permissions import WRITE_TO_CLIENT, WRITE_TO_MANY
from intake.common import extension_points
from intake.models import Client
from intake.querysets import ClientQuerySet
from intake.staff.client_admin import list_actions


def register() -> None:
    """Fill the extension point, and add to the actions of the list."""
    extension_points.fill(extension_points.FILE_LINKS, render_writing_link)
    many = ("write_to_chosen", _("Write to these clients"), WRITE_TO_MANY, write_to_chosen)
    list_actions.add_action(list_actions.OtherAction(*many))


def render_writing_link(client: Client, user: User | AnonymousUser) -> str:
    """The link to the page on which one writes to the client, for those who may."""
    return render_to_string("draws/extensions/write.html", {"client": client}) if WRITE_TO_CLIENT.held_by(user) else ""


def write_to_chosen(request: HttpRequest, files: ClientQuerySet[Client]) -> HttpResponse:
    """Keep which clients were chosen, and go on to the page with their numbers."""
    circular = circulars.begin(files.order_by("pk").values_list("pk", flat=True), cast("User", request.user))
    return redirect("admin:draws_circular_change", circular.pk)
