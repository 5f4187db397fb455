"""One's own alerts, on and off."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from draws.outbox.unsubscribe_links import find_client
from intake.common import client_ip
from intake.common.languages import choose_letter_language
from intake.consents import consent
from intake.consents.preferences import EVERYTHING, PreferencesForm, save_wish
from intake.consents.wording import CONSENT
from intake.forms import post_redirect_get
from intake.models import Client
from intake.models.consent_sources import ALERTS_PAGE, ONE_CLICK


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_redirect_get.clears_mistakes
def alerts(request: HttpRequest, signed: str) -> HttpResponse:
    """One client's e-mail settings, by signed link: GET changes nothing, a button turns all of it off.

    Mail programs press the button for the person (RFC 8058): without a cookie or a token, so the link itself is the
    permission.
    """
    client = find_client(signed)
    # Without an address there is nothing to agree to: the link of a message from before is over, too.
    if client is None or not client.email:
        return stop_by_old_link(request, signed)
    # The form of the page posts its choice; its button and mail programs post none.
    button = request.method == "POST" and "choice" not in request.POST
    form = None if button else post_redirect_get.get_form(request, partial(PreferencesForm, client))
    if request.method != "POST" or (form and form.errors):
        return post_redirect_get.render_form(
            request, form, "draws/alerts.html", lambda: {"client": client, "consent": CONSENT}
        )
    if form:
        language = choose_letter_language()
        form.keep(language=language, source=ALERTS_PAGE, ip=client_ip.find_client_ip(request))
    else:
        turn_alerts(request, client)
    # No redirect for a mail program: a POST that is redirected may arrive as a GET, or not at all (RFC 8058).
    if "List-Unsubscribe" in request.POST:
        return HttpResponse(status=204)
    return post_redirect_get.redirect_done(request)


def stop_by_old_link(request: HttpRequest, signed: str) -> HttpResponse:
    """The page of a link that has ended: it still stops e-mails, for ever, and shows or changes nothing else."""
    client = find_client(signed, also_over=True)
    if client is None:
        raise Http404
    if request.method == "POST":
        stop_alerts(request, client)
        if "List-Unsubscribe" in request.POST:
            return HttpResponse(status=204)
        return post_redirect_get.redirect_done(request)
    return render(request, "draws/alerts_by_old_link.html", {"client": client})


def turn_alerts(request: HttpRequest, client: Client) -> None:
    """Everything on where that is asked for explicitly; otherwise everything off."""
    if request.POST.get("alerts") != "on":
        return stop_alerts(request, client)
    language, ip = choose_letter_language(), client_ip.find_client_ip(request)
    return save_wish(client, EVERYTHING, language=language, source=ALERTS_PAGE, ip=ip)


def stop_alerts(request: HttpRequest, client: Client) -> None:
    """Everything off; once, whoever presses the button twice."""
    language, ip = choose_letter_language(), client_ip.find_client_ip(request)
    # The no of somebody of whom no act is on record is kept as well.
    if client.alerts or not client.consents.exists():
        source = ONE_CLICK if "List-Unsubscribe" in request.POST else ALERTS_PAGE
        consent.withdraw(client, language=language, source=source, ip=ip)
