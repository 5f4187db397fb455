"""My file: the scores so far, the answers to go on with, and what else a client may do."""

from datetime import datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format  # noqa: A004 - its name in Django
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intake.account import claim_draft
from intake.account.confirmations import find_waiting, send_again
from intake.clients import changes
from intake.common import client_ip
from intake.data_copy.documents_seen import list_documents_seen as seen_of
from intake.forms.query_flags import DONE, TOO_MANY, add_flags
from intake.message_kinds import limits
from intake.models import Client, Intake
from intake.my_file.access import create_client, for_client, for_person
from intake.my_file.next_step import find_next_step
from intake.my_file.score_history import list_history
from intake.questionnaire import draft
from intake.questionnaire.profile_to_answers import build_first_answers
from intake.questionnaire.step_urls import get_url
from intake.questionnaire.steps import SECTIONS

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# The session's note that the answers were confirmed just now.
CHECKED = "answers_checked"


@require_GET
@for_client
def home(request: HttpRequest, client: Client) -> HttpResponse:
    """The file at a glance."""
    newest, today, history = client.intakes.first(), timezone.localdate(), list_history(client)
    begun, complete = newest is not None, newest is not None and draft.build_flow(newest).next is None
    result = history[0].assessment if history else None
    context = {
        "client": client,
        "history": history,
        "seen": seen_of(client, today),
        "begun": begun,
        "step": find_next_step(client, result, today, begun=begun, complete=complete),
        "complete": complete,
        "unchecked": client.intakes.unchecked().first(),
        "checked": request.session.pop(CHECKED, False),
        "taken": request.session.pop(claim_draft.TAKEN, False),
        "unclaimed": claim_draft.get_unclaimed(request),
        # Who is signed in has proved the address that the message goes to.
        "waiting": None if newest else find_waiting(client.email),
        "sent": DONE in request.GET,
        "too_many": TOO_MANY in request.GET,
    }
    return render(request, "intake/my_file/home.html", context)


@require_POST
@for_client
def resend(request: HttpRequest, client: Client) -> HttpResponse:
    """Owe the message that asks this address to confirm its answers again."""
    waiting = find_waiting(client.email)
    if waiting is None:
        return redirect("my_file:home")
    owed = send_again(waiting, limits.name_place(client_ip.find_client_ip(request)))
    return redirect(add_flags(reverse("my_file:home"), DONE if owed else TOO_MANY))


@require_http_methods(["GET", "POST"])
@for_person
def answers(request: HttpRequest, client: Client | None) -> HttpResponse:
    """Ask whether unclaimed answers in this browser are this person's; a first file is made with the answer."""
    found = claim_draft.get_unclaimed(request)
    if found is None:
        return redirect("my_file:home")
    if request.method != "POST":
        return render(request, "intake/my_file/answers.html", describe_unclaimed(found))
    is_theirs = request.POST.get("mine") == "yes"
    client = client or create_client(cast("User", request.user), found if is_theirs else None)
    if is_theirs:
        claim_draft.claim_intake(client, found, ip=client_ip.find_client_ip(request))
        request.session[claim_draft.TAKEN] = True
    return claim_draft.resume_draft(client, redirect("my_file:home"))


def describe_unclaimed(found: Intake) -> dict[str, object]:
    """A description of such answers: enough for a person to recognise their own, and nothing of their content."""
    flow = draft.build_flow(found)
    named = dict.fromkeys(SECTIONS[page.section] for page in flow.route if page.answered)
    return {"found": found, "named": list(named), "result": found.assessments.first()}


@require_POST
@for_client
def confirm_answers(request: HttpRequest, client: Client) -> HttpResponse:
    """Keep that the client found right what staff took down; as it is at this moment, not as it was changed since."""
    shown = request.POST.get("submitted_at")
    for pk, at in client.intakes.unchecked().values_list("pk", "submitted_at"):
        if at and format(at, "U") == shown:
            request.session[CHECKED] = confirm_submitted(client, pk, at)
    return redirect("my_file:home")


@transaction.atomic
def confirm_submitted(client: Client, pk: UUID, at: datetime) -> bool:
    """Note that answers are right as they were submitted at that moment; False where they have changed since."""
    # The page knows whole seconds; the exact moment keeps answers that changed in between from being confirmed.
    same, now = client.intakes.unchecked().filter(pk=pk, submitted_at=at), timezone.now()
    if not same.update(checked_at=now):
        return False
    changes.keep(client.pk, Intake(pk=pk), {"checked_at": ""}, {"checked_at": changes.write(now)})
    return True


@require_POST
@for_client
def go_on(request: HttpRequest, client: Client) -> HttpResponse:
    """Continue with the newest answers in this browser."""
    if claim_draft.get_unclaimed(request):
        return redirect("my_file:answers")
    # A file that came with a list has facts and no answers: it begins with what the facts say (record 0153).
    newest = client.intakes.first() or Intake.objects.create(
        client=client, language=client.language, answers=build_first_answers(client)
    )
    flow = draft.build_flow(newest)
    return draft.remember(redirect(get_url(flow.next)), newest.token)
