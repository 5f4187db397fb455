"""What every page needs to know."""

from django.conf import settings
from django.http import HttpRequest


def firm(request: HttpRequest) -> dict:
    """The firm's identity, for the footer and the about page."""
    return {"firm": settings.FIRM}
