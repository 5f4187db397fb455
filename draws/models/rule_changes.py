"""A change of rules and what it does to each client: compared by staff, released by staff."""

from datetime import datetime, timedelta
from typing import NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, ExpressionWrapper, F, Min, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from draws.models.firm_rules import FirmEdition
from intake.models import Client
from intake.querysets import RowsOfClientsQuerySet

# A comparison of which nothing has come for this long is handed out again: its tasks may be lost.
STALLED_AFTER = timedelta(minutes=1)


class RuleChangeQuerySet(models.QuerySet["RuleChange"]):
    """Changes of rules."""

    def stalled(self, now: datetime) -> Self:
        """Not released, and nothing of their comparison has moved for a minute; some may be complete."""
        return self.filter(Q(moved_at=None) | Q(moved_at__lt=now - STALLED_AFTER), released_at=None)


# What becomes of a score, in the order in which it is shown.
UP, DOWN, STAYS = "1 up", "2 down", "3 stays"


class RuleNewsReading(NamedTuple):
    """How the news of a change of rules reads: what becomes of the score, and whether streams are gained and lost."""

    score: str
    gains: bool
    loses: bool


class RuleEffectQuerySet(RowsOfClientsQuerySet["RuleEffect"]):
    """Effects of a change of rules."""

    def felt(self) -> Self:
        """Those that change the score or the streams."""
        return self.filter(~Q(before=F("after")) | ~Q(gained=[]) | ~Q(lost=[]))

    def higher(self) -> Self:
        """Those with more points afterwards."""
        return self.filter(after__gt=F("before"))

    def lower(self) -> Self:
        """Those with fewer points afterwards."""
        return self.filter(after__lt=F("before"))

    def find_ways(self) -> dict[RuleNewsReading, int]:
        """The ways in which their news reads, in order, each with the key of the first effect that reads so."""
        score = Case(When(after__gt=F("before"), then=Value(UP)), When(after__lt=F("before"), then=Value(DOWN)))
        gains, loses = (ExpressionWrapper(~Q(**{name: []}), models.BooleanField()) for name in ("gained", "lost"))
        ways = self.annotate(
            score=Coalesce(score, Value(STAYS), output_field=models.CharField()), gains=gains, loses=loses
        )
        rows = ways.order_by().values_list("score", "gains", "loses").annotate(first=Min("pk"))
        return {RuleNewsReading(score, bool(gains), bool(loses)): first for score, gains, loses, first in sorted(rows)}


class RuleChange(models.Model):
    """The comparison of the rules before an edition with those from it on, on one day, for every client who agreed.

    Of an edition that the firm entered itself (`firm_edition`), the rules without it
    and with it. Nobody is written to before the release, and then once. `moved_at`: when
    it was handed to the workers or a worker has done some of it, whichever is later.
    """

    edition = models.DateField(_("edition"))
    firm_edition = models.OneToOneField(
        FirmEdition,
        on_delete=models.CASCADE,
        null=True,
        editable=False,
        related_name="change",
        verbose_name=_("entered by the firm"),
    )
    on = models.DateField(_("compared on the day"))
    begun_at = models.DateTimeField(_("begun at"), auto_now_add=True)
    moved_at = models.DateTimeField(_("last moved at"), null=True, editable=False)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("begun by")
    )
    released_at = models.DateTimeField(_("released at"), null=True, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("released by")
    )

    objects = RuleChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of rules")
        verbose_name_plural = _("changes of rules")
        ordering = ["-edition"]
        constraints = [
            # Of the firm's own editions several may begin on one day; each has its comparison by the key above.
            models.UniqueConstraint(
                fields=["edition"], condition=Q(firm_edition=None), name="one_comparison_of_shipped_rules"
            )
        ]
        permissions = [("release_rulechange", _("Can tell clients what a change of rules did to their score"))]

    def __str__(self) -> str:
        return f"{self.edition}"

    def is_stalled(self, now: datetime) -> bool:
        """Whether nothing has moved for a minute."""
        return self.moved_at is None or self.moved_at < now - STALLED_AFTER


class RuleEffect(models.Model):
    """What a change of rules does to one client.

    `factors` are the rows that differ: code, points before, points after.
    """

    change = models.ForeignKey(RuleChange, on_delete=models.CASCADE, related_name="effects", verbose_name=_("change"))
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+", verbose_name=_("client"))
    before = models.PositiveSmallIntegerField(_("score before"))
    after = models.PositiveSmallIntegerField(_("score after"))
    gained = models.JSONField(_("streams gained"), default=list)
    lost = models.JSONField(_("streams lost"), default=list)
    factors = models.JSONField(_("factors"), default=list)

    objects = RuleEffectQuerySet.as_manager()

    class Meta:
        verbose_name = _("effect of a change of rules")
        verbose_name_plural = _("effects of changes of rules")
        constraints = [models.UniqueConstraint(fields=["change", "client"], name="one_effect_per_client")]

    def __str__(self) -> str:
        return f"{self.before} {self.after}"

    @property
    def is_felt(self) -> bool:
        """Whether it changes the score or the streams; the database asks the same by `felt`."""
        return self.before != self.after or bool(self.gained or self.lost)
