"""The smaller pages of My file: alerts, IRCC's pool, the invitation, my data, leaving."""

import json
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from intake import again, consent_sources, draft, leaving, pool, visitor
from intake.choosing import AlertChoice
from intake.models import Client
from intake.my_file.access import of_client
from intake.my_file.address import MOVED
from intake.my_file.copying import everything, in_words
from intake.my_file.forms import InvitedForm, LeaveForm, PersonForm, PoolForm
from intake.my_file.plan import plan
from intake.result import saved
from intake.wording import CONSENT


@require_http_methods(["GET", "POST"])
@of_client
@again.mendable
def alerts(request: HttpRequest, client: Client) -> HttpResponse:
    """Which rounds to hear of."""
    form = again.form_of(request, partial(AlertChoice, client))
    if form.is_valid():
        language = get_language() or settings.LANGUAGE_CODE
        form.keep(language=language, source=consent_sources.MY_FILE, ip=visitor.address(request))
        return again.done(request)
    return again.page(request, form, "intake/my_file/alerts.html", lambda: {"client": client, "consent": CONSENT})


@require_http_methods(["GET", "POST"])
@of_client
@again.mendable
def in_pool(request: HttpRequest, client: Client) -> HttpResponse:
    """When the profile was submitted to IRCC, which decides between equal scores."""
    form = again.form_of(request, partial(PoolForm.of, client))
    if form.is_valid():
        pool.profile_submitted(client, form.moment)
        return again.done(request)
    return again.page(request, form, "intake/my_file/in_pool.html", lambda: {"client": client})


@require_http_methods(["GET", "POST"])
@of_client
@again.mendable
def invitation(request: HttpRequest, client: Client) -> HttpResponse:
    """That IRCC invited the client, and what to do in the sixty days from then."""
    form = again.form_of(request, partial(InvitedForm.of, client))
    if form.is_valid():
        pool.invited(client, form.cleaned_data["invited_on"])
        return again.done(request)

    def context() -> dict[str, Any]:
        return {"client": client, "plan": plan(client, timezone.localdate())}

    return again.page(request, form, "intake/my_file/invitation.html", context)


@require_http_methods(["GET", "POST"])
@of_client
@again.mendable
def data(request: HttpRequest, client: Client) -> HttpResponse:
    """What we keep, who opened it, how to take it along, correct it and delete it."""
    form = again.form_of(request, partial(PersonForm, instance=client))
    if form.is_valid():
        form.save()
        return again.done(request)

    def context() -> dict[str, Any]:
        return {"client": client, "views": client.views.all()[:100], "moved": request.session.pop(MOVED, False)}

    return again.page(request, form, "intake/my_file/data.html", context)


@require_GET
@of_client
def download(request: HttpRequest, client: Client) -> HttpResponse:
    """Everything in the file, as JSON."""
    text = json.dumps(everything(client), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return saved.file(text.encode(), "application/json; charset=utf-8", f"{client.reference}.json")


@require_GET
@of_client
def download_pdf(request: HttpRequest, client: Client) -> HttpResponse:
    """The same for reading, as a PDF; where none can be made, back to the page."""
    return saved.pdf(
        request, "intake/paper/my_file.html", in_words(client), client.reference, "intake/my_file/no_paper.html"
    )


@require_http_methods(["GET", "POST"])
@of_client
@again.mendable
def leave(request: HttpRequest, client: Client) -> HttpResponse:
    """Delete the file, once it is confirmed."""
    form = again.form_of(request, LeaveForm)
    context = {"client": client, "years": settings.RETENTION_PROOF_YEARS}
    if not form.is_valid():
        return again.page(request, form, "intake/my_file/leave.html", lambda: context)
    deleted = leaving.leave(client, language=get_language() or settings.LANGUAGE_CODE)
    logout(request)
    return draft.let_go(render(request, "intake/my_file/left.html", context | {"deleted": deleted}))
