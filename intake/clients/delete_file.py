"""The end of a client's file: everything goes but the proof of consents, which the law wants kept."""

from django.db import transaction
from django.utils import timezone

from intake.clients import household
from intake.clients.applicant_user import sign_out_everywhere
from intake.consents import consent
from intake.models import Assessment, Client, ConsentProof, consent_sources
from intake.models.addresses import address_at

KEPT = ("given", "at", "wording", "language", "source", "ip")


def leave(client: Client, *, language: str) -> bool:
    """The client wants their file deleted: whether it was; a professional record waits for a person.

    Either way no more alerts are sent and every browser is signed out.
    """
    with transaction.atomic():
        if client.alerts:
            consent.withdraw(client, language=language, source=consent_sources.DELETION)
        sign_out_everywhere(client.email)
        if client.retained_on is None:
            delete(client)
            return True
        client.deletion_asked_at = timezone.now()
        client.save(update_fields=["deletion_asked_at", "updated"])
    return False


def remove(client: Client) -> None:
    """A file that is kept no longer goes, with its account."""
    with transaction.atomic():
        sign_out_everywhere(client.email)
        delete(client)


def delete(client: Client) -> None:
    """Delete a file; of its consents the proof stays, with the address it is about and nothing else.

    A result that is in another file by now is only parted from these answers.
    """
    others = Assessment.objects.filter(intake__client=client).exclude(client=client).exclude(client=None)
    others.update(intake=None)
    household.left(client, timezone.localdate())
    acts = client.consents.values(*KEPT)
    ConsentProof.objects.bulk_create(ConsentProof(email=address_at(client, act["at"]), **act) for act in acts)
    client.delete()
    household.forget()
