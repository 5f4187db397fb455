"""The record of corrections of published draws, and the ledger of who is owed a letter about one."""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from draws.owed import Owed, State
from intake.models import Client


class Correction(models.Model):
    """That a published draw was put right: by whom, when, why, from what to what; appended, never changed.

    `before` and `after` are what decides who matches, and the name and size, as
    text; the numbers are of clients.
    """

    draw = models.ForeignKey("draws.Draw", on_delete=models.PROTECT, related_name="corrections", verbose_name=_("draw"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    reason = models.TextField(_("reason"))
    before = models.JSONField(_("before"))
    after = models.JSONField(_("after"))
    told = models.PositiveIntegerField(_("told that they match"), default=0)
    in_error = models.PositiveIntegerField(_("told in error, owed the correction"), default=0)
    withdrawn = models.PositiveIntegerField(_("withdrawn before it left"), default=0)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.at:%Y-%m-%d %H:%M}"

    @property
    def changes(self) -> dict[str, tuple[str, str]]:
        """Field -> what was recorded, what is right; of what differs."""
        return {name: (was, self.after[name]) for name, was in self.before.items() if was != self.after[name]}


class CorrectionLetter(Owed):
    """That a client who was told of a draw is owed the news of a correction.

    `matches`: whether the letter says that they match after all, which only a
    further correction brings about, or that they were told in error.
    """

    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, related_name="correction_letters", verbose_name=_("client")
    )
    correction = models.ForeignKey(
        Correction, on_delete=models.PROTECT, related_name="letters", verbose_name=_("correction")
    )
    alert = models.ForeignKey(
        "draws.Alert", on_delete=models.CASCADE, related_name="correction_letters", verbose_name=_("alert")
    )
    matches = models.BooleanField(_("matches after all"))

    class Meta(Owed.Meta):
        verbose_name = _("letter of correction")
        verbose_name_plural = _("letters of correction")
        constraints = [models.UniqueConstraint(fields=["correction", "alert"], name="one_letter_per_correction")]

    @property
    def identity(self) -> str:
        """The correction and the client."""
        return f"correction {self.correction_id} {self.client_id}"

    @classmethod
    def still_true(cls) -> Q:
        """The client's alert has left, and what the letter says of it is still so."""
        alerts = apps.get_model("draws", "Alert").objects.filter(pk=OuterRef("alert_id"), state=State.SENT)
        return Q(Exists(alerts.exclude(in_error=OuterRef("matches"))))
