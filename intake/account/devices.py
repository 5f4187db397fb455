"""Where an account is signed in: the browsers that it knows, a letter about each new one, and ending their sessions.

A browser is known again by a secret in a cookie of its own for each account, which is replaced at every sign-in: a
cookie that somebody planted beforehand makes no browser of theirs known.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps
from hashlib import sha256
from importlib import import_module
from typing import Any, NamedTuple, cast

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac

from intake.account.device_names import name_device, read_browser, read_system
from intake.account.messages import NewDevice
from intake.common.cookies import get_cookie_flags
from intake.common.row_numbers import read_row_number
from intake.message_kinds.letters import owe
from intake.models import DEVICE_KNOWN_FOR, Device

# In the session: the key that it had, and the day, when its device was last written down.
MARK = "device"


class SignedInBrowser(NamedTuple):
    """A browser in which the account is signed in, in words; `here`: the one that asks."""

    pk: int
    name: str
    first_seen: date
    last_seen: date
    here: bool


def note_sign_in(request: HttpRequest, user: User) -> None:
    """Write down the browser in which an account was signed in just now; one that is new is told to its owner.

    The first browser of an account is told to nobody: the account begins there.
    """
    with transaction.atomic():
        # Before this one is written down, which would be another of them.
        known, others = find_known(request, user), Device.objects.filter(user=user).exists()
        device = known or Device(user=user, first_seen=timezone.localdate())
        write_down(request, device)
        if known is None and others:
            owe(NewDevice.find_due(device))


def find_known(request: HttpRequest, user: User) -> Device | None:
    """The device that this browser's cookie says it is."""
    secret = request.COOKIES.get(get_cookie_name(user), "")
    return Device.objects.filter(user=user, digest=digest_secret(secret)).first() if secret else None


def write_down(request: HttpRequest, device: Device) -> None:
    """Save a device as it is seen now, under a new secret, which the response takes along (`give_cookie`)."""
    secret, agent = get_random_string(32), request.headers.get("User-Agent", "")
    # Recognised by the secret and not by its User-Agent: an attacker with the same browser would be told to nobody
    # (record 0064).
    device.digest, device.session_key = digest_secret(secret), request.session.session_key or ""
    device.browser, device.system = read_browser(agent), read_system(agent)
    device.last_seen = timezone.localdate()
    device.save()
    set_mark(request)
    cast("Any", request).device_secret = (get_cookie_name(device.user), secret)


def set_mark(request: HttpRequest) -> None:
    """Remember in the session that its device was written down today."""
    request.session[MARK] = [request.session.session_key, timezone.localdate().isoformat()]


def give_cookie(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give the browser the secret by which it is known again, where it was just written down."""
    if given := getattr(request, "device_secret", None):
        response.set_cookie(given[0], given[1], DEVICE_KNOWN_FOR, **get_cookie_flags())
    return response


def notes_device(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a page for those who are signed in: once a day it is written down that their browser was seen."""

    @wraps(view)
    def noting(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        note_seen(request)
        return give_cookie(request, view(request, *args, **kwargs))

    return noting


def note_seen(request: HttpRequest) -> None:
    """Write down that a browser was seen today; its session may have a new key, or be older than this record."""
    user, (key, day) = request.user, request.session.get(MARK) or ("", "")
    # Once a day, so that pages cost no query more (record 0064).
    if not user.is_authenticated or (key, day) == (request.session.session_key, timezone.localdate().isoformat()):
        return
    seen = {"session_key": request.session.session_key or "", "last_seen": timezone.localdate()}
    if Device.objects.filter(user=user, session_key=key or seen["session_key"]).update(**seen):
        set_mark(request)
    else:
        write_down(request, Device(user=user, first_seen=timezone.localdate()))


def list_browsers(request: HttpRequest) -> list[SignedInBrowser]:
    """Where the account is signed in now, this browser first."""
    here = request.session.session_key
    browsers = [
        SignedInBrowser(
            one.pk, name_device(one.browser, one.system), one.first_seen, one.last_seen, one.session_key == here
        )
        for one in find_signed_in(cast("User", request.user))
    ]
    return sorted(browsers, key=lambda browser: not browser.here)


def find_signed_in(user: User) -> QuerySet[Device]:
    """The devices of an account whose session has not ended."""
    live = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return Device.objects.filter(user=user, session_key__in=live)


def end_one(request: HttpRequest, pk: int) -> None:
    """Sign the account out in one other browser; nothing where it is not its own, or this one."""
    others = Device.objects.filter(user=cast("User", request.user)).exclude(session_key=request.session.session_key)
    end_sessions(others.filter(pk=pk))


def end_posted(request: HttpRequest) -> None:
    """End the session that a page of `list_browsers` named."""
    pk = read_row_number(request.POST.get("end", ""))
    if pk is not None:
        end_one(request, pk)


def end_others(request: HttpRequest) -> None:
    """Sign the account out in every browser but this one, and forget all of them."""
    user = cast("User", request.user)
    end_sessions(Device.objects.filter(user=user).exclude(session_key=request.session.session_key))
    if not user.is_staff:
        # An applicant's password is no password. Another one ends whatever session is written down nowhere.
        user.set_unusable_password()
        user.save(update_fields=["password"])
        # This browser stays signed in, under another key of its session, by which its device is written down anew.
        update_session_auth_hash(request, user)
        note_seen(request)


def end_sessions(devices: QuerySet[Device]) -> None:
    """End the sessions of these devices, and forget the devices."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for device in devices:
        store.delete(device.session_key)
        device.delete()


def get_cookie_name(user: User) -> str:
    """The cookie of an account: two people may share a browser."""
    return f"device_{salted_hmac('intake.account.device', str(user.pk)).hexdigest()[:8]}"


def digest_secret(secret: str) -> str:
    """The digest of a secret, which is all that is saved of it."""
    return sha256(secret.encode(errors="replace")).hexdigest()
