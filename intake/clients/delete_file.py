"""Deleting a client's file: everything but the proof of consents, which the law wants kept."""

from django.db import transaction
from django.utils import timezone

from intake.clients import household
from intake.clients.applicant_user import sign_out_everywhere
from intake.consents import consent
from intake.models import Assessment, Client, ConsentProof, consent_sources
from intake.models.addresses import get_email_at

PROOF_FIELDS = ("given", "at", "wording", "language", "source", "ip")


def request_deletion(client: Client, *, language: str) -> bool:
    """Delete the file at the client's request; False where staff must first look at a professional record.

    Either way no more alerts are sent and every browser is signed out.
    """
    with transaction.atomic():
        if client.alerts:
            consent.withdraw(client, language=language, source=consent_sources.DELETION)
        sign_out_everywhere(client.email)
        # Once retained, the file is a record that the consultant must keep (`RETENTION_CLIENT_YEARS`).
        if client.retained_on is None:
            delete_client(client)
            return True
        client.deletion_asked_at = timezone.now()
        client.save(update_fields=["deletion_asked_at", "updated"])
    return False


def delete_with_account(client: Client) -> None:
    """Delete a file whose retention period is over, with its account."""
    with transaction.atomic():
        sign_out_everywhere(client.email)
        delete_client(client)


def delete_client(client: Client) -> None:
    """Delete a file; of its consents the proof stays, with the address it concerns and nothing else.

    An assessment that has moved to another client's file stays there, without these answers.
    """
    # Answers typed in a shared browser can have results in two files; deleting one must not cascade to the other.
    others = Assessment.objects.filter(intake__client=client).exclude(client=client).exclude(client=None)
    others.update(intake=None)
    household.end_household(client, timezone.localdate())
    acts = client.consents.values(*PROOF_FIELDS)
    ConsentProof.objects.bulk_create(ConsentProof(email=get_email_at(client, act["at"]), **act) for act in acts)
    client.delete()
    household.delete_empty_households()
