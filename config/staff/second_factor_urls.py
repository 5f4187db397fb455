"""URLs of the second factor: authenticator app, security keys, recovery codes; for staff alone."""

import json
from collections.abc import Callable, Iterator
from functools import wraps
from typing import cast

from allauth.account.views import reauthenticate
from django.contrib.auth.decorators import user_passes_test
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from intake.account import devices
from intake.forms import post_redirect_get

# Asked for before the sign-in is complete.
OPEN = "mfa_authenticate"

staff_only = user_passes_test(lambda user: user.is_staff, login_url="admin:login")


def send_staff_to_admin(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send whoever is late with the second factor, or gave it already, to the admin, not to My file."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """The page, or the way to the staff's sign-in, which sends on anybody who is signed in."""
        if request.user.is_authenticated:
            return redirect("admin:login")
        response = view(request, *args, **kwargs)
        late = response.get("Location") == reverse("account_login")
        return cast("HttpResponse", redirect("admin:login")) if late else response

    return guarded


def flatten_patterns(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    """Every single URL pattern among these."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from flatten_patterns(pattern.url_patterns)
        else:
            yield pattern


@never_cache
@require_http_methods(["GET", "POST"])
def list_devices(request: HttpRequest) -> HttpResponse:
    """The browsers in which a member of staff is signed in; a POST ends one, or all but this one."""
    if request.method != "POST":
        return render(request, "config/staff_devices.html", {"browsers": devices.list_browsers(request)})
    if "others" in request.POST:
        devices.end_others(request)
    else:
        devices.end_posted(request)
    return post_redirect_get.redirect_done(request)


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("allauth.mfa.urls")),
    path("devices/", devices.notes_device(list_devices), name="account_devices"),
    path("password/", reauthenticate, name="account_reauthenticate"),
]


def refuse_unreadable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 400 to a posted security key whose JSON has a number of more figures than Python reads."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """The page, or 400 where the key can't be read."""
        try:
            json.loads(request.POST.get("credential") or "null")
        except json.JSONDecodeError:
            pass  # the form says so
        except (ValueError, RecursionError):
            raise BadRequest("a credential that can't be read") from None
        return view(request, *args, **kwargs)

    return guarded


for leaf in flatten_patterns(urlpatterns):
    # Around each of allauth's pages, so that one which a new version brings is closed to others too.
    leaf.callback = refuse_unreadable(leaf.callback)
    leaf.callback = send_staff_to_admin(leaf.callback) if leaf.name == OPEN else staff_only(leaf.callback)
