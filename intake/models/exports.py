"""Who took a list of clients along, when, and how many stood in it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ClientExport(models.Model):
    """The record of a list that a member of staff took along as a file; appended, never changed.

    `filters` and `columns` say what it held; what was searched for is left out, so that no person's name stands here.
    """

    # Whoever took it along stays on record: such an account is made inactive, and can't be deleted.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"), editable=False
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    kind = models.CharField(_("form"), max_length=4)
    number = models.PositiveIntegerField(_("clients"))
    filters = models.CharField(_("filters"), max_length=2000, blank=True)
    columns = models.JSONField(_("columns"), default=list)

    class Meta:
        verbose_name = _("list taken along")
        verbose_name_plural = _("lists taken along")
        ordering = ["-at", "-id"]
        permissions = [("export_client", _("Can take lists of clients along as a file"))]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
