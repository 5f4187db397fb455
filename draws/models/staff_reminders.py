"""The ledger of what staff were told of their clients' dates."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from draws.querysets import StaffReminderQuerySet
from intake.models import Client


class StaffReminder(models.Model):
    """One thing of one client on one of its days: an invitation's clock, something that ends, a task.

    `key` tells which, so that staff are told of nothing twice; `facts` is what
    the words need. `told_at` is when the letter that tells it was owed.
    """

    class ReminderKind(models.TextChoices):
        """What runs out: the days to apply, or something in the file."""

        DEADLINE = "deadline", _("Invitation: time to apply")
        EXPIRY = "expiry", _("Test, assessment, pool profile or document about to lapse")
        TODO = "todo", _("Task that is due")

    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, related_name="staff_reminders", verbose_name=_("client")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ReminderKind.choices)
    key = models.CharField(_("key"), max_length=100)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    until = models.DateField(_("last day"))
    invited_on = models.DateField(_("of the invitation of"), null=True)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("whose task")
    )
    told_at = models.DateTimeField(_("told at"), null=True)
    told_to = models.CharField(_("told to"), max_length=254, blank=True)

    objects = StaffReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder to staff")
        verbose_name_plural = _("reminders to staff")
        ordering = ["-created", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["client", "kind", "key"], name="one_reminder_to_staff_of_a_kind")
        ]
        indexes = [models.Index(fields=["created"], condition=models.Q(told_at=None), name="staff_reminders_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
