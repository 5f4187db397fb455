"""What every page needs to know."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language


def firm(request: HttpRequest) -> dict:
    """The firm's identity, and this page in the other languages that are offered."""
    return {"firm": settings.FIRM, "other_languages": other_languages(request)}


def other_languages(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Code, own name and address of this page in each other language."""
    here = request.get_full_path()
    names = {"en": "English", "fr": "Français"}
    return [(code, names[code], translate_url(here, code)) for code in offered() if code != get_language()]


@cache
def offered() -> list[str]:
    """The source language, and every language that has a compiled catalogue."""
    folders = [
        (code, path / code / "LC_MESSAGES" / "django.mo")
        for code, _ in settings.LANGUAGES
        for path in settings.LOCALE_PATHS
    ]
    return [code for code, file in folders if code == "en" or file.exists()]
