"""Moving a file to another e-mail address: by its client, who proves the new one, or by staff.

The file is found by its address alone (`Client.objects.owned_by`), so after the move it opens to whoever reads the new
mailbox and no longer to whoever reads the old one. Every browser that was signed in with either address is signed
out.
"""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from intake.account.confirm_email import is_same_email
from intake.account.messages import AddressChanged
from intake.clients import working_address
from intake.clients.applicant_user import sign_out_everywhere
from intake.message_kinds.letters import owe
from intake.models import AddressChange, Client
from intake.questionnaire import draft


def find_owner(email: str) -> Client | None:
    """Whose file has this address; None where it is free."""
    return Client.objects.by_email(email).first()


def move_file(client: Client, email: str) -> AddressChange | None:
    """Move the client's file to an address that they have proved; None where another file has it."""
    try:
        with transaction.atomic():
            # Only the unique constraint decides: asking `find_owner` first would leave a gap for somebody faster.
            locked = Client.objects.select_for_update().get(pk=client.pk)
            was, refused = locked.email, locked.undeliverable
            locked.email, locked.undeliverable = email, ""
            locked.save(update_fields=["email", "undeliverable", "updated"])
            return record_move(locked, was, refused)
    except IntegrityError:
        return None


def record_move(client: Client, was: str, refused: str, by: User | None = None) -> AddressChange:
    """Record that a file has a new address, correct it in the answers, and end all sessions of both addresses.

    `was` is empty where the file had none; that of the client is, where it has none any more. `refused`: the word of a
    mail server that the old one does not work, which no longer counts.
    """
    working_address.note_moved(client, was, refused, by)
    for intake in client.intakes.all():
        if was and is_same_email(intake.answers.get("contact", {}).get("email", ""), was):
            intake.answers["contact"]["email"] = client.email
            intake.save(update_fields=["answers"])
        # Browsers of the old owner hold the token in a cookie, which needs no sign-in.
        draft.renew_token(intake)
    # Links to an appointment name its address: those in the old mailbox end, and the reminder goes to the new one.
    for rows in (client.consultations.all(), client.enquiries.all()):
        rows.filter(email=was).update(email=client.email)
    for email in (was, client.email):
        sign_out_everywhere(email)
    change = AddressChange.objects.create(client=client, was=was, now=client.email, by=by, by_staff=by is not None)
    owe(AddressChanged.find_due(change))
    return change
