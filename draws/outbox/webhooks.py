"""The address that the mail provider calls when a message comes back: open only for one provider, and only signed."""

from anymail import urls
from django.conf import settings
from django.urls import URLPattern

SECRETS = ("WEBHOOK_SECRET", "SIGNING_KEY", "SIGNING_SECRET", "VERIFICATION_KEY")


def is_signed() -> bool:
    """Whether a caller must prove to be the provider: by a password in the address, or a signature."""
    return any(name.endswith(SECRETS) and value for name, value in settings.ANYMAIL.items())


def list_tracking_urls(provider: str) -> list[URLPattern]:
    """Anymail's view for the provider, at "<provider>/tracking/"; nothing without a provider or a secret."""
    name = f"{provider}_tracking_webhook"
    return [pattern for pattern in urls.urlpatterns if pattern.name == name and is_signed()]


urlpatterns = list_tracking_urls(settings.EMAIL_PROVIDER)
