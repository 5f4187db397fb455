"""Public pages that are the same for everybody: rendered and packed once, kept until something they say changes.

Buys 99 % of the steps of the page of points (`python -m bench.bought pages page_cache`). Where pages are the same but
for a few parts it buys 26 % of those of scores in a minute (`python -m bench.bought pages render_with_gaps`).
"""

import gzip
import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.encoding import iri_to_uri
from django.utils.html import escape
from django.utils.safestring import mark_safe

from intake.common.bare_request import build_bare_request
from intake.common.cache import build_key, get_or_make
from intake.firm.look import get_look

View = Callable[[HttpRequest], HttpResponse]
GAP = re.compile(r"\[\[(\w+)\]\]")  # what a firm may write so stays as it is


class KeptPage(NamedTuple):
    """A page as it is, and packed."""

    html: bytes
    packed: bytes


def keep_whole(find_mark: Callable[[], object] = str) -> Callable[[View], View]:
    """Decorate a page that asks nothing of its reader.

    `find_mark` returns another value when something that the page says changes, besides the day, the rules, the
    language and the firm's look. An address with a query is rendered each time: there is no end of them.
    """

    def decorate(view: View) -> View:
        """The view, answering from what is kept."""

        @wraps(view)
        def keep(request: HttpRequest) -> HttpResponse:
            """The page as it is kept."""
            if request.GET or request.method != "GET":
                return view(request)
            key = build_key("page", request.path, *get_look(), find_mark())
            return respond(request, get_or_make(key, lambda: make_page(view, request)))

        return keep

    return decorate


def make_page(view: View, request: HttpRequest) -> KeptPage:
    """Render a page without its visitor. It may hold no token: packed as it is, its size would tell of it."""
    bare = build_bare_request(request)
    # A query of signs alone ("?&&") asks for nothing, and would stand in the links of everybody's page.
    bare.META["QUERY_STRING"] = ""
    html = view(bare).content
    return KeptPage(html, gzip.compress(html))


def respond(request: HttpRequest, page: KeptPage) -> HttpResponse:
    """The page, packed where the browser takes that."""
    # Packed once; a page without a secret may be sent as it is (record 0152).
    takes = takes_packed(request)
    response = HttpResponse(page.packed if takes else page.html)
    if takes:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


def respond_packed(request: HttpRequest, packed: bytes) -> HttpResponse:
    """The same for a page of which only what is packed was kept."""
    return respond(request, KeptPage(b"" if takes_packed(request) else gzip.decompress(packed), packed))


def takes_packed(request: HttpRequest) -> bool:
    """Whether the browser takes a page that is packed."""
    return "gzip" in request.headers.get("Accept-Encoding", "")


def render_with_gaps(request: HttpRequest, template: str, parts: Mapping[str, str]) -> HttpResponse:
    """A page that is kept but for these parts, in HTML by their names in the template, and for the query in its links.

    It is packed for each reader, because a part may be the token of a form.
    """
    query = request.META["QUERY_STRING"]
    key = build_key("gaps", template, request.path, bool(query), *get_look())
    html = get_or_make(key, lambda: render_gaps(request, template, [*parts, *["query"] * bool(query)]))
    filled = {**parts, "query": escape(iri_to_uri(query))}
    # In one go, so that a part which holds the name of another stays as it is.
    return HttpResponse(GAP.sub(lambda gap: filled.get(gap[1], gap[0]), html))


def render_gaps(request: HttpRequest, template: str, names: list[str]) -> str:
    """The page without its visitor, with a gap for each part."""
    bare = build_bare_request(request)
    gaps = {name: mark_safe(f"[[{name}]]") for name in names}  # noqa: S308 - nothing of anybody
    bare.META["QUERY_STRING"] = gaps.get("query", "")
    return render_to_string(template, gaps, bare)
