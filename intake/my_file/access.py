"""Who may open the pages of a file: the person who proved its address, and nobody else."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from intake.account import claim_draft
from intake.account.devices import notes_device
from intake.models import Client, Intake

View = Callable[..., HttpResponse]


def for_client(view: View) -> View:
    """Decorate a view: it gets the signed-in person's client; others are asked to sign in first."""
    return guard(view, get_client)


def for_person(view: View) -> View:
    """Decorate a view as `for_client`; where there is no file yet it gets None, and makes one where it is time."""
    return guard(view, find_client)


def guard(view: View, find: Callable[[HttpRequest], Client | None]) -> View:
    """The view with what `find` says of the signed-in person."""

    # Within the guard: of an account that is being deleted no browser can be written down either.
    @notes_device
    def opened(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return view(request, find(request), *args, **kwargs)

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return opened(request, *args, **kwargs)
        except (ObjectDoesNotExist, DatabaseError):
            if not was_deleted(cast("User", request.user)):
                raise
            return redirect("account_login")  # the file was deleted at this moment, and its account with it

    return guarded


def was_deleted(user: User) -> bool:
    """Whether an account was deleted, with its file; a deletion that is under way is waited for."""
    with transaction.atomic():
        # The lock waits for the deletion; a list, because a queryset that nobody reads locks nothing.
        list(Client.objects.owned_by(user).select_for_update().values_list("pk"))
    return not User.objects.filter(pk=user.pk).exists()


def get_client(request: HttpRequest) -> Client:
    """The client of the signed-in person, made where there is none. Raises `PermissionDenied` for staff."""
    return find_client(request) or create_client(cast("User", request.user))


def find_client(request: HttpRequest) -> Client | None:
    """The client of the signed-in person, if they have a file. Raises `PermissionDenied` for staff, who have none."""
    user = request.user
    if not user.is_authenticated or user.is_staff:
        raise PermissionDenied
    # Found anew at each page: where staff correct an address, its old owner loses the file at once (record 0020).
    return Client.objects.owned_by(user).first()


def create_client(user: User, found: Intake | None = None) -> Client:
    """The client of somebody who signed in for the first time; `found`: the answers that they say are theirs.

    Raises `User.DoesNotExist` where the account was deleted meanwhile: a deleted file is not made again.
    """
    with transaction.atomic():
        # Locked: a deletion that is under way is waited for, and leaves no account.
        locked = User.objects.select_for_update().get(pk=user.pk)
        return claim_draft.get_client_in_use(locked.email, found)
