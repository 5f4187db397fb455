"""The link by which a client, without logging in, turns their alerts off and on."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from intake.common.signed_links import Purpose, is_of, read_link, sign_link
from intake.models import Client

# Our choice. To turn e-mails off, a link must work for sixty days after its message (CASL, S.C. 2010, c. 23, s. 11).
OPENS_FOR = timedelta(days=365)


def build_link(client: Client) -> str:
    """The client's own page about alerts; after its end the link turns them off and does nothing else."""
    ends = timezone.now() + OPENS_FOR
    signed = sign_link(Purpose.ALERTS, client.reference, client.reference, ends)
    with translation.override(client.language):
        return f"{settings.SITE_URL}{reverse('draws:alerts', args=[signed])}"


def find_client(signed: str, *, also_over: bool = False) -> Client | None:
    """The client a link was made for; None for a link that is not ours, and unless `also_over` for one that ended."""
    link = read_link(Purpose.ALERTS, signed, also_over=also_over)
    found = Client.objects.filter(reference=link.reference).first() if link else None
    return found if link and found and is_of(link, found.reference) else None
