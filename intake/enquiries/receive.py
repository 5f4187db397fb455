"""Taking an enquiry in: limits, the message that asks to confirm the address, and its way into a file.

Nothing that was typed leaves in a message: the office is told that there is an enquiry, and reads it at its desk.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from intake.account.confirm_email import confirm_submission, get_or_create_client, note_proved, take_submission
from intake.clients import changes
from intake.clients.contact import take_telephone
from intake.common.sources import ENQUIRY
from intake.enquiries.messages import ConfirmEnquiry, NewEnquiry
from intake.message_kinds import limits
from intake.message_kinds.letters import owe
from intake.models import Assessment, Client, Enquiry
from intake.webhooks.owe import owe_new_enquiry

DAY = timedelta(days=1)


def receive(enquiry: Enquiry, owner: Client | None) -> bool:
    """Save an enquiry, and owe the message by which its address is confirmed; False where there were too many.

    `owner`: the signed-in client, whose own address needs no message.
    """
    with transaction.atomic():
        if not may_ask(enquiry.place):
            return False
        is_owner = owner is not None and owner.email == enquiry.email
        # Asked before it is saved: an enquiry whose address can't be confirmed would wait in vain.
        if enquiry.email and not is_owner and not limits.may_owe(ConfirmEnquiry, enquiry.email, enquiry.place):
            return False
        enquiry.save()
        if owner and is_owner:
            put_in_file(enquiry, owner, None)
        elif enquiry.email:
            owe(ConfirmEnquiry.find_due(enquiry))
        # A number needs no confirmation: whoever gave no address must be called all the same.
        if enquiry.telephone and not is_owner:
            owe(NewEnquiry.find_due(enquiry))
            # A file tells of itself when it is made; a call without one is a lead at once (record 0116).
            if not enquiry.email:
                owe_new_enquiry(enquiry.reference)
    return True


def may_ask(place: str) -> bool:
    """Whether one more enquiry is taken from this network, and by the site, today; 0: any number."""
    today = Enquiry.objects.filter(created__gt=timezone.now() - DAY)
    own, all_of_them = settings.ENQUIRIES_FROM_PLACE_A_DAY, settings.ENQUIRIES_OF_SITE_A_DAY
    if place and own and today.filter(place=place).count() >= own:
        return False
    return not all_of_them or today.count() < all_of_them


def confirm_enquiry(enquiry: Enquiry, ip: str | None) -> None:
    """Put an enquiry whose address is the person's own into their file, made where there is none. Idempotent."""
    with transaction.atomic():
        locked = Enquiry.objects.select_for_update(of=("self",)).filter(pk=enquiry.pk, client=None).first()
        if locked is None:
            return
        reference, source = find_told_reference(locked), locked.source or ENQUIRY
        client = get_or_create_client(locked.email, reference, source=source, language=locked.language)
        note_proved(client)
        put_in_file(locked, client, ip)


def put_in_file(enquiry: Enquiry, client: Client, ip: str | None) -> None:
    """The enquiry, and the result that goes with it, are the client's; the office is told."""
    enquiry.client, enquiry.confirmed_at = client, timezone.now()
    enquiry.save(update_fields=["client", "confirmed_at"])
    was = changes.read_file(client)
    # What somebody typed into this one form must not replace what a whole intake has said.
    if not client.assessments.exists():
        client.name, client.language = client.name or enquiry.name, enquiry.language
    take_telephone(client, enquiry.telephone)
    # Saved in any case: a file that somebody asks from is in use.
    client.save(update_fields=["name", "language", "telephone", "other_telephone", "updated"])
    changes.keep_file_change(client, was)
    take_result(enquiry, ip)
    owe(NewEnquiry.find_due(enquiry))


def put_call_in_file(enquiry: Enquiry, client: Client) -> None:
    """Staff took the call of somebody who left a number alone: it is in the file, with its result. Idempotent."""
    with transaction.atomic():
        nobodys = Enquiry.objects.select_for_update(of=("self",)).filter(pk=enquiry.pk, client=None, email="")
        if (locked := nobodys.first()) is None:
            return
        locked.client = client
        locked.save(update_fields=["client"])
        was = changes.read_file(client)
        # As of an appointment: one short form must not replace what a whole intake has said.
        if not client.assessments.exists():
            client.language = locked.language
        client.save(update_fields=["language", "updated"])
        # The client chose it, whoever takes the call.
        changes.keep_file_change(client, was)
        if made := find_nobodys_result(locked):
            take_submission(client, made, None)


def find_told_reference(enquiry: Enquiry) -> str:
    """The reference of the result that goes with an enquiry, for a file of the same person; empty without one."""
    made = enquiry.assessment
    if made is None or made.client_id or (made.contact.get("email") or enquiry.email) != enquiry.email:
        return ""
    return made.find_free_reference()


def find_nobodys_result(enquiry: Enquiry) -> Assessment | None:
    """The result that goes with an enquiry, locked, if it is in no file and waits for no message to be confirmed."""
    nobodys = Assessment.objects.select_for_update(of=("self",)).filter(client=None)
    made = nobodys.filter(pk=enquiry.assessment_id or 0).first()
    return None if made is None or made.contact.get("email") else made


def take_result(enquiry: Enquiry, ip: str | None) -> None:
    """Put a result that was given without an address into the file; agreeing to alerts is another matter."""
    made = find_nobodys_result(enquiry)
    if made is None:
        return
    # The box of the enquiry let the firm read the result; to alerts nobody agreed (record 0116).
    contact = {"email": enquiry.email, "name": enquiry.name, "language": enquiry.language, "alerts": False}
    Assessment.objects.filter(pk=made.pk).update(contact=contact)
    confirm_submission(made, ip)
