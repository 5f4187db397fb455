"""The address that the mail provider calls when a message comes back: open only for one provider, and only signed."""

from typing import Any

from anymail import urls
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.urls import URLPattern

# What anymail raises for a call that is not in its provider's form.
# A 500 in its place would make the provider repeat the call for hours (record 0066).
MALFORMED = (ValueError, LookupError, TypeError, AttributeError, RecursionError, ArithmeticError)
# How anymail calls what a caller proves itself by; each provider has another of them.
SECRETS = ("WEBHOOK_SECRET", "SIGNING_KEY", "SIGNING_SECRET", "VERIFICATION_KEY")


def is_signed() -> bool:
    """Whether a caller must prove to be the provider: by a password in the address, or a signature."""
    return any(name.endswith(SECRETS) and value for name, value in settings.ANYMAIL.items())


def list_tracking_urls(provider: str) -> list[URLPattern]:
    """Anymail's view for the provider, at "<provider>/tracking/"; nothing without a provider or a secret."""
    name = f"{provider}_tracking_webhook"
    # Without a secret anybody could report that a client's address does not work, so there is no such address.
    found = [pattern for pattern in urls.urlpatterns if pattern.name == name and is_signed()]
    return [URLPattern(one.pattern, refuse_malformed(one.callback), one.default_args, one.name) for one in found]


class MalformedCallMixin:
    """For anymail's views: a call that can't be read is answered with 400, so that the provider does not repeat it."""

    def validate_request(self, request: HttpRequest) -> None:
        """Check the signature. Raises `BadRequest` where there is nothing that could be one."""
        try:
            super().validate_request(request)  # type: ignore[misc]
        except MALFORMED as error:
            raise BadRequest(f"without a signature: {type(error).__name__}") from error

    def parse_events(self, request: HttpRequest) -> Any:
        """The events of a call. Raises `BadRequest` where it is not in the provider's form."""
        try:
            return super().parse_events(request)  # type: ignore[misc]
        except MALFORMED as error:
            raise BadRequest(f"not in the provider's form: {type(error).__name__}") from error


def refuse_malformed(view: Any) -> Any:
    """Anymail's view, which answers what it can't read with 400."""
    refusing: Any = type(view.view_class.__name__, (MalformedCallMixin, view.view_class), {})
    return refusing.as_view(**view.view_initkwargs)


urlpatterns = list_tracking_urls(settings.EMAIL_PROVIDER)
