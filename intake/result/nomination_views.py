"""The page of provincial nominations, with the reader's own score beside what a stream asks for."""

import re
from datetime import date
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from intake.guide.nominations import list_provinces
from intake.guide.views import get_rules
from intake.models import REFERENCE_LETTERS
from intake.result.headline_score import find_headline_of, tell_estimate
from intake.result.page_context import find_today
from intake.result.views import get_result, read_choice
from scoring.later_facts import find_permit_end
from scoring.profile import Profile

REFERENCE = re.compile(rf"[{REFERENCE_LETTERS}]{{4}}(-[{REFERENCE_LETTERS}]{{4}}){{2}}")


class ReaderFacts(NamedTuple):
    """What is known of the reader that streams ask for, and the provinces that they named.

    `crs`, `estimated`: the score that leads on their own page, as `tell_estimate` has it. `permit`: they may work in
    Canada; `permit_until`: till then; `permit_ended`: that day is past. `offer`: they stated a job offer.
    `graduate_permit`: False where they can't have one by what they stated, else None: which permit it is nobody asks.
    """

    crs: int
    estimated: bool | None
    provinces: frozenset[str]
    graduate_permit: bool | None
    permit: bool
    permit_until: date | None
    permit_ended: bool
    offer: bool


@require_safe
def show_nominations(request: HttpRequest) -> HttpResponse:
    """What a nomination gives, and the streams of each province, as far as sources speak of them."""
    rules, reference = get_rules(), request.GET.get("result", "")
    # Only for the link back: the result page checks access itself.
    result = reference if REFERENCE.fullmatch(reference) else None
    own = find_own_facts(request, result) if result else None
    provinces = list_provinces(rules)
    context = {
        "points": rules["crs/nomination"].points("nominated"),
        # One's own first: the sort leaves the others in their order.
        "provinces": sorted(provinces, key=lambda one: one.code not in own.provinces) if own else provinces,
        "streams": rules["guide/nominee_streams"].source,
        "sources": [rules["crs/nomination"].source],
        "result": result,
        "own": own,
    }
    answer = render(request, "intake/guide/nominations.html", context)
    if own:
        add_never_cache_headers(answer)
    return answer


def find_own_facts(request: HttpRequest, reference: str) -> ReaderFacts | None:
    """What the result with this reference says of its reader; None where there is none that this reader may see."""
    try:
        assessment = get_result(request, reference)
    except Http404:
        return None
    today = find_today(assessment)
    headline = find_headline_of(assessment, today, read_choice(request).clb)
    profile = headline.now.profile
    until = find_permit_end(profile)
    return ReaderFacts(
        crs=headline.crs,
        estimated=tell_estimate(headline),
        provinces=find_provinces(profile),
        graduate_permit=find_graduate_permit(profile),
        permit=profile.may_work_in_canada,
        permit_until=until,
        permit_ended=until is not None and until < today,
        offer=profile.job_offer is not None,
    )


def find_provinces(profile: Profile) -> frozenset[str]:
    """The provinces that were named: of a nomination, or of a certificate of qualification."""
    certificate = profile.certificate_of_qualification
    named = {profile.nomination_province, certificate.province if certificate else None}
    return frozenset(one for one in named if isinstance(one, str))


def find_graduate_permit(profile: Profile) -> bool | None:
    """Whether they hold a post-graduation work permit: not without a credential from Canada after secondary school."""
    studied = any(held.country == "CA" and held.level != "secondary" for held in profile.credentials)
    return None if studied else False
