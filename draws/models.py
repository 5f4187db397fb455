"""Rounds of invitations as IRCC published them, and the ledger of who was told."""

from django.conf import settings
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draws.published import HIGHEST_SCORE
from draws.querysets import AlertQuerySet, DrawQuerySet
from intake.models import Client
from scoring.streams import STREAMS

NUMBER_HELP = _("IRCC's number of the round, such as 438 or 91a.")


class Draw(models.Model):
    """One round of invitations.

    `number` is text: IRCC's 91st round is "91a" and "91b". A row from the feed
    keeps what was received, word for word, in `received`; what of it could not
    be understood is listed in `not_understood` (see `draws.doubts`) and waits
    for a person.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft: nobody told")
        PUBLISHED = "published", _("Published: matching clients alerted")
        CORRECTED = "corrected", _("Corrected after publication")

    class News(models.TextChoices):
        """What the feed brought and staff have not been told of yet."""

        NEW = "new", _("New in the feed")
        CHANGED = "changed", _("Changed in the feed")

    number = models.CharField(
        _("number"), max_length=10, unique=True, validators=[RegexValidator(r"^\d{1,5}[a-z]?$", NUMBER_HELP)]
    )
    name = models.CharField(_("name as published"), max_length=200)
    stream = models.CharField(_("stream"), max_length=20, choices=STREAMS, blank=True)
    held_on = models.DateField(_("date of the round"))
    cutoff = models.PositiveSmallIntegerField(
        _("CRS cut-off"), null=True, validators=[MaxValueValidator(HIGHEST_SCORE)]
    )
    size = models.PositiveIntegerField(_("invitations issued"), null=True, blank=True)
    tie_break = models.DateTimeField(
        _("tie-break (UTC)"),
        null=True,
        blank=True,
        help_text=_("At the cut-off itself, profiles submitted at or before this time were invited."),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    received = models.JSONField(_("as received from the feed"), null=True, editable=False)
    not_understood = models.JSONField(_("not understood"), default=list, editable=False)
    pool_as_on = models.DateField(_("pool distribution as on"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, verbose_name=_("published by")
    )
    matched_at = models.DateTimeField(_("matched at"), null=True, editable=False)
    news = models.CharField(_("news for staff"), max_length=10, choices=News.choices, blank=True, editable=False)
    news_at = models.DateTimeField(_("news since"), null=True, editable=False)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("draw")
        verbose_name_plural = _("draws")
        ordering = ["-held_on", "-id"]
        permissions = [("publish_draw", _("Can publish draws and alert clients"))]

    def __str__(self) -> str:
        return f"{self.number} · {self.held_on} · {self.name}"

    @property
    def is_published(self) -> bool:
        """Whether clients have been, or are being, told."""
        return self.status != self.Status.DRAFT


class PoolBand(models.Model):
    """How many candidates stood in the pool between two scores, as published with a round."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="bands", verbose_name=_("draw"))
    low = models.PositiveSmallIntegerField(_("from"))
    high = models.PositiveSmallIntegerField(_("to"))
    candidates = models.PositiveIntegerField(_("candidates"))

    class Meta:
        verbose_name = _("pool band")
        verbose_name_plural = _("pool distribution")
        ordering = ["-high"]
        constraints = [models.UniqueConstraint(fields=["draw", "low", "high"], name="one_band_per_draw")]

    def __str__(self) -> str:
        return f"{self.low}-{self.high}: {self.candidates}"


class Alert(models.Model):
    """That one client is owed, or was sent, the news of one draw.

    The ledger is the truth and the broker only the messenger: a worker claims a
    row under a lease, sends, and marks it; what a dead worker left is found by
    the sweep. A message repeated by a crash carries the same Message-ID, because
    it is derived from the draw and the client.

    `lease_until` of a row that is being sent: when its worker counts as dead;
    of a pending row: until when it counts as handed to the broker.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Pending")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        SUPPRESSED = "suppressed", _("Suppressed")

    class Basis(models.TextChoices):
        ABOVE = "above", _("Score above the cut-off")
        AT_CUTOFF = "at_cutoff", _("Score at the cut-off, no tie-break published")
        TIE_MET = "tie_met", _("Score at the cut-off, profile submitted before the tie-break")
        TIE_UNKNOWN = "tie_unknown", _("Score at the cut-off, submission time not known")

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="alerts", verbose_name=_("draw"))
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="draw_alerts", verbose_name=_("client"))
    crs = models.PositiveSmallIntegerField(_("CRS score on the day"))
    basis = models.CharField(_("basis"), max_length=12, choices=Basis.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due at"))
    lease_until = models.DateTimeField(_("lease until"), null=True)
    problem = models.TextField(_("problem"), blank=True)
    created = models.DateTimeField(_("created"))
    sent_at = models.DateTimeField(_("sent at"), null=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["draw", "client"], name="one_alert_per_client_per_draw")]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["pending", "sending"]),
                name="alerts_still_owed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.client_id} {self.state}"


class Feed(models.Model):
    """An address that rounds are taken from, and how our visits to it went.

    `etag` and `last_modified` are what the server said of the version we took
    in last; `due_at` is when it may be asked again, and `lease_until` until when
    another process counts as asking it now.
    """

    address = models.URLField(_("address"), max_length=500, unique=True)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=500, blank=True)
    due_at = models.DateTimeField(_("asked again at"), default=timezone.now)
    lease_until = models.DateTimeField(_("lease until"), null=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    problem = models.TextField(_("problem"), blank=True)
    asked_at = models.DateTimeField(_("asked at"), null=True)
    changed_at = models.DateTimeField(_("brought news at"), null=True)

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        ordering = ["address"]

    def __str__(self) -> str:
        return self.address
