"""The draft of a person without an account: a row of `Intake`, found by a signed cookie.

The cookie is set when the first question is shown and the row is made with the
first answer. Two tabs write to the same row: each write locks it and changes
only the page that was posted.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from intake.models import Intake
from intake.questionnaire import draft_edits
from intake.questionnaire.flow import Flow, numbers
from intake.questionnaire.steps import STEPS

COOKIE = "draft"
FORM = "draft"  # the name of the control, and the salt of its signature
LIFETIME = timedelta(days=30)


def token_of(request: HttpRequest) -> uuid.UUID | None:
    """The token of the draft of this browser; None where there is none or its signature is not ours."""
    token = request.get_signed_cookie(COOKIE, default=None, salt=COOKIE, max_age=LIFETIME)
    return uuid.UUID(token) if token else None


def ticket(token: uuid.UUID) -> str:
    """The token as a form carries it, for a browser that loses its cookies while the page is open."""
    return signing.dumps(str(token), salt=FORM)


def token_in(request: HttpRequest) -> uuid.UUID | None:
    """The token that a form of ours carried; None where it carried none, or it is not ours or too old."""
    try:
        return uuid.UUID(signing.loads(request.POST.get(FORM, ""), salt=FORM, max_age=LIFETIME))
    except signing.BadSignature:
        return None


def remember(response: HttpResponse, token: uuid.UUID) -> HttpResponse:
    """Let this browser find the draft again, for thirty days from now."""
    response.set_signed_cookie(
        COOKIE,
        str(token),
        salt=COOKIE,
        max_age=LIFETIME,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def forget(response: HttpResponse, token: uuid.UUID | None) -> HttpResponse:
    """Let this browser forget its draft; one that was never submitted is deleted."""
    if token:
        Intake.objects.filter(token=token, submitted_at=None, client=None).delete()
    return let_go(response)


def let_go(response: HttpResponse) -> HttpResponse:
    """Let this browser forget its draft; nothing is deleted."""
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def intake_of(request: HttpRequest) -> Intake | None:
    """The draft of this browser, if it has been begun."""
    token = token_of(request)
    return intake_with(token) if token else None


def intake_with(token: uuid.UUID) -> Intake | None:
    """The draft with this token, if it has been begun."""
    return next(iter(Intake.objects.filter(token=token).order_by()[:1]), None)


def flow_of(intake: Intake | None) -> Flow:
    """The way of this draft through the questions."""
    return Flow(intake.answers, STEPS, intake.mistakes) if intake else Flow({}, STEPS)


def keep(token: uuid.UUID, change: Callable[[Intake], None]) -> Intake:
    """Change what a draft holds, alone; it is made where there is none yet."""
    with transaction.atomic():
        Intake.objects.get_or_create(token=token)
        intake = Intake.objects.select_for_update().get(token=token)
        change(intake)
        intake.language = (get_language() or settings.LANGUAGE_CODE)[:2]
        intake.save(update_fields=["answers", "mistakes", "language", "updated"])
    return intake


def keep_page(token: uuid.UUID, path: str, typed: dict[str, str]) -> Intake:
    """Keep what was posted to one page as its answer."""
    return keep(token, lambda intake: draft_edits.answer(intake, path, typed))


def keep_mistake(token: uuid.UUID, path: str, typed: dict[str, str]) -> Intake:
    """Keep what was posted to one page and is to be mended; its answer stays as it was."""
    return keep(token, lambda intake: draft_edits.mistake(intake, path, typed))


def open_item(token: uuid.UUID, slug: str) -> tuple[Intake, str]:
    """Open another item of a listing, and with it the question whether there is one more."""
    intake = keep(token, lambda intake: draft_edits.another(intake, slug))
    return intake, f"{slug}/{numbers(intake.answers, slug)[-1]}"


def remove_item(token: uuid.UUID, path: str) -> Intake:
    """Remove an item with all of its pages."""
    return keep(token, lambda intake: draft_edits.without(intake, path))
