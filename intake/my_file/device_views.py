"""Where the client is signed in, and ending it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from intake.account import claim_draft, devices
from intake.forms import post_redirect_get
from intake.models import Client
from intake.my_file.access import for_client
from intake.questionnaire import draft


@require_http_methods(["GET", "POST"])
@for_client
def list_devices(request: HttpRequest, client: Client) -> HttpResponse:
    """The browsers in which the client is signed in; a POST ends one, or all but this one."""
    if request.method == "POST":
        return end_asked(request, client)
    return render(
        request, "intake/my_file/devices.html", {"client": client, "browsers": devices.list_browsers(request)}
    )


def end_asked(request: HttpRequest, client: Client) -> HttpResponse:
    """End what was asked for; after all others no cookie of theirs leads to a draft of the file either."""
    done = post_redirect_get.redirect_done(request)
    if "others" not in request.POST:
        devices.end_posted(request)
        return done
    devices.end_others(request)
    unclaimed = claim_draft.get_unclaimed(request)
    for intake in client.intakes.all():
        draft.renew_token(intake)
    return done if unclaimed else claim_draft.resume_draft(client, done)
