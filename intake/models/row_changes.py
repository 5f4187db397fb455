"""What rows of a file said before they were changed, for its history."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models.clients import Client
from intake.querysets import RowChangeQuerySet


class RowChange(models.Model):
    """One change in a row that a file's history shows, or in the file's own; appended, never changed.

    Without `by`, by the client. `model` and `row` name it, `model` alone where its key is no number. `was` and `now`
    are its fields before and after, as `intake.clients.changes` keeps them; of the file those alone that changed.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="row_changes", verbose_name=_("client"))
    # No foreign key: rows of several tables, and of the app above this one; some are deleted before their file is.
    model = models.CharField(max_length=40)
    row = models.PositiveBigIntegerField(null=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    was: Any = models.JSONField(default=dict, blank=True)
    now: Any = models.JSONField(default=dict, blank=True)

    objects = RowChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a row")
        verbose_name_plural = _("changes of rows")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.model} {self.row}"

    @property
    def values(self) -> list[tuple[str, str, str]]:
        """Each field that changed: its name, the old and the new value."""
        return [(name, was, self.now[name]) for name, was in self.was.items() if self.now[name] != was]
