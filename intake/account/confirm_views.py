"""The page on which somebody confirms that an address is theirs."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from intake.account.confirm_email import confirm_submission, read_link
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
        with suppress(Assessment.DoesNotExist):  # deleted at this moment: the page says that the link is over
            confirm_submission(assessment, ip=client_ip.find_client_ip(request))
        return redirect(request.path)
    page = "intake/confirmed.html" if assessment.client_id else "intake/confirm.html"
    return render(request, page, {"assessment": assessment})
