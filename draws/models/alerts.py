"""The ledger of alerts: who is told of which draw."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from draws.models.draws import Draw
from draws.models.owed import OwedToClient
from intake.models import Client


class Alert(OwedToClient):
    """The news of one draw that one client is owed, or was sent.

    `correction`: the newest one before it was put into words; none: as first
    published. Score and basis are right by the draw as it is recorded now.
    """

    class Basis(models.TextChoices):
        """Why the client matched: how their score stood to the cut-off and the tie-break."""

        ABOVE = "above", _("Score above the cut-off")
        AT_CUTOFF = "at_cutoff", _("Score at the cut-off, no tie-break published")
        TIE_MET = "tie_met", _("Score at the cut-off, profile submitted before the tie-break")
        TIE_UNKNOWN = "tie_unknown", _("Score at the cut-off, submission time not known")

    class InPool(models.TextChoices):
        """Whether the client's own profile was in IRCC's pool on the day of the round."""

        YES = "yes", _("Profile in the pool on the day")
        UNKNOWN = "unknown", _("Not known whether in the pool")
        LATER = "later", _("Profile submitted after the round")
        LAPSED = "lapsed", _("Profile submitted too long before the round")

    kind = "alert"

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="draw_alerts", verbose_name=_("client"))
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="alerts", verbose_name=_("round"))
    crs = models.PositiveSmallIntegerField(_("CRS score on the day"), help_text=_("0: none in the stream on the day."))
    basis = models.CharField(_("basis"), max_length=12, choices=Basis.choices)
    in_pool = models.CharField(_("in the pool"), max_length=8, choices=InPool.choices, default=InPool.UNKNOWN)
    # Without an index: it is asked for with its draw alone, whose constraint has one.
    correction = models.ForeignKey(
        "draws.Correction",
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="alerts",
        verbose_name=_("worded after the correction"),
    )
    # `db_default` here and in `Owed`: matching inserts by one statement that leaves such columns out (`fill_ledger`).
    in_error = models.BooleanField(
        _("in error"),
        default=False,
        db_default=False,
        help_text=_("By a correction, the client does not match; or staff took the message back before it left."),
    )

    alike_by = ("draw", "client__language")

    class Meta(OwedToClient.Meta):
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints = [models.UniqueConstraint(fields=["draw", "client"], name="one_alert_per_client_per_draw")]

    @property
    def identity(self) -> str:
        """The draw and the client, and where a correction gave it other words, which."""
        return " ".join(str(part) for part in (self.draw_id, self.client_id, self.correction_id) if part)

    @property
    def wording(self) -> int:
        """The correction after which it is worded; 0: as first published."""
        return self.correction_id or 0

    @classmethod
    def has_wording(cls, wording: Any) -> Q:
        """A condition: no correction has given it other words."""
        # Its own column and no look at the draw: a claim that waited for a correction to end reads its row anew, and
        # other tables as they were.
        return Q(Exact(Coalesce("correction_id", 0), wording))

    @classmethod
    def is_still_true(cls) -> Q:
        """A condition: no correction has found the alert wrong."""
        return Q(in_error=False)
