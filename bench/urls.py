"""The addresses of the site, and beside them a page with nothing on it, to compare with."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from config.urls import urlpatterns as the_sites

EMPTY = engines["django"].from_string("<!doctype html><title>Empty</title><form>{% csrf_token %}</form>")


def empty(request: HttpRequest) -> HttpResponse:
    """An empty template that looks at the session and carries a CSRF token."""
    request.session.get("anything")
    return HttpResponse(EMPTY.render({}, request))


urlpatterns = [path("empty/", empty), *the_sites]
