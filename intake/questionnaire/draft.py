"""The draft of a person without an account: a row of `Intake`, found by a signed cookie.

The cookie is set when the first question is shown, and the row is created with the first answer. Two tabs write to
the same row: each write locks it and changes only the page that was posted.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import NamedTuple

from django.core import signing
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from intake.common.cookies import get_cookie_flags
from intake.common.languages import choose_letter_language
from intake.models import Assessment, Client, Intake
from intake.questionnaire import draft_edits, session_confirmation
from intake.questionnaire.flow import Flow, list_item_numbers
from intake.questionnaire.steps import STEPS

# A cookie and no session: nothing is written for a visitor who only reads (record 0008).
COOKIE = "draft"
FORM = "draft"  # the name of the control, and the salt of its signature
# From the newest page on: each one gives the cookie anew (record 0017).
LIFETIME = timedelta(days=30)


class Draft(NamedTuple):
    """The draft of a browser: its token, and its row once there is an answer."""

    token: uuid.UUID | None
    intake: Intake | None


def read_draft(request: HttpRequest) -> Draft:
    """The draft of this browser, if it may be opened here: one that is in a file opens to its owner's session alone.

    Both parts are None without a cookie, or where it may not be opened; `intake` also before the first answer. A cookie
    may be older than the claim: whoever filled in answers under another person's address holds one.
    """
    token = read_cookie(request)
    intake = find_intake(token) if token else None
    return Draft(token, intake) if intake is None or is_open_to(intake, request) else Draft(None, None)


def is_open_to(intake: Intake, request: HttpRequest) -> bool:
    """Whether a draft is in no file yet, or in that of the person who signed in or confirmed it in this session."""
    if intake.client_id is None or session_confirmation.is_confirmed_here(request, intake):
        return True
    return Client.objects.owned_by(request.user).filter(pk=intake.client_id).exists()


def read_cookie(request: HttpRequest) -> uuid.UUID | None:
    """The token in the cookie, whoever owns the draft; None without a cookie, or where its signature is not ours."""
    token = request.get_signed_cookie(COOKIE, default=None, salt=COOKIE, max_age=LIFETIME)
    return uuid.UUID(token) if token else None


def sign_token(token: uuid.UUID) -> str:
    """The token as a form field, for a browser that loses its cookies while the page is open."""
    return signing.dumps(str(token), salt=FORM)


def read_posted_token(request: HttpRequest) -> uuid.UUID | None:
    """The token in a posted form; None where there is none, or it is not ours or too old."""
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
        **get_cookie_flags(),
    )
    return response


def delete_draft(response: HttpResponse, token: uuid.UUID | None) -> HttpResponse:
    """Let this browser forget its draft, and delete it if it was never submitted."""
    with transaction.atomic():
        # Locked, and filtered again under the lock: it may be submitted at this moment.
        for intake in Intake.objects.select_for_update().filter(token__in=[token], submitted_at=None, client=None):
            intake.delete()
    return forget_draft(response)


def forget_draft(response: HttpResponse) -> HttpResponse:
    """Let this browser forget its draft; nothing is deleted."""
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def find_intake(token: uuid.UUID) -> Intake | None:
    """The draft with this token; None before the first answer."""
    return next(iter(Intake.objects.filter(token=token).order_by()[:1]), None)


def build_flow(intake: Intake | None) -> Flow:
    """Replay a draft's answers through the questions."""
    return Flow(intake.answers, STEPS, intake.mistakes) if intake else Flow({}, STEPS)


def begin(token: uuid.UUID, source: str = "") -> bool:
    """Make the row of a draft that has none, and return whether this call did: of two tabs that begin at once, one."""
    return Intake.objects.get_or_create(token=token, defaults={"source": source})[1]


def change_draft(token: uuid.UUID, change: Callable[[Intake], None]) -> Intake:
    """Apply `change` to a draft under a lock, and save it.

    Raises `Intake.DoesNotExist` where it was deleted meanwhile: what is deleted is not made again by a late answer;
    `DraftTooLarge` where it would hold too much, and it stays as it was.
    """
    with transaction.atomic():
        intake = Intake.objects.select_for_update().get(token=token)
        change(intake)
        draft_edits.check_size(intake)
        intake.language = choose_letter_language()
        intake.save(update_fields=["answers", "mistakes", "language", "updated"])
    return intake


def survives_deletion(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a page over a draft: where another request deletes the draft meanwhile, redirect to the start."""

    @wraps(view)
    def surviving(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """The page, or a redirect to the start."""
        try:
            return view(request, *args, **kwargs)
        except (ObjectDoesNotExist, DatabaseError):
            token = read_cookie(request)
            # A save of a row that is gone is a DatabaseError in Django; where the draft is still there, it was another
            # one.
            if token is None or find_intake(token):
                raise
            return forget_draft(redirect("intake:start"))

    return surviving


def renew_token(intake: Intake) -> uuid.UUID:
    """Give a draft another token, so that old cookies and open forms no longer find it; returns it."""
    fresh = uuid.uuid4()
    with transaction.atomic():
        # The token is the primary key; foreign keys are checked at the commit, when both statements are done.
        Intake.objects.filter(token=intake.token).update(token=fresh)
        Assessment.objects.filter(intake=intake.token).update(intake=fresh)
    intake.token = fresh
    return fresh


def save_page(token: uuid.UUID, path: str, typed: dict[str, str]) -> Intake:
    """Save what was posted to a page as its answer."""
    return change_draft(token, lambda intake: draft_edits.set_answer(intake, path, typed))


def save_mistake(token: uuid.UUID, path: str, typed: dict[str, str]) -> Intake:
    """Save what was posted to a page with mistakes; its answer stays as it was."""
    return change_draft(token, lambda intake: draft_edits.set_mistake(intake, path, typed))


def open_item(token: uuid.UUID, slug: str) -> tuple[Intake, str]:
    """Add an empty item to a listing; returns the draft and the path of the item's first page."""
    intake = change_draft(token, lambda intake: draft_edits.add_item(intake, slug))
    return intake, f"{slug}/{list_item_numbers(intake.answers, slug)[-1]}"


def remove_item(token: uuid.UUID, path: str) -> Intake:
    """Remove an item with all of its pages."""
    return change_draft(token, lambda intake: draft_edits.remove_item(intake, path))
