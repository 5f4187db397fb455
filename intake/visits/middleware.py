"""Counts the looks at public pages, by the name of the page: no address, no cookie, no query."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from intake.visits.counting import count_page

# The questions are counted by their answers.
QUESTIONS = frozenset({"intake:page", "intake:item", "intake:part", "intake:remove"})


class VisitsMiddleware:
    """Counts an answer that shows a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then count."""
        response = self.get_response(request)
        if name := find_page(request, response):
            count_page(request, name)
        return response


def find_page(request: HttpRequest, response: HttpResponse) -> str:
    """The name of the public page that was shown; empty for everything else."""
    match = request.resolver_match
    is_page = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
    if request.method != "GET" or not is_page or match is None or match.namespace not in settings.VISITS_OF:
        return ""
    return "" if match.view_name in QUESTIONS else match.view_name
