"""The public pages that need no answers: the guide, the programs, the firm, privacy, accessibility."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.clients.messages import NOTICE
from intake.common.rule_numbers import most_points
from intake.consents.following import CONFIRM_WITHIN
from intake.public.page_cache import keep_whole
from intake.public.programs import compare_programs
from intake.public.rules import choose_day, list_chapters
from scoring.apps import rulebook
from scoring.reported_rules import pending

# When a person last compared the accessibility statement with the site.
LOOKED_OVER = date(2026, 11, 25)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What Express Entry is, how it works, and where to begin."""
    rules = rulebook().on(timezone.localdate())
    validity, invitation = rules["pool/validity"], rules["invitation/deadlines"]
    context = {
        "profile_months": 12 * validity.points("profile"),
        "invitation_days": invitation.points("application"),
        "most_points": most_points(rules),
        "sources": [validity.source, invitation.source],
    }
    return render(request, "intake/home.html", context)


@require_safe
@keep_whole()
def programs(request: HttpRequest) -> HttpResponse:
    """The programs side by side."""
    on = timezone.localdate()
    book = rulebook()
    reported = [table for table in book.on(on).pending if table.name.startswith(("programs/", "classes/"))]
    context = {"programs": compare_programs(book, on), "on": on, "reported": reported}
    return render(request, "intake/programs.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Who the firm is, and how to reach a person."""
    return render(request, "intake/about.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, why and how long; one's rights."""
    periods = {
        "drafts": settings.RETENTION_DRAFT_DAYS,
        "leads": settings.RETENTION_LEAD_MONTHS,
        "notice": NOTICE.days,
        "files": settings.RETENTION_CLIENT_YEARS,
        "unconfirmed": CONFIRM_WITHIN.days,
        "visits": settings.RETENTION_VISITS_DAYS,
        "events": settings.RETENTION_EVENT_DAYS,
        "proofs": settings.RETENTION_PROOF_YEARS,
        "answer_days": settings.ACCESS_ANSWER_DAYS,
    }
    return render(request, "intake/privacy.html", {"periods": periods, "keeps_numbers": settings.CLIENT_NUMBERS})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How usable the site is for people with disabilities, and where to complain."""
    return render(request, "intake/accessibility.html", {"looked_over": LOOKED_OVER})


@require_safe
# It took 22 ms of every request to say the same to everybody (record 0152).
@keep_whole()
def points(request: HttpRequest) -> HttpResponse:
    """How points are calculated: the tables of a day, today's where none is asked for."""
    book = rulebook()
    on = choose_day(request.GET.get("on", ""), timezone.localdate(), book)
    rules = book.on(on)
    shown = {"on": on, "edition": rules.edition, "days": book.days, "caveats": list(pending(rules))}
    return render(request, "intake/points.html", {**shown, "chapters": list(list_chapters(book, on))})
