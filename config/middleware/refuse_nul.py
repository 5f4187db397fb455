"""Requests with a NUL in them: nobody types one, and PostgreSQL takes none where SQLite does.

In the path it names no page: 404. In the query, a cookie (which can hold one as "\\000") or a field it is answered with
400. Bytes that are no UTF-8, and halves of surrogate pairs, are replaced by Django as it reads the request.
"""

from collections.abc import Callable, Iterator

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError

NUL = "\x00"


class RefuseNulMiddleware:
    """Stands before everything that looks something up by what it was sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, unless there is a NUL. Raises `Http404` or `BadRequest`, which become pages."""
        if NUL in request.path_info:
            raise Http404
        if any(NUL in text for text in list_texts(request)):
            raise BadRequest("NUL in a query, a cookie or a field")
        return self.get_response(request)


def list_texts(request: HttpRequest) -> Iterator[str]:
    """Everything that was sent as text: names and values of the query, of cookies and of a form."""
    yield from (text for pair in request.COOKIES.items() for text in pair)
    for name, values in (*request.GET.lists(), *read_form(request)):
        yield from (name, *values)


def read_form(request: HttpRequest) -> list[tuple[str, list[str]]]:
    """The fields of a posted form; none where the connection ended before it was there, which CSRF's check says."""
    try:
        return list(request.POST.lists()) if request.method == "POST" else []
    except UnreadablePostError:
        return []
