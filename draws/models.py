"""Rounds of invitations as IRCC published them, and the ledger of who was told."""

from django.conf import settings
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draws import corrections, rule_changes  # noqa: F401  Django finds the models of modules that this one imports
from draws.owed import Owed
from draws.published import HIGHEST_SCORE
from draws.querysets import DrawQuerySet
from intake.kinds import NEW
from intake.models import ChosenStream, Client, Consent
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

    class Place(models.TextChoices):
        ANYWHERE = "anywhere", _("Anywhere")
        CANADA = "canada", _("In Canada")

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
    occupations = models.JSONField(
        _("its own list of occupations"),
        default=list,
        blank=True,
        help_text=_("Of a category that the tables do not know yet: NOC codes, as IRCC published them."),
    )
    months = models.PositiveSmallIntegerField(_("months of work asked for"), null=True, blank=True)
    place = models.CharField(_("where the work counts"), max_length=8, choices=Place.choices, blank=True)
    continuous = models.BooleanField(_("without interruption"), default=False)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    received = models.JSONField(_("as received from the feed"), null=True, editable=False)
    not_understood = models.JSONField(_("not understood"), default=list, editable=False)
    pool_as_on = models.DateField(_("pool distribution as on"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, verbose_name=_("published by")
    )
    matched_at = models.DateTimeField(_("matched at"), null=True, editable=False)
    reported_at = models.DateTimeField(_("reported to staff at"), null=True, editable=False)
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
    def selects(self) -> bool:
        """Whether it is known whom the round selected from: a stream, or its own list of occupations."""
        return bool(self.stream or self.occupations)

    @property
    def kind(self) -> str:
        """The kind of round, as clients choose it."""
        return self.stream or NEW

    @property
    def who(self) -> str:
        """Whom the round selected from, in words: the stream, or IRCC's own name for a new category."""
        return self.get_stream_display() or self.name

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


class Alert(Owed):
    """That one client is owed, or was sent, the news of one draw.

    `correction`: the newest one before it was put into words; none: as first
    published. Score and basis are right by the draw as it is recorded now.
    """

    class Basis(models.TextChoices):
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

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="draw_alerts", verbose_name=_("client"))
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="alerts", verbose_name=_("draw"))
    crs = models.PositiveSmallIntegerField(_("CRS score on the day"), help_text=_("0: none in the stream on the day."))
    basis = models.CharField(_("basis"), max_length=12, choices=Basis.choices)
    in_pool = models.CharField(_("in the pool"), max_length=8, choices=InPool.choices, default=InPool.UNKNOWN)
    correction = models.ForeignKey(
        "draws.Correction",
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="alerts",
        verbose_name=_("worded after the correction"),
    )
    in_error = models.BooleanField(
        _("in error"), default=False, db_default=False, help_text=_("By a correction, the client does not match.")
    )

    class Meta(Owed.Meta):
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints = [models.UniqueConstraint(fields=["draw", "client"], name="one_alert_per_client_per_draw")]

    @property
    def identity(self) -> str:
        """The draw and the client, and where a correction gave it other words, which."""
        return " ".join(str(part) for part in (self.draw_id, self.client_id, self.correction_id) if part)

    @classmethod
    def still_true(cls) -> Q:
        """Not once a correction has found it wrong, nor once the client does not want this kind of round any more."""
        draw = Draw.objects.filter(pk=OuterRef(OuterRef("draw_id")))
        kind = Case(When(stream="", then=Value(NEW)), default=F("stream"))
        of_kind = Subquery(draw.annotate(chosen_as=kind).values("chosen_as"))
        chosen = ChosenStream.objects.filter(client=OuterRef("client_id"), stream=of_kind)
        all_kinds = Client.objects.filter(pk=OuterRef("client_id"), chosen_only=False)
        return Q(in_error=False) & (Q(Exists(all_kinds)) | Q(Exists(chosen)))


class Notice(Owed):
    """A message to one client that is not the news of a draw: a reminder, a change of rules.

    `key` tells which one of its kind it is ("draw 437", "2026-12-01"), so that
    nobody gets the same twice; `facts` is what its words need beside the client.
    """

    class Kind(models.TextChoices):
        DEADLINE = "deadline", _("Invitation: time to apply")
        EXPIRY = "expiry", _("Test, assessment or pool profile about to lapse")
        RULES = "rules", _("Rules changed")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="notices", verbose_name=_("client"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    key = models.CharField(_("key"), max_length=100)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    until = models.DateField(_("last day"), null=True, help_text=_("Later it says nothing new and is not sent."))
    invited_on = models.DateField(_("of the invitation of"), null=True)

    class Meta(Owed.Meta):
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(fields=["client", "kind", "key"], name="one_notice_of_a_kind_per_client")
        ]

    @property
    def identity(self) -> str:
        """Kind, key and client."""
        return f"{self.kind} {self.key} {self.client_id}"

    @classmethod
    def still_true(cls) -> Q:
        """Until its last day, while the client wants this kind; a reminder of an invitation while that stands."""
        stands = Client.objects.filter(
            pk=OuterRef("client_id"), stage=Client.Stage.INVITED, invited_on=OuterRef("invited_on")
        )
        client = Client.objects.filter(pk=OuterRef("client_id"))
        news = Q(kind=cls.Kind.RULES)
        wanted = (news & Q(Exists(client.filter(rule_news=True)))) | (~news & Q(Exists(client.filter(reminders=True))))
        in_time = Q(until=None) | Q(until__gte=timezone.localdate())
        return wanted & in_time & (Q(invited_on=None) | Q(Exists(stands)))

    @classmethod
    def agreed(cls) -> Q:
        """Also a client with an agreement who was never asked about e-mail, where the firm reminds those."""
        if not settings.REMIND_RETAINED:
            return super().agreed()
        asked = Consent.objects.filter(client=OuterRef("pk"))
        return super().agreed() | Q(~Exists(asked), retained_on__isnull=False)

    @property
    def basis(self) -> str:
        """Why the client is written to (CASL): they agreed ("consent"), or it belongs to the service ("service")."""
        return "consent" if self.client.alerts else "service"


class Pause(models.Model):
    """A time in which no message leaves; going on while it has no end. Kept as a record of who paused and when."""

    began = models.DateTimeField(_("began"), auto_now_add=True)
    began_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("paused by")
    )
    ended = models.DateTimeField(_("ended"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("resumed by")
    )

    class Meta:
        verbose_name = _("pause in sending")
        verbose_name_plural = _("pauses in sending")
        ordering = ["-began"]
        constraints = [models.UniqueConstraint(models.Value(1), condition=Q(ended=None), name="one_pause_at_a_time")]
        permissions = [("pause_sending", _("Can pause and resume the sending of messages"))]

    def __str__(self) -> str:
        return f"{self.began:%Y-%m-%d %H:%M}"


class Used(models.Model):
    """How many messages were let out in one span of time: a minute or a day (see `draws.limits`)."""

    span = models.CharField(_("span"), max_length=6)
    since = models.DateTimeField(_("since"))
    count = models.PositiveIntegerField(_("messages"), default=0)

    class Meta:
        verbose_name = _("use of a limit")
        verbose_name_plural = _("uses of the limits")
        constraints = [models.UniqueConstraint(fields=["span", "since"], name="one_count_a_span")]

    def __str__(self) -> str:
        return f"{self.span} {self.since:%Y-%m-%d %H:%M}: {self.count}"


class Fit(models.Model):
    """Whether a client has the work that a draw's own list of occupations asks for (see `draws.own_category`)."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="fits", verbose_name=_("draw"))
    asked = models.CharField(_("asked for"), max_length=16)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+", verbose_name=_("client"))
    fits = models.BooleanField(_("fits"))
    worked_out = models.DateTimeField(_("worked out"))

    class Meta:
        verbose_name = _("fit")
        verbose_name_plural = _("fits")
        constraints = [models.UniqueConstraint(fields=["draw", "asked", "client"], name="one_fit_per_client_and_list")]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.client_id} {self.fits}"


class Feed(models.Model):
    """An address that rounds are taken from, and how our visits to it went.

    `etag` and `last_modified` are what the server said of the version we took
    in last; `due_at` is when it may be asked again, and `lease_until` until when
    another process counts as asking it now. `problem`: why the last visit failed;
    `unreadable`: rows of the version taken in last that could not be read.
    """

    address = models.URLField(_("address"), max_length=500, unique=True)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=500, blank=True)
    due_at = models.DateTimeField(_("asked again at"), default=timezone.now)
    lease_until = models.DateTimeField(_("lease until"), null=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True)
    problem = models.TextField(_("problem"), blank=True)
    unreadable = models.TextField(_("rows that are no rounds"), blank=True)
    told_at = models.DateTimeField(_("staff told of the trouble at"), null=True)
    asked_at = models.DateTimeField(_("asked at"), null=True)
    changed_at = models.DateTimeField(_("brought news at"), null=True)

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        ordering = ["address"]

    def __str__(self) -> str:
        return self.address
