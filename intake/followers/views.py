"""The pages on which rounds are followed by an address alone."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from intake.common.client_ip import find_client_ip
from intake.common.languages import choose_letter_language
from intake.common.signed_links import Purpose
from intake.consents import following as consents
from intake.followers import data, receive
from intake.followers.forms import FollowForm, KindsForm, read_kind
from intake.followers.links import build_link, find_follower, is_ours
from intake.forms import post_redirect_get
from intake.message_kinds import limits
from intake.models import Follower
from intake.models.consent_sources import FOLLOW_ONE_CLICK, FOLLOW_PAGE
from intake.questionnaire.draft_contact import read_contact

# What the page says next: look into the mail, that there were too many, or that it is over.
OUTCOMES = ("confirm", "often", "stopped")
OVER = "intake/followers/expired_link.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_redirect_get.clears_mistakes
def follow(request: HttpRequest) -> HttpResponse:
    """Ask to be told of rounds; the answer is the same for an address that follows and one that does not."""
    form = post_redirect_get.get_form(
        request, partial(FollowForm, read_kind(request.GET), read_contact(request).get("email", ""))
    )
    if form.is_valid():
        place = limits.name_place(find_client_ip(request))
        known = {"language": choose_letter_language(), "place": place}
        taken = receive.receive(form.cleaned_data["email"], form.chosen, **known)
        return redirect("intake:follow_sent", "confirm" if taken else "often")
    return post_redirect_get.render_form(
        request, form, "intake/followers/follow.html", lambda: {"consent": consents.CONSENT}
    )


@require_safe
def follow_sent(request: HttpRequest, outcome: str) -> HttpResponse:
    """The page after it: what happens next, by what came of it. Raises `Http404` for any other word."""
    if outcome not in OUTCOMES:
        raise Http404
    status = 429 if outcome == "often" else 200
    return render(request, "intake/followers/sent.html", {"outcome": outcome}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_following(request: HttpRequest, signed: str) -> HttpResponse:
    """Confirm the address. GET changes nothing; the button does, once."""
    follower = find_follower(Purpose.FOLLOW, signed)
    if follower is None:
        return render(request, OVER, status=410)
    # Whoever knows the address may ask again for other kinds: what is agreed to is what the page showed.
    shown = ",".join(consents.list_kinds(follower))
    if request.method == "POST" and request.POST.get("kinds", "") == shown:
        receive.confirm(follower, language=choose_letter_language(), ip=find_client_ip(request))
        return redirect(request.path)
    return render(request, "intake/followers/confirm.html", describe(follower) | {"shown": shown})


def describe(follower: Follower) -> dict[str, Any]:
    """What the pages of a follower show."""
    settings_link = build_link(Purpose.FOLLOWING, follower) if follower.confirmed_at else ""
    return {
        "follower": follower,
        "kinds": consents.name_kinds(follower),
        "consent": consents.CONSENT,
        "settings_link": settings_link,
    }


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_redirect_get.clears_mistakes
def following(request: HttpRequest, signed: str) -> HttpResponse:
    """Change or end it, by signed link: GET changes nothing, and a POST without a choice ends all of it.

    Mail programs press the button for the person (RFC 8058), without a cookie or a token: the link is the permission.
    """
    if request.method == "POST" and "rounds" not in request.POST:
        return stop(request, signed)
    follower = find_follower(Purpose.FOLLOWING, signed)
    if follower is None:
        return show_old_link(request, signed)
    form = post_redirect_get.get_form(request, partial(KindsForm, consents.list_kinds(follower)))
    if form.is_valid():
        language, ip = choose_letter_language(), find_client_ip(request)
        receive.change(follower, form.chosen, language=language, source=FOLLOW_PAGE, ip=ip)
        return post_redirect_get.redirect_done(request)
    return post_redirect_get.render_form(
        request, form, "intake/followers/following.html", lambda: {**describe(follower), "signed": signed}
    )


def stop(request: HttpRequest, signed: str) -> HttpResponse:
    """End it, by an old link too; a link of somebody who has stopped does nothing, and says the same."""
    follower = find_follower(Purpose.FOLLOWING, signed, also_over=True)
    # What mail programs post (RFC 8058, 3.1).
    one_click = "List-Unsubscribe" in request.POST
    if follower:
        source = FOLLOW_ONE_CLICK if one_click else FOLLOW_PAGE
        consents.stop(follower, language=choose_letter_language(), source=source, ip=find_client_ip(request))
    elif not one_click or not is_ours(signed):
        return render(request, OVER, status=410)
    return HttpResponse(status=204) if one_click else redirect("intake:follow_sent", "stopped")


def show_old_link(request: HttpRequest, signed: str) -> HttpResponse:
    """The page of a link that has ended: it still stops everything, and shows and changes nothing else."""
    follower = find_follower(Purpose.FOLLOWING, signed, also_over=True)
    if follower is None or request.method == "POST":
        return render(request, OVER, status=410)
    return render(request, "intake/followers/old_link.html")


@never_cache
@require_safe
def following_data(request: HttpRequest, signed: str) -> HttpResponse:
    """All that is kept of a follower, as a file."""
    follower = find_follower(Purpose.FOLLOWING, signed)
    if follower is None:
        return render(request, OVER, status=410)
    headers = {"Content-Disposition": 'attachment; filename="rounds-followed.json"'}
    return JsonResponse(data.export_follower(follower), json_dumps_params={"indent": 2}, headers=headers)
