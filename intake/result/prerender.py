"""What is made of a result as it is submitted, before its reader asks for the page (record 0197)."""

from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve

from intake.models import Assessment
from intake.public.page_cache import View
from intake.result.cached_page import begin_result_pdf, get_whole_page, is_same_at_each_look


def keep_submitted(view: View) -> View:
    """Decorate the view that submits: the result that it sends its reader to is rendered, and its PDF begun.

    Here and not by a worker: the browser asks for the page in the same moment, and it would be made twice.
    """

    @wraps(view)
    def submit_and_keep(request: HttpRequest) -> HttpResponse:
        """What the view answers."""
        response = view(request)
        if isinstance(response, HttpResponseRedirect):
            keep_if_result(request, response.url)
        return response

    return submit_and_keep


def keep_if_result(request: HttpRequest, url: str) -> None:
    """Render the page of the result at this address, if it is one's, and begin its PDF."""
    found = resolve(url.partition("?")[0])
    if found.view_name != "intake:result":
        return
    # From the database, as the page reads it: before that, the facts hold days and not their words. None where it was
    # deleted meanwhile.
    for assessment in Assessment.objects.select_related("client").filter(**found.kwargs):
        if is_same_at_each_look(assessment):
            get_whole_page(assessment, build_result_request(url))
        begin_result_pdf(assessment, request)


def build_result_request(url: str) -> HttpRequest:
    """A request for this address as nobody in particular makes it."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", url, url
    request.META["QUERY_STRING"] = ""
    request.resolver_match = resolve(url)
    return request
