"""What the College's Code wants on record: who is licensed, conflicts looked for, and when a file moved on."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.models.clients import Client


class Licence(models.Model):
    """The licence of a member of staff. Without one, nobody advises or answers for a file (IRPA s. 91)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="licence", verbose_name=_("staff")
    )
    number = models.CharField(_("licence number"), max_length=20, unique=True)

    class Meta:
        verbose_name = _("licence")
        verbose_name_plural = _("licences")
        permissions = [("can_advise", "Can advise clients and answer for their files")]

    def __str__(self) -> str:
        return self.number


class ConflictCheck(models.Model):
    """The record of a look for conflicts of interest before the firm took a matter on; appended, never changed."""

    class Result(models.TextChoices):
        """What was found."""

        CLEAR = "clear", _("No conflict")
        CONSENTED = "consented", _("A conflict, and everybody concerned consented in writing")
        CONFLICT = "conflict", _("A conflict: the firm may not act")

    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, related_name="conflict_checks", verbose_name=_("client")
    )
    result = models.CharField(_("result"), max_length=20, choices=Result.choices)
    searched = models.TextField(
        _("what was looked for"),
        help_text=_("The names and files compared: partner, employer, other parties."),
    )
    # Whoever looked stays on record: such an account is made inactive, and can't be deleted.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("conflict check")
        verbose_name_plural = _("conflict checks")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.result}"


class StageMove(models.Model):
    """One move of a file from one stage to another; appended, never changed. Without `by`, the client moved it."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="stage_moves", verbose_name=_("client"))
    was = models.CharField(pgettext_lazy("a state", "from"), max_length=20, choices=Client.Stage.choices)
    stage = models.CharField(_("to"), max_length=20, choices=Client.Stage.choices)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("move of a file")
        verbose_name_plural = _("moves of a file")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.stage}"
