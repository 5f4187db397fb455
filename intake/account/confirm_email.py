"""Confirming an e-mail address: one message with a signed link, then a button.

Until the button is pressed nothing of an existing client changes, and no page says whether an address is known. The
button acts on the submission that the link was made for: its address, name, language and consent were saved with it;
and on what the same draft says beside it with the same ones.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from intake.clients import changes, working_address
from intake.clients.contact import CONTACT, take_contact
from intake.clients.messages import NewLead
from intake.clients.standings import write_standings
from intake.common import signed_links
from intake.common.signed_links import Purpose
from intake.common.sources import QUESTIONNAIRE
from intake.consents import consent, preferences
from intake.consents.wording import render_dated_wording
from intake.message_kinds import letters
from intake.models import Assessment, Client, Intake, consent_sources, new_reference
from intake.questionnaire import draft
from intake.webhooks.owe import owe_new_file

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LINK_VALID_FOR = timedelta(days=7)


class EnteredBy(NamedTuple):
    """Which member of staff entered answers for their client, and from which source."""

    member: "User"
    source: str


def make_link(assessment: Assessment) -> str:
    """Return the signed part of the link that confirms the address of a submission."""
    ends = timezone.now() + LINK_VALID_FOR
    return signed_links.sign_link(Purpose.CONFIRM, assessment.reference, assessment.contact["email"], ends)


def read_link(signed: str) -> Assessment | None:
    """Return the assessment that a link was made for; None for a link that has expired or is not ours."""
    link = signed_links.read_link(Purpose.CONFIRM, signed)
    found = Assessment.objects.filter(reference=link.reference).first() if link else None
    return found if link and found and signed_links.is_of(link, found.contact.get("email", "")) else None


def confirm_submission(assessment: Assessment, ip: str | None) -> Client:
    """Confirm that the address is the person's own: find or create the client, save facts, consent and standings.

    With it what else its draft says for the same address (`find_alike`). Idempotent. Answers that are in a file
    already stay there.
    """
    with transaction.atomic():
        alike = lock_alike(assessment.pk)
        assessment = Assessment.objects.select_related("client").get(pk=assessment.pk)
        if assessment.client:
            return assessment.client
        email, reference = assessment.contact["email"], assessment.find_free_reference()
        language = assessment.contact["language"]
        client = get_or_create_client(email, reference, source=name_source(assessment), language=language)
        note_proved(client)
        # Facts, consent and standings in the transaction that makes the client: no file is ever half confirmed
        # (record 0016).
        # The newest last and with the draft, which has another key once it is claimed.
        for one in alike[:-1]:
            put_in_file(client, one, ip)
        take_submission(client, alike[-1], ip)
    return client


def lock_alike(key: int) -> list[Assessment]:
    """What a link confirms that was made for the submission of this key, oldest first; in the caller's transaction."""
    # Locked: a link that is opened twice at once puts the submission into the file once. By their keys: the links of
    # two of them at once wait for each other, and end no transaction.
    rows = Assessment.objects.get(pk=key).find_alike().select_for_update().order_by("pk")
    return sorted(rows, key=lambda one: (one.created, one.pk))


def note_proved(client: Client) -> None:
    """A link in a letter to the client's address was read: it works, and such letters are of the file."""
    working_address.note_read(client)
    letters.put_in_file(client)


def take_submission(client: Client, assessment: Assessment, ip: str | None) -> None:
    """Put a submission and the answers that it comes from into a client's file; the caller holds the transaction."""
    put_in_file(client, assessment, ip)
    claimed = Intake.objects.unclaimed().filter(assessments=assessment).first()
    if claimed:
        Intake.objects.filter(pk=claimed.pk).update(client=client)
        # Whoever typed the answers need not be whose address it is: their cookie must not open the file's draft.
        draft.renew_token(claimed)


def put_in_file(client: Client, assessment: Assessment, ip: str | None, entered_by: EnteredBy | None = None) -> None:
    """Put a submission into a client's file; the caller holds the transaction. Without `entered_by`, the client did."""
    # An older link may be opened last; it must not put older facts in the place of newer ones.
    if not client.assessments.filter(created__gt=assessment.created).exists():
        copy_to_client(client, assessment, entered_by)
    record_consent(client, assessment, ip)
    Assessment.objects.filter(pk=assessment.pk).update(client=client)
    write_standings(client, timezone.localdate())
    letters.owe(NewLead.find_due(client, assessment))


def get_or_create_client(email: str, reference: str = "", *, source: str = "", language: str = "") -> Client:
    """Return the client with this address, locked; created where there is none, under this reference if it is free.

    Of one that is created: `source`, by which word or door they came, and the language in which they write.
    """
    found = Client.objects.by_email(email).select_for_update()
    known = {"email": email, "source": source} | ({"language": language} if language else {})
    try:
        with transaction.atomic():
            return found.first() or create_own(reference, **known)
    except IntegrityError:
        # The address, or the reference, was taken by another request between the look and the insert.
        return found.first() or create_own(**known)


def create_own(reference: str = "", **known: str) -> Client:
    """The new file of somebody who came by themselves, which its history says; of what staff add, the admin does."""
    client = create_client(reference=reference, **known)
    changes.keep(client.pk, client, {}, {changes.CREATED: str(True)})
    return client


def name_source(assessment: Assessment) -> str:
    """By which word somebody came to the questions; without one, that they came by the questions."""
    return (assessment.intake.source if assessment.intake else "") or QUESTIONNAIRE


def create_client(*, reference: str = "", **known: str) -> Client:
    """The new file of somebody of whom this is known; other programs of the firm are told of it.

    `reference`: what the person was told of already, with a result.
    """
    client = Client.objects.create(reference=reference or new_reference(), **known)
    owe_new_file(client)
    return client


def copy_to_client(client: Client, assessment: Assessment, entered_by: EnteredBy | None = None) -> None:
    """Copy what the submission says into the client's row, and keep what that said before."""
    was, before = changes.read_file(client), client.assessments.first()
    client.take_facts(assessment.facts)
    client.profile_submitted_at = choose_pool_time(client, assessment, before)
    take_contact(client, assessment.contact)
    client.save(update_fields=["facts", "stood_until", "profile_submitted_at", *CONTACT, "updated"])
    by, source = entered_by or (None, "")
    changes.keep_file_change(client, was, by, source)


def choose_pool_time(client: Client, assessment: Assessment, before: Assessment | None) -> datetime | None:
    """When the profile entered the pool: as the file has it, unless the answer changed since the last submission."""
    # The file may know the time better than the form, from My file or from staff.
    entered_pool = assessment.facts.get("profile_submitted_at")
    if entered_pool == (before.facts.get("profile_submitted_at") if before else None):
        return client.profile_submitted_at
    return parse_datetime(entered_pool) if entered_pool else None


def record_consent(client: Client, assessment: Assessment, ip: str | None) -> None:
    """Record the consent, if the box was ticked for the client's own address.

    Whoever receives e-mails already keeps the kinds that they chose.
    """
    contact = assessment.contact
    # A box ticked beside another address proves nothing about this one.
    if not (contact["alerts"] and is_same_email(contact["email"], client.email)):
        return
    language, source = contact["language"], consent_sources.SUBMITTED % {"reference": assessment.reference}
    if client.alerts:
        consent.give(client, wording=render_dated_wording(language), language=language, source=source, ip=ip)
    else:
        preferences.save_wish(client, preferences.EVERYTHING, language=language, source=source, ip=ip)


def is_same_email(one: str, other: str) -> bool:
    """Whether two addresses differ only in case and spaces."""
    return one.strip().lower() == other.strip().lower()
