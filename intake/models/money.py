"""What was agreed, invoiced, paid and given back in a file, entered by hand. Nothing is paid here."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.models.clients import Client
from intake.querysets import MoneyEntryQuerySet


class MoneyEntry(models.Model):
    """One amount in Canadian dollars. It is never changed: a wrong one is taken back, and stays to be seen."""

    class MoneyKind(models.TextChoices):
        """What the amount is."""

        AGREED = "agreed", _("Agreed")
        INVOICED = "invoiced", _("Invoiced")
        PAID = "paid", _("Paid")
        RETURNED = "returned", _("Given back")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="money", verbose_name=_("client"))
    kind = models.CharField(_("kind"), max_length=10, choices=MoneyKind.choices)
    amount = models.DecimalField(
        _("amount in Canadian dollars"),
        max_digits=9,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"), _("Enter an amount of more than 0."))],
    )
    on = models.DateField(_("on"))
    words = models.CharField(
        _("for what"), max_length=200, blank=True, help_text=_("For example: service agreement, or invoice 2026-118.")
    )
    # An entry in the books outlives the account of the person who entered it.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    at = models.DateTimeField(_("entered at"), auto_now_add=True)
    # Never changed or deleted, so that somebody who looks on two days can see why the sums differ (record 0167).
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, editable=False)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("taken back by"),
    )

    objects = MoneyEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("amount")
        verbose_name_plural = _("amounts")
        ordering = ["-on", "-id"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="an_amount_is_more_than_nothing")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"
