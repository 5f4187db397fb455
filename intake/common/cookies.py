"""The attributes that every cookie of ours has."""

from typing import Literal, TypedDict

from django.conf import settings


class CookieFlags(TypedDict):
    """The flags, as `HttpResponse.set_cookie` takes them."""

    secure: bool
    httponly: bool
    samesite: Literal["Lax"]


def get_cookie_flags() -> CookieFlags:
    """No script reads it, no other site's form sends it, and where the site has HTTPS it goes nowhere else."""
    # Not "Strict": the links in our messages would then open the site as for somebody who has no draft.
    return {"secure": settings.SESSION_COOKIE_SECURE, "httponly": True, "samesite": "Lax"}
