"""A language that has only some pages shows those, and leads to English for the rest."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import activate, get_language, get_language_from_path

from config.languages import has_page


class LanguageMiddleware:
    """After Django's: no page is half in one language and half in another."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A language without e-mails (`LETTER_LANGUAGES`) is used only where the URL has its prefix.

        Staff pages have no prefix.
        """
        # A browser's wish alone must not bring a language with half the sentences to `/staff/` (record 0161).
        if get_language() not in settings.LETTER_LANGUAGES and not get_language_from_path(request.path_info):
            activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponseBase | None:
        """The English page where the language has not this one."""
        code, match = get_language(), request.resolver_match
        if code is None or match is None or has_page(code, match.view_name):
            return None
        # Redirected here, so that templates may build every link as in any other language (record 0161).
        here = request.get_full_path()
        return HttpResponseRedirect(f"/{settings.LANGUAGE_CODE}/{here.removeprefix(f'/{code}/')}")
