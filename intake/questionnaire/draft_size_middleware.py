"""A page that says kindly that a draft holds no more, wherever one is changed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from intake.questionnaire.draft_edits import DraftTooLarge


class DraftSizeMiddleware:
    """Answers 413 where what was typed would make a draft too large; what was there before is kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing before the page, and nothing after."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """The sentence instead of an error."""
        if not isinstance(problem, DraftTooLarge):
            return None
        return render(request, "intake/draft_too_large.html", {"back": request.path}, status=413)
