"""The admin site: password, then a second factor where the setting asks for one; thirty idle minutes end it."""

from functools import partial
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from redis.exceptions import RedisError

from intake.account import devices
from intake.forms.error_summary import ErrorSummaryMixin
from intake.permissions import Allowed, sees_every_file
from intake.staff.client_admin import search_pages
from intake.staff.daily_work import note_pages

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# So many minutes before its end a session's owner is told.
# At twenty-eight of thirty idle minutes (record 0031).
WARNING_MINUTES = 2


class StaffForm(ErrorSummaryMixin, forms.Form):
    """Name and password. The error says neither which of them is wrong nor that an account is not staff's."""

    username = forms.CharField(
        label=_("Name"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Enter your name")},
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password")},
    )

    def __init__(self, request: HttpRequest) -> None:
        self.request, self.user = request, cast("User | None", None)
        super().__init__(request.POST if request.method == "POST" else None)

    @property
    def credentials(self) -> dict[str, str]:
        """What was typed."""
        return {name: self.cleaned_data[name] for name in ("username", "password")}

    def clean(self) -> dict[str, Any]:
        """A member of staff's own name and password, and not too many wrong ones before."""
        if not self.errors:
            self.user = self.authenticate()
            if self.user is None or not self.user.is_staff:
                raise forms.ValidationError(_("The name or the password is not right."))
        return self.cleaned_data

    def authenticate(self) -> User | None:
        """Whose name and password it is. Raises `ValidationError` where attempts can't be counted: none is let in."""
        try:
            return cast("User | None", get_adapter(self.request).authenticate(self.request, **self.credentials))
        except RedisError:
            message = _("Nobody can sign in just now, because attempts can't be counted. Try again in a few minutes.")
            raise forms.ValidationError(message) from None


def lacks_factor(user: User | AnonymousUser) -> bool:
    """Whether a second factor is asked of staff and this person has none yet."""
    return settings.STAFF_SECOND_FACTOR and not is_mfa_enabled(user, FACTORS)


class StaffSite(admin.AdminSite):
    """Django's admin with our way in."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff with a second factor, where one is asked for: whoever has one was asked for it at sign-in."""
        return super().has_permission(request) and not lacks_factor(request.user)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A page of the admin, at which it is noted that the browser was seen."""
        return super().admin_view(devices.notes_device(view), cacheable)

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Ask for name and password, then allauth for the second factor; somebody who has none yet makes one."""
        onward = get_next_redirect_url(request) or ""
        # Anything else would be looked up as the name of a page.
        onward = onward if onward.startswith("/") else reverse("admin:index")
        if request.user.is_authenticated and request.user.is_staff:
            return redirect("mfa_index" if lacks_factor(request.user) else onward)
        form = StaffForm(request)
        if not form.is_valid():
            return render(
                request, "config/staff_sign_in.html", {"form": form, "minutes": settings.SESSION_COOKIE_AGE // 60}
            )
        # allauth goes on from here, so that the second factor is asked for by the same code as everywhere.
        login = Login(user=form.user, redirect_url=onward)
        return cast("HttpResponse", perform_password_login(request, form.credentials, login))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Also when a session ends, for the warning, what this member of staff may do, and which menu is theirs."""
        ours = {"may": Allowed(request.user), "assigned_only": not sees_every_file(request.user)}
        return super().each_context(request) | describe_session() | ours | {"menu": find_menu(request)}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The lists that this member of staff may open; worked out where they are shown, as the menu mostly is kept."""
        return cast("list[Any]", SimpleLazyObject(partial(super().get_app_list, request, app_label)))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Also the address by which a page keeps its session, the search of clients, and notes from everywhere."""
        return [
            path("alive/", self.admin_view(extend_session), name="alive"),
            path("search/", self.admin_view(search_pages.show_found), name="search"),
            path("note/", self.admin_view(note_pages.write_note), name="note"),
            *super().get_urls(),
        ]


def describe_session() -> dict[str, int]:
    """The seconds after which an idle session is warned and ends, and the same in minutes for the words."""
    ends = settings.SESSION_COOKIE_AGE
    warns = ends - 60 * WARNING_MINUTES
    return {"session_ends": ends, "session_warns": warns, "idle_minutes": warns // 60, "last_minutes": WARNING_MINUTES}


def find_menu(request: HttpRequest) -> str:
    """All that the menu beside a page depends on but the language: the rights, and the list that is marked in it.

    Rights as Django has them, and no licence: no class of the admin looks at one where it is asked without a row.
    """
    place = request.path.removeprefix(reverse("admin:index")).split("/")[:2]
    rights = ["superuser"] if request.user.is_superuser else sorted(request.user.get_all_permissions())
    return " ".join(["/".join(place), *rights])


def extend_session(request: HttpRequest) -> HttpResponse:
    """Keep the session for another thirty minutes, as every request does."""
    return HttpResponse(status=204)
