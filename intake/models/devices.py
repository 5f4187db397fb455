"""The browsers in which an account is signed in."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

# So long a browser that is not used any more is known.
# As long as the browser keeps its cookie (record 0064).
DEVICE_KNOWN_FOR = timedelta(days=180)


class Device(models.Model):
    """A browser that an account, of a client or of staff, was signed in with; its newest session, and on which days.

    `digest` is of the secret in the browser's cookie, by which it is known again. `browser` and `system` are names
    of their makers ("Firefox", "Windows"), empty where it does not say. No IP address is kept.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices", verbose_name=_("account")
    )
    digest = models.CharField(max_length=64, editable=False)
    session_key = models.CharField(max_length=40, editable=False)
    browser = models.CharField(_("browser"), max_length=30, blank=True)
    system = models.CharField(_("system"), max_length=30, blank=True)
    first_seen = models.DateField(_("first seen on"))
    last_seen = models.DateField(_("last seen on"))

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering = ["-last_seen", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="one_device_of_a_secret_per_account")]

    def __str__(self) -> str:
        return f"{self.browser} {self.system}".strip()
