"""Gives each request an id, which its log lines, tasks and answer carry."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from intake.common import request_ids


class RequestIdMiddleware:
    """The outermost: what any other logs has the id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request_ids.choose_id(request.headers.get(request_ids.HEADER))
        request_ids.set_id(chosen)
        try:
            response = self.get_response(request)
        finally:
            request_ids.set_id("")
        response[request_ids.HEADER] = chosen
        return response
