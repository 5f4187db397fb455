"""Who may open the pages of a file: the person who proved its address, and nobody else."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from intake.account import claim_draft
from intake.account.devices import notes_device
from intake.models import Client

View = Callable[..., HttpResponse]


def for_client(view: View) -> View:
    """Decorate a view: it gets the signed-in person's client; others are asked to sign in first."""

    @never_cache
    @login_required
    @notes_device
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return view(request, get_client(request), *args, **kwargs)

    return guarded


def get_client(request: HttpRequest) -> Client:
    """The client of the signed-in person. Raises `PermissionDenied` for staff, who have none."""
    user = request.user
    if not user.is_authenticated or user.is_staff:
        raise PermissionDenied
    return Client.objects.of(user).first() or claim_draft.get_client_in_use(user.email)
