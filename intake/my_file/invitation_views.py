"""The invitation in My file: that it came, the plan with its steps, the documents, and what became of it."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from intake.clients import invitation_steps, invitations
from intake.expiry.time_to_apply import get_days_to_apply
from intake.forms import post_redirect_get
from intake.forms.query_flags import DONE, add_flags
from intake.invitation.plan import build_plan, find_papers
from intake.models import Client, Invitation, Todo
from intake.my_file.access import for_client
from intake.my_file.forms import InvitedForm, OutcomeForm


@require_http_methods(["GET", "POST"])
@for_client
@post_redirect_get.clears_mistakes
def invitation(request: HttpRequest, client: Client) -> HttpResponse:
    """Asks whether IRCC invited the client; then the plan for the days that are left to apply."""
    newest = client.invitations.newest()
    form = post_redirect_get.get_form(request, partial(InvitedForm, client=client, invitation=newest))
    if form.is_valid():
        invitations.receive(client, form.came)
        return post_redirect_get.redirect_done(request)
    return post_redirect_get.render_form(
        request, form, "intake/my_file/invitation.html", lambda: describe(client, newest)
    )


def describe(client: Client, newest: Invitation | None) -> dict[str, Any]:
    """What the page shows of the newest invitation."""
    today = timezone.localdate()
    plan = build_plan(client, newest, today)
    context: dict[str, Any] = {"client": client, "newest": newest, "plan": plan, "today": today}
    context["days_to_apply"] = get_days_to_apply(today)
    return context | (find_papers(client, plan, today) if plan else {})


@require_http_methods(["GET", "POST"])
@for_client
@post_redirect_get.clears_mistakes
def invitation_over(request: HttpRequest, client: Client) -> HttpResponse:
    """What became of the newest invitation: applied, declined, lapsed; or nothing yet, where that was a mistake."""
    newest = client.invitations.newest()
    if newest is None:
        return redirect("my_file:invitation")
    form = post_redirect_get.get_form(request, partial(OutcomeForm, invitation=newest))
    if form.is_valid():
        invitations.end(client, newest, form.ended)
        return redirect(add_flags(reverse("my_file:invitation"), DONE))
    context: dict[str, Any] = {"client": client, "newest": newest}
    return post_redirect_get.render_form(request, form, "intake/my_file/invitation_over.html", lambda: context)


@require_POST
@for_client
def invitation_step(request: HttpRequest, client: Client, pk: int) -> HttpResponse:
    """Note a step of the client's own as done, or what they noted as not done after all."""
    mine = client.todos.filter(side=Todo.Side.CLIENT, invitation__outcome=Invitation.InvitationOutcome.OPEN)
    step = get_object_or_404(mine, pk=pk)
    if "undo" in request.POST:
        invitation_steps.take_up(mine.filter(pk=step.pk, done_by_client=True))
    else:
        mine.filter(pk=step.pk).finish(by_client=True)
    return redirect("my_file:invitation")
