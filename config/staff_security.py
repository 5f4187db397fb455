"""Addresses of the second factor: authenticator app, security keys, recovery codes; for staff alone."""

from collections.abc import Iterator

from allauth.account.views import reauthenticate
from django.contrib.auth.decorators import user_passes_test
from django.urls import URLPattern, URLResolver, include, path

# Asked for before the sign-in is complete.
OPEN = "mfa_authenticate"

staff_only = user_passes_test(lambda user: user.is_staff, login_url="admin:login")


def leaves(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    """Every single address among these."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from leaves(pattern.url_patterns)
        else:
            yield pattern


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("allauth.mfa.urls")),
    path("password/", reauthenticate, name="account_reauthenticate"),
]
for leaf in leaves(urlpatterns):
    if leaf.name != OPEN:
        leaf.callback = staff_only(leaf.callback)
