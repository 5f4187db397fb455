"""Mass mails that staff confirmed, and single people whom they left out of one."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from draws.models.corrections import Correction
from draws.models.correspondence import Circular
from draws.models.draws import Draw
from draws.models.rule_changes import RuleChange
from intake.models import Client
from intake.querysets import RowsOfClientsQuerySet

ONE_SUBJECT = (
    Q(draw__isnull=False, change=None, circular=None)
    | Q(draw=None, change__isnull=False, circular=None)
    | Q(draw=None, change=None, circular__isnull=False)
)


# Messages that failed are named by their rows, in `entered`.
ONE_SUBJECT_OR_RETRY = ONE_SUBJECT | Q(about="retry", draw=None, change=None, circular=None)


class MailingQuerySet(models.QuerySet["Mailing"]):
    """Mass mails."""

    def waiting(self) -> Self:
        """Those that wait for a second person."""
        return self.filter(not_before=None, taken_back_at=None)

    def begun(self) -> Self:
        """Those that went on to their pause, and were not taken back."""
        return self.filter(not_before__isnull=False, taken_back_at=None)

    def paused(self, now: datetime) -> Self:
        """Those of which nothing has left yet."""
        return self.begun().filter(not_before__gt=now)


class Mailing(models.Model):
    """One mass mail that a member of staff confirmed, by its number of recipients.

    `entered`: of a correction, what is right and why; of failed messages, their `ledger` and the ids of the `rows`.
    `doubts`: what was to be confirmed explicitly (see `draws.feed.cutoff_doubts`); older rows have it in words.
    `asked_by`: none of a round that came from the feed by itself. `not_before`: nothing of it leaves
    earlier; none while it waits for a second person. `correction` is the one that came of it.
    """

    class About(models.TextChoices):
        """What the recipients are told of."""

        DRAW = "draw", _("News of a round")
        CORRECTION = "correction", _("News of a correction")
        RULES = "rules", _("News of a change of rules")
        CIRCULAR = "circular", _("Message to chosen clients")
        RETRY = "retry", _("Failed messages, tried again")

    about = models.CharField(_("about"), max_length=10, choices=About.choices)
    draw = models.ForeignKey(Draw, models.PROTECT, null=True, related_name="mailings", verbose_name=_("round"))
    change = models.ForeignKey(
        RuleChange, models.PROTECT, null=True, related_name="mailings", verbose_name=_("change of rules")
    )
    circular = models.ForeignKey(
        Circular, models.PROTECT, null=True, related_name="mailings", verbose_name=_("message to chosen clients")
    )
    correction = models.ForeignKey(Correction, models.PROTECT, null=True, verbose_name=_("correction"))
    entered: Any = models.JSONField(_("entered"), default=dict)
    doubts: Any = models.JSONField(_("doubts that were confirmed"), default=list)
    recipients = models.PositiveIntegerField(_("recipients"))
    asked_at = models.DateTimeField(_("confirmed at"), auto_now_add=True)
    # Those who confirmed, approved and took back stay on record: such accounts are made inactive, and can't be deleted.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("second person")
    )
    not_before = models.DateTimeField(_("not before"), null=True)
    taken_back_at = models.DateTimeField(_("taken back at"), null=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("taken back by")
    )

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=ONE_SUBJECT_OR_RETRY, name="mailing_about_one_thing")]

    def __str__(self) -> str:
        return f"{self.get_about_display()} {self.draw or self.change or self.circular or ''}".strip()

    def get_subject(self) -> dict[str, Any]:
        """What it is about, as keyword arguments for a query; all but one are None, of failed messages all."""
        return {"draw": self.draw, "change": self.change, "circular": self.circular}

    @property
    def subject_pk(self) -> int | None:
        """The id of the draw, of the change of rules or of the list of clients; of failed messages its own."""
        return self.draw_id or self.change_id or self.circular_id or self.pk

    @property
    def is_waiting(self) -> bool:
        """Whether a second person is to approve it."""
        return self.not_before is None and self.taken_back_at is None

    def is_paused(self, now: datetime) -> bool:
        """Whether nothing of it may leave yet."""
        return self.taken_back_at is None and self.not_before is not None and now < self.not_before


class LeftOutQuerySet(RowsOfClientsQuerySet["LeftOut"]):
    """People who are left out of a mass mail."""

    def about(
        self, *, draw: Draw | None = None, change: RuleChange | None = None, circular: Circular | None = None
    ) -> Self:
        """Those left out of what is told of a draw or of a change of rules, or of a message to chosen clients."""
        if draw or change:
            return self.filter(draw=draw.pk) if draw else self.filter(change=change)
        # 0 is no row's number: about nothing, nobody is left out.
        return self.filter(circular=circular.pk if circular else 0)


class LeftOut(models.Model):
    """One client whom staff left out of a draw, a change of rules or a circular, and why."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="left_out", verbose_name=_("client"))
    draw = models.ForeignKey(Draw, models.CASCADE, null=True, related_name="left_out", verbose_name=_("round"))
    change = models.ForeignKey(
        RuleChange, models.CASCADE, null=True, related_name="left_out", verbose_name=_("change of rules")
    )
    circular = models.ForeignKey(
        Circular, models.CASCADE, null=True, related_name="left_out", verbose_name=_("message to chosen clients")
    )
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    objects = LeftOutQuerySet.as_manager()

    class Meta:
        verbose_name = _("left out")
        verbose_name_plural = _("left out")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=ONE_SUBJECT, name="left_out_of_one_thing"),
            # NULL equals nothing, so that each of the three speaks only of the rows about its own subject.
            models.UniqueConstraint(fields=["draw", "client"], name="left_out_once_of_a_draw"),
            models.UniqueConstraint(fields=["change", "client"], name="left_out_once_of_a_change"),
            models.UniqueConstraint(fields=["circular", "client"], name="left_out_once_of_a_message"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.reason}"
