"""The one way to delete a client's file: all of it goes but the proof of consents, which the law wants kept."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from intake.clients import household
from intake.clients.applicant_user import find_accounts, sign_out_everywhere
from intake.clients.sessions import delete_sessions
from intake.common.folding import fold
from intake.common.restore_journal import JournalAct, note_promises
from intake.common.telephone_numbers import normalize_telephone
from intake.consents import consent, following
from intake.models import (
    PROOF_FIELDS,
    Assessment,
    Client,
    ConsentProof,
    Consultation,
    DeletionRequest,
    Enquiry,
    FirmTestimonial,
    ImportRow,
    Intake,
    KeptResult,
    Letter,
    Paper,
    consent_sources,
)
from intake.models.addresses import get_email_at
from intake.querysets import AssessmentQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Way, Answer = DeletionRequest.RequestWay, DeletionRequest.Answer


def request_deletion(client: Client, *, language: str) -> bool:
    """Delete the file at the client's request; False where staff must first look at a professional record.

    Either way no more alerts are sent and every browser is signed out.
    """
    with transaction.atomic():
        record_request(client, Way.MY_FILE, language=language)
        # Once retained, the file is a record that the consultant must keep (`RETENTION_CLIENT_YEARS`).
        if client.retained_on is None:
            delete_with_account(client)
            return True
        sign_out_everywhere(client.email)
    return False


def record_request(client: Client, way: str, *, language: str, by: "User | None" = None) -> DeletionRequest:
    """Stop the e-mails, and put the request into the staff's queue; one that is open already stays as it is."""
    with transaction.atomic():
        if client.alerts:
            consent.withdraw(client, language=language, source=consent_sources.DELETION)
        request, made = DeletionRequest.objects.get_or_create(
            client=client, answered_at=None, defaults={"way": way, "entered_by": by}
        )
        note_promises(JournalAct.ASKED, [client.reference] if made else [])
    return request


def delete_by_staff(client: Client, by: "User") -> None:
    """A member of staff deletes a file, with its account; who did, and whether it was asked for, stays on record."""
    with transaction.atomic():
        if not client.deletion_requests.open().exists():
            DeletionRequest.objects.create(client=client, way=Way.FIRM, entered_by=by)
        client.deletion_requests.open().update(answered_by=by)
        delete_with_account(client)


def keep_file(client: Client, by: "User", reason: str) -> None:
    """Answer the open request of a client: the file is kept, and why."""
    answered = {"answered_at": timezone.now(), "answered_by": by, "answer": Answer.KEPT, "reason": reason}
    client.deletion_requests.open().update(**answered)


def delete_with_account(client: Client) -> None:
    """Delete a file and its account."""
    with transaction.atomic():
        delete_client(client)
        sign_out_everywhere(client.email)


def delete_client(client: Client) -> None:
    """Delete a file; of its consents the proof stays, with the address it concerns and nothing else.

    An assessment that has moved to another client's file stays there, without these answers.
    """
    with transaction.atomic():
        if not lock_file(client):
            return
        addresses = list_addresses(client)
        part_from_other_files(client, addresses)
        household.end_household(client, timezone.localdate())
        # All of what follows reads rows that the deletion takes with it.
        save_proofs(client)
        close_requests(client)
        forget_traces(client, addresses)
        # Kept outside the database, because a backup of an earlier day brings the file back (record 0072).
        note_promises(JournalAct.DELETED, [client.reference])
        delete_rows(client)
        # Of a PDF only a digest is known, which does not say whose it is: all go, and are made again when asked for.
        Paper.objects.all().delete()
        household.delete_empty_households()


def delete_rows(client: Client) -> None:
    """Delete a file that is locked, with all that hangs on it; again, once, where something came in meanwhile."""
    file = Client.objects.filter(pk=client.pk)
    try:
        with transaction.atomic():
            file.delete()
            check_references()
    # What names a result and not the file, as a scenario does, does not wait for the lock; now it is seen.
    except IntegrityError:
        file.delete()


def check_references() -> None:
    """Raise `IntegrityError` now, and not at the commit, where a row is left that names a deleted one."""
    # SQLite, on which one writes at a time, would look through every table.
    if connection.vendor == "postgresql":
        connection.check_constraints()


def delete_unworked(clients: Sequence[Client]) -> None:
    """Delete files that a list brought in and nobody worked on; the caller has locked them.

    Of their consents the proof stays. What the same address left on the site before is not touched.
    """
    with transaction.atomic():
        # Before the rows go: the proof is made from them.
        for client in clients:
            save_proofs(client)
        # Outside the database, because a backup of an earlier day brings the files back (record 0072).
        note_promises(JournalAct.DELETED, [client.reference for client in clients])
        forget_history(clients)
        Client.objects.filter(pk__in=[client.pk for client in clients]).delete()


def lock_file(client: Client) -> bool:
    """Lock a file and its drafts, so that nothing new comes into it meanwhile; False where it is deleted already."""
    # The file before its drafts, as a submission locks them. Lists, because a queryset that nobody reads locks nothing.
    found = list(Client.objects.select_for_update().filter(pk=client.pk).values_list("pk"))
    list(Intake.objects.select_for_update().filter(client__in=[pk for (pk,) in found]).values_list("pk"))
    return bool(found)


def list_addresses(client: Client) -> list[str]:
    """Every address that the file has or had; without any, what others left without one stays theirs."""
    every = [client.email, *client.address_changes.values_list("was", flat=True)]
    return [address for address in every if address]


def part_from_other_files(client: Client, addresses: list[str]) -> None:
    """Keep what belongs to other files, without this person's answers and contact data."""
    # Answers typed in a shared browser can have results in two files; deleting one must not cascade to the other.
    others = Assessment.objects.exclude(client=client).exclude(client=None)
    forget_rendered(others.filter(intake__client=client)).update(intake=None)
    for address in addresses:
        forget_rendered(others.filter(contact__email__iexact=address)).update(contact={})


def forget_rendered(results: AssessmentQuerySet[Assessment]) -> AssessmentQuerySet[Assessment]:
    """These results, of which nothing rendered is kept any more: the answers or the name stand in it."""
    KeptResult.objects.filter(assessment__in=results).delete()
    return results


def save_proofs(client: Client) -> None:
    """Keep the proof of every act of consent."""
    # Whoever says that they had consent must prove it (CASL s. 13), also after the file is gone.
    acts = client.consents.values(*PROOF_FIELDS)
    ConsentProof.objects.bulk_create(ConsentProof(email=get_email_at(client, act["at"]), **act) for act in acts)


def close_requests(client: Client) -> None:
    """Every request for this file's deletion is met; none keeps a reason, which may speak of the person."""
    client.deletion_requests.open().update(answered_at=timezone.now(), answer=Answer.DELETED)
    client.deletion_requests.update(reason="")


def forget_traces(client: Client, addresses: list[str]) -> None:
    """What is about the person and hangs on no row of the file: drafts, imports, letters, history, sessions."""
    forget_numbers(client, addresses)
    for address in addresses:
        ImportRow.objects.filter(email__iexact=address).delete()
        Intake.objects.unclaimed().filter(answers__contact__email__iexact=address).delete()
        # What is in another file is that person's, as a letter to an address that was theirs too.
        own = Q(client=None) | Q(client=client)
        Letter.objects.filter(own, to__iexact=address).delete()
        Enquiry.objects.filter(own, email__iexact=address).delete()
        Consultation.objects.filter(own, email__iexact=address).delete()
        following.forget_address(address, source=consent_sources.DELETION)
    forget_testimonials(client)
    forget_history([client])
    # Of every address that the file had: an account under a former one is the same person's.
    accounts = [pk for address in addresses for pk in find_accounts(address).values_list("pk", flat=True)]
    delete_sessions(accounts, addresses)


def forget_numbers(client: Client, addresses: list[str]) -> None:
    """What stands in no file and is about one of the person's numbers: import rows, enquiries, held consultations.

    Where another file has the number too, what was left under another name, or under none, may be that person's.
    """
    for number in filter(None, (client.telephone, client.other_telephone)):
        shared = Client.objects.with_number(number).exclude(pk=client.pk).exists()
        if not shared:
            ImportRow.objects.filter(email=number).delete()
        for model in (Enquiry, Consultation):
            rows = model._default_manager.filter(client=None).exclude(telephone="")
            # Compared here: the number stands as it was typed, in no one form that a query could find.
            left = rows.values_list("pk", "telephone", "name", "email")
            found = [
                pk
                for pk, typed, name, email in left
                if is_number(typed, number)
                and (not shared or fold(name) == fold(client.name) != "")
                and not is_anothers(email, addresses)
            ]
            rows.filter(pk__in=found).delete()


def is_number(typed: str, number: str) -> bool:
    """Whether what somebody typed, as they typed it, is this number."""
    try:
        return normalize_telephone(typed) == number
    except ValidationError:
        return False


def is_anothers(email: str, addresses: list[str]) -> bool:
    """Whether an address is that of a file, and none of these."""
    return email.lower() not in map(str.lower, addresses) and Client.objects.by_email(email).exists()


def forget_testimonials(client: Client) -> None:
    """What the person wrote of the firm leaves the site with the file, and so does what the admin keeps of it."""
    rows = FirmTestimonial.objects.filter(reference=client.reference)
    kind = ContentType.objects.get_for_model(FirmTestimonial)
    LogEntry.objects.filter(content_type=kind, object_id__in=[str(row.pk) for row in rows]).delete()
    # Of one that was deleted before, or is of no file any more, nobody knows whose name the admin kept.
    LogEntry.objects.filter(content_type=kind).update(object_repr=F("object_id"))
    rows.delete()


def forget_history(clients: Sequence[Client]) -> None:
    """Delete what the admin keeps of changes: it names the row by a number in text, which no foreign key deletes."""
    kind = ContentType.objects.get_for_model(Client)
    LogEntry.objects.filter(content_type=kind, object_id__in=[str(client.pk) for client in clients]).delete()
