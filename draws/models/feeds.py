"""The feeds that rounds are taken from."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.common.faults import list_packed


class Feed(models.Model):
    """An address that rounds are taken from, and how our visits to it went.

    `etag` and `last_modified` are what the server said of the version we took
    in last; `due_at` is when it may be asked again, and `lease_until` until when
    another process counts as asking it now. `read_at`: the last visit that went
    well, whether or not it brought news. `problem`: why the last visit failed;
    `unreadable`: rows of the version taken in last that could not be read, in no language (`intake.common.faults`).
    """

    address = models.URLField(_("address"), max_length=500, unique=True)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=500, blank=True)
    due_at = models.DateTimeField(_("asked again at"), default=timezone.now)
    lease_until = models.DateTimeField(_("lease until"), null=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True)
    problem = models.TextField(_("problem"), blank=True)
    unreadable = models.TextField(_("rows that are no rounds"), blank=True)
    told_at = models.DateTimeField(_("staff told of the trouble at"), null=True)
    asked_at = models.DateTimeField(_("asked at"), null=True)
    read_at = models.DateTimeField(_("last read at"), null=True)
    changed_at = models.DateTimeField(_("brought news at"), null=True)

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        ordering = ["address"]

    def __str__(self) -> str:
        return self.address

    @property
    def rejected_rows(self) -> list[str]:
        """Why rows were not taken in, each in the language of whoever reads it."""
        return list_packed(self.unreadable)
