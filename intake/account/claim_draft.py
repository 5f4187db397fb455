"""What happens to the draft in a browser when somebody signs in there.

A browser may be shared. So unclaimed answers go into a person's file only when that person has proved their address
and says that the answers are theirs: before the code, with "Keep my answers in my file", or after it; or had typed
that same address into them. The person is told what was taken. Answers that belong to another person's file
are dropped from the browser and never shown.
"""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from intake.account.confirm_email import get_or_create_client, is_same_email, put_in_file
from intake.clients import working_address
from intake.common import client_ip
from intake.common.languages import choose_letter_language
from intake.common.sources import QUESTIONNAIRE
from intake.models import Client, Intake
from intake.questionnaire import draft, session_confirmation

TAKEN, KEEP = "taken", "keep"


def note_wish_to_keep(request: HttpRequest) -> None:
    """When a code is requested, remember in the session whether the draft in this browser is to be kept, and which."""
    found = get_unclaimed(request) if KEEP in request.GET else None
    if found:
        request.session[KEEP] = str(found.token)
    else:
        request.session.pop(KEEP, None)


def open_file(request: HttpRequest, email: str, onward: HttpResponse) -> HttpResponse:
    """Open the file of a person who has just proved their address, and decide about the draft in this browser.

    `onward` is the response of the sign-in; the person is asked about answers that may be another's.
    """
    session_confirmation.forget_confirmed(request)
    found = get_unclaimed(request)
    if found is None:
        return resume_draft(get_client_in_use(email), onward)
    # The token too, not only the wish: the browser may hold another draft by the time the code is entered.
    if request.session.pop(KEEP, None) == str(found.token) or is_same_email(get_typed_email(found), email):
        client = get_client_in_use(email, found)
        claim_intake(client, found, ip=client_ip.find_client_ip(request))
        request.session[TAKEN] = True
        return resume_draft(client, onward)
    # Somebody who has no file yet gets one by answering, under the reference that they know already (record 0189).
    if Client.objects.by_email(email).exists():
        get_client_in_use(email)
    return redirect("my_file:answers")


def get_client_in_use(email: str, found: Intake | None = None) -> Client:
    """Return the client with this address; created where there is none, under the reference of this draft's result.

    Saved in any case: that restarts the retention period and marks the address as one that works.
    """
    with transaction.atomic():
        reference, language = found.find_free_reference() if found else "", choose_letter_language()
        client = get_or_create_client(email, reference, source=QUESTIONNAIRE, language=language)
        # A line for each sign-in would say nothing: only that letters are sent again does.
        if client.undeliverable:
            working_address.note_read(client)
            client.undeliverable = ""
        client.save(update_fields=["updated"])
    return client


def get_unclaimed(request: HttpRequest) -> Intake | None:
    """Return the draft in this browser, if it has answers and belongs to no file."""
    found = draft.read_draft(request).intake
    return found if found and found.answers and found.client_id is None else None


def get_typed_email(intake: Intake) -> str:
    """Return the address given with the newest submission of this draft; empty where there is none."""
    last = intake.assessments.first()
    return (last.contact.get("email") or "") if last else ""


def claim_intake(client: Client, found: Intake, ip: str | None) -> None:
    """Put an unclaimed draft and its assessments into a client's file; nothing if it was claimed meanwhile."""
    with transaction.atomic():
        # Locked and checked again: the link in the message may be opened while this browser signs in.
        intake = Intake.objects.unclaimed().select_for_update().filter(pk=found.pk).first()
        if intake is None:
            return
        Intake.objects.filter(pk=intake.pk).update(client=client, updated=timezone.now())
        draft.renew_token(intake)
        # Oldest first, as they were submitted, so that the newest one decides what the file says.
        for assessment in intake.assessments.filter(client=None).reverse():
            put_in_file(client, assessment, ip)


def resume_draft(client: Client, response: HttpResponse) -> HttpResponse:
    """Let this browser continue with the client's newest answers, and forget anybody else's."""
    newest = client.intakes.first()
    return draft.remember(response, newest.token) if newest else draft.forget_draft(response)


def forget_after_sign_out(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """After a sign-out, forget the draft of this browser, unless it is still unclaimed."""
    # What is in no file yet is reached by the cookie alone: without it the answers would be lost (record 0008).
    return response if get_unclaimed(request) else draft.forget_draft(response)
