"""The firm's record of breaches of safeguards: every one, whatever its risk (PIPEDA s. 10.3; in Quebec, Law 25)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.querysets import BreachQuerySet


class BreachRecord(models.Model):
    """One loss of, or access to, personal data that should not have been. It names nobody concerned."""

    class Risk(models.TextChoices):
        """A real risk of significant harm obliges to report and to tell people."""

        ASSESSING = "assessing", _("Being assessed")
        YES = "yes", _("Yes: report it and tell the people")
        NO = "no", _("No")

    found_on = models.DateField(_("found out on"))
    happened_on = models.DateField(_("happened on"), null=True, blank=True, help_text=_("Empty: not known."))
    what = models.TextField(_("what happened"), help_text=_("The circumstances and the cause. Name nobody concerned."))
    data = models.TextField(_("which data"), help_text=_("For example: e-mail addresses and scores."))
    people = models.PositiveIntegerField(_("number of people"), null=True, blank=True, help_text=_("Empty: not known."))
    risk = models.CharField(
        _("real risk of significant harm"), max_length=10, choices=Risk.choices, default=Risk.ASSESSING
    )
    because = models.TextField(_("why"), blank=True, help_text=_("How sensitive the data is, how likely its misuse."))
    done = models.TextField(
        _("what was done"), blank=True, help_text=_("To lessen the harm, and to prevent another breach.")
    )
    # PIPEDA s. 10.1(1), where the risk is real; Quebec's commission wants a notice of its own (Law 25).
    reported_on = models.DateField(_("reported to the Privacy Commissioner of Canada on"), null=True, blank=True)
    reported_in_quebec_on = models.DateField(
        _("reported to the Commission d'accès à l'information on"), null=True, blank=True
    )
    # PIPEDA s. 10.1(3).
    told_on = models.DateField(_("people told on"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    objects = BreachQuerySet.as_manager()

    class Meta:
        verbose_name = _("breach of safeguards")
        verbose_name_plural = _("breaches of safeguards")
        ordering = ["-found_on", "-id"]

    def __str__(self) -> str:
        return f"{self.found_on}"
