"""What holds messages back: pauses, and how many may leave in a minute or a day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Pause(models.Model):
    """A time in which no message leaves; going on while it has no end. Kept as a record of who paused and when."""

    began = models.DateTimeField(_("began"), auto_now_add=True)
    began_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("paused by")
    )
    ended = models.DateTimeField(_("ended"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("resumed by")
    )

    class Meta:
        verbose_name = _("pause in sending")
        verbose_name_plural = _("pauses in sending")
        ordering = ["-began"]
        # An index over a constant: of the pauses that have no end there can be one.
        constraints = [models.UniqueConstraint(models.Value(1), condition=Q(ended=None), name="one_pause_at_a_time")]
        permissions = [("pause_sending", _("Can pause and resume the sending of messages"))]

    def __str__(self) -> str:
        return f"{self.began:%Y-%m-%d %H:%M}"


class Used(models.Model):
    """How many messages were let out in one span of time: a minute or a day (see `draws.outbox.throttle`)."""

    span = models.CharField(_("span"), max_length=6)
    since = models.DateTimeField(_("since"))
    count = models.PositiveIntegerField(_("messages"), default=0)

    class Meta:
        verbose_name = _("use of a limit")
        verbose_name_plural = _("uses of the limits")
        constraints = [models.UniqueConstraint(fields=["span", "since"], name="one_count_a_span")]

    def __str__(self) -> str:
        return f"{self.span} {self.since:%Y-%m-%d %H:%M}: {self.count}"
