"""IRCC's invitations to apply: which round, received when, and what became of each."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake.models.clients import Client
from intake.querysets import InvitationQuerySet
from scoring.streams import list_choices

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Invitation(models.Model):
    """One invitation of a client; by when to apply is worked out from the table of its day (`invitation/deadlines`).

    The round is kept as its facts: `round_number` is IRCC's ("91a"), empty where nobody knows it. While `outcome`
    is open its steps are tasks of the file (`Todo.invitation`), and `Client.invited_on` is its day.
    """

    class InvitationOutcome(models.TextChoices):
        """What became of it; open: there is still time, or nobody has said."""

        OPEN = "open", pgettext_lazy("an invitation", "Open")
        APPLIED = "applied", _("Application submitted")
        DECLINED = "declined", pgettext_lazy("an invitation", "Declined")
        LAPSED = "lapsed", _("Lapsed")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("client"))
    received_on = models.DateField(_("invited to apply on"))
    # Text and no foreign key: rounds are of the app above, and one may be corrected or typed anew (record 0190).
    round_number = models.CharField(_("round"), max_length=10, blank=True)
    round_stream = models.CharField(_("stream"), max_length=20, choices=list_choices, blank=True)
    round_on = models.DateField(_("date of the round"), null=True, blank=True)
    cutoff = models.PositiveSmallIntegerField(_("CRS cut-off"), null=True, blank=True)
    outcome = models.CharField(
        _("what became of it"), max_length=8, choices=InvitationOutcome.choices, default=InvitationOutcome.OPEN
    )
    outcome_on = models.DateField(_("on"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("closed by"),
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-received_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["client", "received_on"], name="one_invitation_of_a_day"),
            models.UniqueConstraint(fields=["client"], condition=Q(outcome="open"), name="one_open_invitation"),
            # An end is a choice with its day, never an empty field (record 0190).
            models.CheckConstraint(
                condition=Q(outcome="open", outcome_on=None) | (~Q(outcome="open") & Q(outcome_on__isnull=False)),
                name="end_of_invitation_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.received_on} {self.outcome}"

    @property
    def is_open(self) -> bool:
        """Whether nothing has become of it yet."""
        return self.outcome == self.InvitationOutcome.OPEN

    def set_end(self, outcome: str, on: date | None, by: "User | None") -> None:
        """Set what became of it, on which day and who says so; open: nothing yet, and no day. The caller saves."""
        for name, value in build_end(outcome, on, by).items():
            setattr(self, name, value)


def build_end(outcome: str, on: date | None, by: "User | None") -> dict[str, Any]:
    """The columns, with their values, that say what became of invitations, on which day, and who says so now."""
    closed_at, closed_by = (None, None) if outcome == Invitation.InvitationOutcome.OPEN else (timezone.now(), by)
    return {"outcome": outcome, "outcome_on": on, "closed_at": closed_at, "closed_by": closed_by}
