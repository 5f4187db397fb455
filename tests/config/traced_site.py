"""A site whose pages call tasks, with personal data wherever a trace can take it from; `test_tracing` runs it."""

import django
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.test import Client
from django.test.utils import override_settings
from django.urls import path
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider

from intake.common.task_calls import call_task

SECRETS = ("kim.nguyen@example.org", "Kim Nguyen", "ABCD-EFGH-JKLM", "never married")
ADDRESS, NAME, REFERENCE, ANSWER = SECRETS
# What a stranger's headers say of a trace.
TRACE = "0af7651916cd43dd8448eb211c80319c"
TOLD = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01", "tracestate": "kim=nguyen", "baggage": "name=Kim"}


def call(request: HttpRequest, reference: str) -> HttpResponse:
    """Call one task that ends well and, with what somebody typed, one that fails of it."""
    call_task("intake.tasks.forget_papers")
    call_task("intake.tasks.rewrite_standings_of", [NAME])
    return HttpResponse(reference)


def crash(request: HttpRequest, reference: str) -> HttpResponse:
    """Fail with a message that names somebody."""
    raise ValueError(f"{NAME}, {ADDRESS}, {reference}: {ANSWER}")


def show_error(request: HttpRequest) -> HttpResponseServerError:
    """Without the site's own page, which needs its collected files."""
    return HttpResponseServerError()


handler500 = show_error
urlpatterns = [path("call/<str:reference>/", call, name="call"), path("crash/<str:reference>/", crash, name="crash")]


def visit() -> None:
    """Every page once, with a body, a query, a cookie and headers."""
    client = Client(raise_request_exception=False, headers={"User-Agent": NAME, **TOLD})
    client.cookies["draft"] = REFERENCE
    for page in ("call", "crash", "nothing-here"):
        client.post(f"/{page}/{REFERENCE}/?email={ADDRESS}", {"name": NAME, "marital_status": ANSWER})


if __name__ == "__main__":
    django.setup()
    with override_settings(ROOT_URLCONF="tests.config.traced_site", ALLOWED_HOSTS=["testserver"]):
        visit()
    if isinstance(provider := trace.get_tracer_provider(), TracerProvider):
        provider.force_flush()
