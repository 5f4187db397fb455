"""A request without its visitor: for pages that are rendered once and kept for everybody."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest


def build_bare_request(request: HttpRequest) -> HttpRequest:
    """The same address, and nothing else: what a template could read of the visitor would be kept for all."""
    bare = HttpRequest()
    bare.method, bare.path, bare.path_info = "GET", request.path, request.path_info
    bare.META, bare.user = {"QUERY_STRING": request.META["QUERY_STRING"]}, AnonymousUser()
    bare.resolver_match = request.resolver_match
    return bare
