"""When each process that works without visitors was last at work, and which beat may call the tasks."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """A process of one part, and when it was last at work; a process that ends in order takes its row away.

    `told_at`: when staff were told that it is silent; empty again with the next beat.
    """

    class WatchedPart(models.TextChoices):
        """What works without visitors."""

        BEAT = "beat", _("beat, which calls what is due")
        WORKER = "worker", _("worker")
        URGENT = "urgent", _("worker for codes and confirmations")
        PDF = "pdf", _("worker for PDFs")

    part = models.CharField(_("part"), max_length=10, choices=WatchedPart.choices)
    node = models.CharField(_("process"), max_length=200)
    at = models.DateTimeField(_("last at work"))
    told_at = models.DateTimeField(_("staff told at"), null=True)

    class Meta:
        verbose_name = _("background process")
        verbose_name_plural = _("background processes")
        ordering = ["part", "node"]
        constraints = [models.UniqueConstraint(fields=["part", "node"], name="one_heartbeat_a_process")]

    def __str__(self) -> str:
        return f"{self.part} {self.node}"


class BeatLease(models.Model):
    """The one beat that calls the tasks, until when, and when each was called last ({name: ISO time})."""

    holder = models.CharField(_("process"), max_length=200, blank=True)
    until = models.DateTimeField(_("lease until"))
    called = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("lease of beat")
        verbose_name_plural = _("leases of beat")

    def __str__(self) -> str:
        return self.holder
