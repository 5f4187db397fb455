"""The page on which somebody confirms that an address is theirs."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from intake.account.confirm_email import confirm_submission, read_link
from intake.account.stay_open import holds_draft, stay_open
from intake.common import client_ip
from intake.models import Assessment


@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, signed: str) -> HttpResponse:
    """Confirm an address. GET changes nothing; the button does, once."""
    assessment = read_link(signed)
    if assessment is None:
        return render(request, "intake/confirm_expired.html", status=410)
    # Mail programs open links by themselves; a button needs a person (record 0016).
    if request.method == "POST":
        return press_button(request, assessment)
    if assessment.client_id:
        held = holds_draft(request, assessment)
        return render(request, "intake/confirmed.html", {"assessment": assessment, "held": held})
    return render(request, "intake/confirm.html", {"assessment": assessment})


def press_button(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Confirm the address; the browser that holds these answers goes on with them, and no other does."""
    # Asked before the claim, which gives the draft another token.
    held = holds_draft(request, assessment)
    with suppress(Assessment.DoesNotExist):  # deleted at this moment: the page says that the link is over
        confirm_submission(assessment, ip=client_ip.find_client_ip(request))
    response = redirect(request.path)
    return stay_open(request, response, assessment) if held else response
