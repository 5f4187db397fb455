"""Whose answers are these? What happens to the draft in a browser when somebody signs in there.

A browser may be shared. So answers that nobody has claimed go into a person's
file only when that person has proved their address and says that the answers
are theirs: before the code, with "Keep my answers in my file", or after it; or
had typed that same address into them. What was taken is said. Answers in
another person's file are let go of, never shown.
"""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language

from intake.account.confirm_email import client_of, same_address, take
from intake.common import client_ip
from intake.models import Client, Intake
from intake.questionnaire import draft

TAKEN, KEEP = "taken", "keep"


def wished(request: HttpRequest) -> None:
    """A code is asked for: remember whether it is to keep the answers in this browser, and which."""
    found = unclaimed(request) if KEEP in request.GET else None
    if found:
        request.session[KEEP] = str(found.token)
    else:
        request.session.pop(KEEP, None)


def arrived(request: HttpRequest, email: str, onward: HttpResponse) -> HttpResponse:
    """A person has just proved their address: open their file, and look at the answers in this browser."""
    client = opened(email)
    found = unclaimed(request)
    if found is None:
        return resume(client, onward)
    if request.session.pop(KEEP, None) == str(found.token) or same_address(typed_address(found), email):
        claim(client, found, ip=client_ip.address(request))
        request.session[TAKEN] = True
        return onward
    return redirect("my_file:answers")


def opened(email: str) -> Client:
    """The client with this address, which works; touched, so that their file is known to be in use."""
    with transaction.atomic():
        known = Client.objects.by_email(email).exists()
        client = client_of(email)
        if not known:
            client.language = (get_language() or client.language)[:2]
        client.undeliverable = ""
        client.save(update_fields=["language", "undeliverable", "updated"])
    return client


def unclaimed(request: HttpRequest) -> Intake | None:
    """The answers in this browser, if they have been begun and are in nobody's file."""
    found = draft.intake_of(request)
    return found if found and found.answers and found.client_id is None else None


def typed_address(intake: Intake) -> str:
    """The address given with the newest submission of these answers; empty where there is none."""
    last = intake.assessments.first()
    return (last.contact.get("email") or "") if last else ""


def claim(client: Client, found: Intake, ip: str | None) -> None:
    """Put answers that nobody has claimed, and what was scored from them, into a client's file."""
    with transaction.atomic():
        intake = Intake.objects.unclaimed().select_for_update().filter(pk=found.pk).first()
        if intake is None:
            return
        Intake.objects.filter(pk=intake.pk).update(client=client, updated=timezone.now())
        for assessment in intake.assessments.filter(client=None).reverse():
            take(client, assessment, ip)


def resume(client: Client, response: HttpResponse) -> HttpResponse:
    """Let this browser go on with the client's newest answers, and forget anybody else's."""
    newest = client.intakes.first()
    return draft.remember(response, newest.token) if newest else draft.let_go(response)


def left(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Somebody signed out: forget the answers, unless they are nobody's yet."""
    return response if unclaimed(request) else draft.let_go(response)
