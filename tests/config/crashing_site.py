"""A site of errors with personal data wherever an error can hold it; `test_error_reports` runs it as a process."""

import logging
from typing import NoReturn

import django
import sentry_sdk
from django import forms
from django.http import HttpRequest, HttpResponseServerError
from django.test import Client
from django.test.utils import override_settings
from django.urls import path

from config.celery import app

SECRETS = ("kim.nguyen@example.org", "Kim Nguyen", "ABCD-EFGH-JKLM", "never married")
log = logging.getLogger("draws")


def crash(request: HttpRequest | None, **kwargs: str) -> NoReturn:
    """Fail with everything of a person in reach: variables, the error's message, the request, the error before."""
    address, name, reference, answer = SECRETS
    try:
        raise LookupError(f"{name} at {address}")
    except LookupError as problem:
        raise ValueError(f"{name}, {address}, {reference}: {answer}") from problem


def show_error(request: HttpRequest) -> HttpResponseServerError:
    """Without the site's own page, which needs its collected files."""
    return HttpResponseServerError()


handler500 = show_error
urlpatterns = [path("crash/<str:reference>/", crash)]


@app.task(name="crash")
def crash_task(*given: str) -> None:
    """The same in a task."""
    crash(None)


def crash_page() -> None:
    """The same in a page, with a body, a query, a cookie and headers."""
    address, name, reference, answer = SECRETS
    client = Client(
        raise_request_exception=False, headers={"User-Agent": name, "Referer": f"https://x.org/{reference}"}
    )
    client.cookies["draft"] = reference
    with override_settings(ROOT_URLCONF="tests.config.crashing_site", ALLOWED_HOSTS=["testserver"]):
        client.post(f"/crash/{reference}/?email={address}", {"name": name, "marital_status": answer})


def log_errors() -> None:
    """The same in lines of the log."""
    address, name, _reference, answer = SECRETS
    log.error("The message to %s could not be made for %s", address, name, extra={"answer": answer})
    try:
        forms.EmailField(error_messages={"invalid": f"{name} is none"}).clean(name)
    except forms.ValidationError:
        log.exception("%s is refused: %s", name, answer)


if __name__ == "__main__":
    django.setup()
    sentry_sdk.set_user({"id": "1", "email": SECRETS[0], "username": SECRETS[1]})
    crash_page()
    crash_task.apply(args=list(SECRETS))
    log_errors()
    sentry_sdk.flush(10)
