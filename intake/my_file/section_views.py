"""The smaller pages of My file: alerts, IRCC's pool, my data, leaving."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from intake.clients import delete_file, pool_profile
from intake.common import client_ip
from intake.common.languages import choose_letter_language
from intake.consents.preferences import PreferencesForm
from intake.consents.wording import CONSENT
from intake.data_copy.data_export import build_readable_copy, encode_copy, export_file
from intake.forms import post_redirect_get
from intake.models import Client, consent_sources
from intake.my_file.access import for_client
from intake.my_file.change_email_views import MOVED
from intake.my_file.forms import LeaveForm, OwnDetailsForm, PoolForm
from intake.questionnaire import draft
from intake.result import downloads


@require_http_methods(["GET", "POST"])
@for_client
@post_redirect_get.clears_mistakes
def alerts(request: HttpRequest, client: Client) -> HttpResponse:
    """Which rounds to hear of."""
    form = post_redirect_get.get_form(request, partial(PreferencesForm, client))
    if form.is_valid():
        language = choose_letter_language()
        # The network address is a part of the proof (CASL s. 13).
        form.keep(language=language, source=consent_sources.MY_FILE, ip=client_ip.find_client_ip(request))
        return post_redirect_get.redirect_done(request)
    return post_redirect_get.render_form(
        request, form, "intake/my_file/alerts.html", lambda: {"client": client, "consent": CONSENT}
    )


@require_http_methods(["GET", "POST"])
@for_client
@post_redirect_get.clears_mistakes
def in_pool(request: HttpRequest, client: Client) -> HttpResponse:
    """When the profile was submitted to IRCC, which decides between equal scores."""
    form = post_redirect_get.get_form(request, partial(PoolForm.for_client, client))
    if form.is_valid():
        pool_profile.record_submission(client, form.moment)
        return post_redirect_get.redirect_done(request)
    return post_redirect_get.render_form(request, form, "intake/my_file/in_pool.html", lambda: {"client": client})


@require_http_methods(["GET", "POST"])
@for_client
@post_redirect_get.clears_mistakes
def data(request: HttpRequest, client: Client) -> HttpResponse:
    """What we keep, who opened it, how to take it along, correct it and delete it."""
    form = post_redirect_get.get_form(request, partial(OwnDetailsForm, instance=client))
    if form.is_valid():
        form.keep()
        return post_redirect_get.redirect_done(request)

    def context() -> dict[str, Any]:
        return {"client": client, "views": client.views.all()[:100], "moved": request.session.pop(MOVED, False)}

    return post_redirect_get.render_form(request, form, "intake/my_file/data.html", context)


@require_GET
@for_client
def download(request: HttpRequest, client: Client) -> HttpResponse:
    """Everything in the file, as JSON."""
    return downloads.build_json_response(encode_copy(export_file(client)), client.reference)


@require_GET
@for_client
def download_pdf(request: HttpRequest, client: Client) -> HttpResponse:
    """The same for reading, as a PDF; where none can be made, back to the page."""
    return downloads.respond_with_pdf(
        request,
        "intake/paper/my_file.html",
        build_readable_copy(client),
        client.reference,
        downloads.build_origin(request, _("Back to my data"), "my_file:data"),
        "intake/my_file/no_paper.html",
    )


@require_http_methods(["GET", "POST"])
@for_client
@post_redirect_get.clears_mistakes
def leave(request: HttpRequest, client: Client) -> HttpResponse:
    """Delete the file, once it is confirmed."""
    form = post_redirect_get.get_form(request, LeaveForm)
    context = {
        "client": client,
        "years": settings.RETENTION_PROOF_YEARS,
        "answer_days": settings.DELETION_ANSWER_DAYS,
    }
    if not form.is_valid():
        return post_redirect_get.render_form(request, form, "intake/my_file/leave.html", lambda: context)
    deleted = delete_file.request_deletion(client, language=choose_letter_language())
    # Even where the file is kept for now: someone who asked to be forgotten does not stay signed in.
    logout(request)
    return draft.forget_draft(render(request, "intake/my_file/file_deleted.html", context | {"deleted": deleted}))
