"""The link by which a client, without logging in, turns their alerts off and on."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from intake.common.signed_links import Purpose, read_link, sign_link
from intake.models import Client


def build_link(client: Client) -> str:
    """The client's own page about alerts; the link never expires."""
    signed = sign_link(Purpose.ALERTS, client.reference, client.reference, ends=None)
    with translation.override(client.language):
        return f"{settings.SITE_URL}{reverse('draws:alerts', args=[signed])}"


def find_client(signed: str) -> Client | None:
    """The client a link was made for; None for a link that is not ours."""
    link = read_link(Purpose.ALERTS, signed)
    return Client.objects.filter(reference=link.reference).first() if link else None
