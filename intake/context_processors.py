"""What every page needs to know."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

OWN_NAMES = {"en": "English", "fr": "Français"}


def firm(request: HttpRequest) -> dict:
    """The firm's identity, and this page in the other languages."""
    return {"firm": settings.FIRM, "other_languages": other_languages(request)}


def other_languages(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Code, own name and address of this page in each other language."""
    here, used = request.get_full_path(), get_language()
    return [(code, OWN_NAMES[code], translate_url(here, code)) for code, _ in settings.LANGUAGES if code != used]
