"""The visitor's address on the network, kept as proof of consent: as the proxies that we trust report it."""

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest


def address(request: HttpRequest) -> str | None:
    """The address of who asks; behind `TRUSTED_PROXIES` the one that they saw, not their own."""
    return get_client_ip(request)
