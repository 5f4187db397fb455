"""Confirming an e-mail address: one message with a signed link, then a button.

Until the button is pressed nothing of an existing client changes, and no page
says whether an address is known. What the button does is bound to the
submission: its address, name, language and consent were kept with it.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime

from intake.clients.standings import write_standings
from intake.common.mail import message
from intake.common.rate_limit import within
from intake.consents import consent, preferences
from intake.consents.wording import consent_wording
from intake.models import Assessment, Client, Intake, consent_sources

SALT = "intake.confirmation"
VALID = timedelta(days=7)
MESSAGES_AN_HOUR = 3


def send(assessment: Assessment) -> bool:
    """Send the message, unless the address or the draft has had its share of this hour."""
    contact = assessment.contact
    if not (allowed(contact["email"].lower()) and allowed(str(assessment.intake_id))):
        return False
    with translation.override(contact["language"]):
        link = settings.SITE_URL + reverse("intake:confirm", args=[signing.dumps(assessment.pk, salt=SALT)])
    words = {"link": link, "days": VALID.days, "name": contact["name"], "alerts": contact["alerts"]}
    message("intake/email/confirm", contact["email"], contact["language"], words).send()
    return True


def allowed(who: str) -> bool:
    """Count one more message to an address or of a draft; False when it is too many in an hour."""
    return within("confirmation", who, MESSAGES_AN_HOUR)


def opened(signed: str) -> Assessment | None:
    """The assessment a link was made for; None for a link too old or not ours."""
    try:
        pk = signing.loads(signed, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    return Assessment.objects.filter(pk=pk).first()


def claim(assessment: Assessment, ip: str | None) -> Client:
    """The address is the person's own: find or make the client, write facts, consent and standings.

    Twice is the same as once. Answers that are in somebody's file already stay there.
    """
    with transaction.atomic():
        assessment = Assessment.objects.select_for_update(of=("self",)).select_related("client").get(pk=assessment.pk)
        if assessment.client:
            return assessment.client
        client = client_of(assessment.contact["email"])
        Client.objects.filter(pk=client.pk).update(undeliverable="")
        take(client, assessment, ip)
        Intake.objects.unclaimed().filter(assessments=assessment).update(client=client)
    return client


def take(client: Client, assessment: Assessment, ip: str | None) -> None:
    """Put a submission into a client's file, inside the caller's transaction."""
    if not client.assessments.filter(created__gt=assessment.created).exists():
        take_over(client, assessment)
    agree(client, assessment, ip)
    Assessment.objects.filter(pk=assessment.pk).update(client=client)
    write_standings(client, timezone.localdate())


def client_of(email: str) -> Client:
    """The client with this address, locked; made where there is none."""
    found = Client.objects.by_email(email).select_for_update()
    try:
        with transaction.atomic():
            return found.first() or Client.objects.create(email=email)
    except IntegrityError:
        return found.get()


def take_over(client: Client, assessment: Assessment) -> None:
    """Let the client's file say what this submission says."""
    before = client.assessments.first()
    client.facts = assessment.facts
    client.profile_submitted_at = pool_time(client, assessment, before)
    client.language = assessment.contact["language"]
    client.name = assessment.contact["name"] or client.name
    client.save(update_fields=["facts", "profile_submitted_at", "language", "name", "updated"])


def pool_time(client: Client, assessment: Assessment, before: Assessment | None) -> datetime | None:
    """When the profile entered the pool: the file says it, unless the answers about it are new."""
    said = assessment.facts["profile_submitted_at"]
    if said == (before.facts.get("profile_submitted_at") if before else None):
        return client.profile_submitted_at
    return parse_datetime(said) if said else None


def agree(client: Client, assessment: Assessment, ip: str | None) -> None:
    """Keep the proof of consent, if the box was ticked for the client's own address.

    Who gets e-mails already goes on getting the kinds they chose.
    """
    contact = assessment.contact
    if not (contact["alerts"] and same_address(contact["email"], client.email)):
        return
    language, source = contact["language"], consent_sources.SUBMITTED % {"reference": assessment.reference}
    if client.alerts:
        consent.give(client, wording=consent_wording(language), language=language, source=source, ip=ip)
    else:
        preferences.choose(client, preferences.EVERYTHING, language=language, source=source, ip=ip)


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are one person's."""
    return one.strip().lower() == other.strip().lower()
