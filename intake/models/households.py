"""Two clients who are a couple: that they instruct the firm together, and since when they no longer do."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.models.clients import Client


class Household(models.Model):
    """Two clients who are partners and agreed to instruct the firm together.

    Each keeps their own file, consent and sign-in; the link opens neither file to
    the other. `ended_on`: the day from which nothing is joint.
    """

    joint_on = models.DateField(_("joint instructions agreed on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("linked by")
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)
    clients: "models.ManyToManyField[Client, Member]" = models.ManyToManyField(
        Client, through="Member", related_name="households", verbose_name=_("clients")
    )

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        ordering = ["-created", "-id"]

    def __str__(self) -> str:
        return f"{self.joint_on}"


class Member(models.Model):
    """One of the two; `live` as long as the household has not ended, so that the database can forbid two at once."""

    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, related_name="members", verbose_name=_("household")
    )
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("client"))
    live = models.BooleanField(_("live"), default=True)

    class Meta:
        verbose_name = _("member of a household")
        verbose_name_plural = _("members of households")
        constraints = [
            models.UniqueConstraint(fields=["household", "client"], name="once_in_a_household"),
            models.UniqueConstraint(fields=["client"], condition=Q(live=True), name="one_live_household_per_client"),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.client_id}"
