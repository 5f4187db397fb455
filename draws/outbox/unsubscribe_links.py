"""The link by which a client, without logging in, turns their alerts off and on."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

from intake.models import Client

SALT = "draws.alerts"


def build_link(client: Client) -> str:
    """The client's own page about alerts; the link never expires."""
    with translation.override(client.language):
        return settings.SITE_URL + reverse("draws:alerts", args=[Signer(salt=SALT).sign(client.reference)])


def find_client(signed: str) -> Client | None:
    """The client a link was made for; None for a link that is not ours."""
    try:
        return Client.objects.filter(reference=Signer(salt=SALT).unsign(signed)).first()
    except BadSignature:
        return None
