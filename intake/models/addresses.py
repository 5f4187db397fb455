"""The addresses that a file had."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models.clients import Client


class AddressChange(models.Model):
    """The record of a file's change of e-mail address; empty: it had none. Appended, never changed.

    `by`: the member of staff who entered it; none: the client, who proved the
    new one by a code. Then the old one is told, and `told_at` is when it was.
    """

    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, related_name="address_changes", verbose_name=_("client")
    )
    was = models.EmailField(_("old address"), blank=True)
    now = models.EmailField(_("new address"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("entered by"),
        help_text=_("Nobody: the client, by a code sent to the new address."),
    )
    # For the client's copy of their data, which names nobody of the staff.
    by_staff = models.BooleanField(_("by staff"), default=False)
    told_at = models.DateTimeField(_("old address told at"), null=True)

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


def get_email_at(client: Client, moment: datetime) -> str:
    """The e-mail address that the file had at a moment."""
    later = client.address_changes.filter(at__gt=moment).order_by("at", "pk").first()
    return later.was if later else client.email
