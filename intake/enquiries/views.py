"""The pages on which people ask."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from intake.assessments.find import find_assessment
from intake.common.client_ip import find_client_ip
from intake.common.languages import choose_letter_language
from intake.common.sources import read_source
from intake.enquiries import receive
from intake.enquiries.forms import CallForm, EnquiryForm, QuestionForm
from intake.enquiries.links import read_link
from intake.forms import post_redirect_get
from intake.message_kinds import limits
from intake.models import Assessment, Client
from intake.questionnaire.draft_contact import read_contact
from intake.result.headline_score import find_headline_of
from intake.result.views import read_choice

# What the page says after an enquiry: look into the mail, it is with us, we call, or that there were too many.
OUTCOMES = ("confirm", "received", "call", "often")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_redirect_get.clears_mistakes
def ask(request: HttpRequest) -> HttpResponse:
    """A question to the firm, with a result where one is named that this reader may see."""
    return show_form(request, QuestionForm, "intake/enquiries/ask.html", find_result(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_redirect_get.clears_mistakes
def call_back(request: HttpRequest) -> HttpResponse:
    """The wish to be called."""
    return show_form(request, CallForm, "intake/enquiries/call.html", None)


def show_form(request: HttpRequest, kind: type[EnquiryForm], template: str, result: Assessment | None) -> HttpResponse:
    """Show the form, or take what was posted with it."""
    owner = Client.objects.owned_by(request.user).first()
    form = post_redirect_get.get_form(request, partial(kind, result, find_known(request, owner)))
    if form.is_valid():
        there = reverse("intake:asked", args=[take(request, form, owner)])
        return redirect(f"{there}?{urlencode({'result': result.reference})}" if result else there)

    clb = read_choice(request).clb

    def context() -> dict[str, Any]:
        return {"result": result, "headline": find_headline_of(result, timezone.localdate(), clb) if result else None}

    return post_redirect_get.render_form(request, form, template, context)


def find_known(request: HttpRequest, owner: Client | None) -> dict[str, str]:
    """What is known already of the person who asks: their file, or else what they typed in this browser's draft."""
    return {"name": owner.name, "email": owner.email} if owner else read_contact(request)


def find_result(request: HttpRequest) -> Assessment | None:
    """The result that the address names; None where it names none, or one that is another person's."""
    reference = request.GET.get("result", "")
    try:
        return find_assessment(reference, request) if reference else None
    # Another's result and none at all lead to the same page, which so does not say which there are.
    except Http404:
        return None


def take(request: HttpRequest, form: EnquiryForm, owner: Client | None) -> str:
    """Take the enquiry of a valid form in; what to say of it."""
    enquiry = form.build_enquiry()
    enquiry.language, enquiry.source = choose_letter_language(), read_source(request)
    enquiry.place = limits.name_place(find_client_ip(request))
    if not receive.receive(enquiry, owner):
        return "often"
    if enquiry.email and enquiry.client is None:
        return "confirm"
    return "call" if enquiry.telephone else "received"


@never_cache
@require_safe
def asked(request: HttpRequest, outcome: str) -> HttpResponse:
    """The page after it: what happens next, by what came of it. Raises `Http404` for any other word."""
    if outcome not in OUTCOMES:
        raise Http404
    context = {"outcome": outcome, "result": find_result(request)}
    return render(request, "intake/enquiries/asked.html", context, status=429 if outcome == "often" else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_enquiry(request: HttpRequest, signed: str) -> HttpResponse:
    """Confirm the address of an enquiry. GET changes nothing; the button does, once."""
    enquiry = read_link(signed)
    if enquiry is None:
        return render(request, "intake/enquiries/expired.html", status=410)
    # A button, because mail programs open links by themselves (record 0016).
    if request.method == "POST":
        receive.confirm_enquiry(enquiry, find_client_ip(request))
        return redirect(reverse("intake:confirm_enquiry", args=[signed]))
    return render(request, "intake/enquiries/confirm.html", {"enquiry": enquiry})
