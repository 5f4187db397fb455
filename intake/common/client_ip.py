"""The client's IP address as the trusted proxies report it, kept as proof of consent."""

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest


def find_client_ip(request: HttpRequest) -> str | None:
    """The client's IP address; behind `TRUSTED_PROXIES` proxies, the one that the outermost of them saw."""
    # allauth's own limits count by the same address, so both always agree on who asks.
    found: str | None = get_client_ip(request)
    return found
