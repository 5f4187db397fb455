"""Which of a client's facts a member of staff has seen proved, by what document."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models.clients import Client


class DocumentSeen(models.Model):
    """The record of somebody who saw a fact proved, or took that back; appended, never changed.

    `part` says which kind of fact ("jobs", "partner.credentials"), `value` what
    was seen to be true. The mark holds as long as the client states exactly this:
    `print` is made of both. Of marks with the same print, the newest counts.
    """

    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, related_name="documents_seen", verbose_name=_("client")
    )
    part = models.CharField(_("fact"), max_length=50)
    # By its value and not by its place among the answers, which moves with the next one (record 0036).
    value = models.JSONField(_("what was seen"), encoder=DjangoJSONEncoder)
    print = models.CharField(_("print"), max_length=64)
    seen = models.BooleanField(_("seen"), default=True)
    document = models.CharField(_("document"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    # Whoever saw it stays on record: such an account is made inactive, and can't be deleted.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("document seen")
        verbose_name_plural = _("documents seen")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.part}"
