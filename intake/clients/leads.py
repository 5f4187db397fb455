"""Telling the office of a lead: somebody whose answers came into a file of their own, and whom nobody looks after."""

from django.conf import settings

from intake.clients.messages import NewLead
from intake.models import Assessment, Client
from intake.outbox.letters import owe_once


def tell_office_of_lead(client: Client, assessment: Assessment) -> None:
    """Owe the office the news of a lead, once; what staff took down themselves is none."""
    if not settings.LEADS_TO or not client.is_nobodys:
        return
    if not (assessment.intake and assessment.intake.by_staff):
        # The reference is the key: one letter a file, however often answers come into it (record 0165).
        owe_once(NewLead, settings.LEADS_TO, client.reference, {}, client=client)
