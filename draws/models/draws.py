"""Rounds of invitations as IRCC published them, with the pool on their day."""

from django.conf import settings
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from draws.querysets import DrawQuerySet
from intake.models.round_kinds import NEW
from scoring.streams import list_choices

# The end of the CRS, as `crs/limits` adds up to: of a column in the database, which no edition changes by itself.
HIGHEST_SCORE = 1200
# More than any name of a round has had.
LONGEST_NAME = 200
NUMBER_HELP = _("IRCC's number of the round, such as 438 or 91a.")


class Draw(models.Model):
    """One round of invitations.

    `number` is text: IRCC's 91st round is "91a" and "91b". A row from the feed
    keeps what was received, word for word, in `received`; what of it could not
    be understood is listed in `not_understood` (see `draws.rounds.doubts`) and waits
    for a person.
    """

    class Status(models.TextChoices):
        """How far a draw has come; only a published one has alerts."""

        DRAFT = "draft", _("Recorded: nobody told")
        PUBLISHED = "published", _("Published: matching clients alerted")
        CORRECTED = "corrected", _("Corrected after publication")

    class News(models.TextChoices):
        """What the feed brought and staff have not been told of yet."""

        NEW = "new", _("New in the feed")
        CHANGED = "changed", _("Changed in the feed")

    class WorkPlace(models.TextChoices):
        """Where the months of work of a custom list must have been worked."""

        ANYWHERE = "anywhere", _("Anywhere")
        CANADA = "canada", _("In Canada")

    number = models.CharField(
        _("number"), max_length=10, unique=True, validators=[RegexValidator(r"^\d{1,5}[a-z]?$", NUMBER_HELP)]
    )
    name = models.CharField(_("name as published"), max_length=LONGEST_NAME)
    # A function, so that a program which a new edition brings needs no migration (record 0081).
    stream = models.CharField(_("stream"), max_length=20, choices=list_choices, blank=True)
    held_on = models.DateField(_("date of the round"))
    cutoff = models.PositiveSmallIntegerField(
        _("CRS cut-off"), null=True, validators=[MaxValueValidator(HIGHEST_SCORE)]
    )
    size = models.PositiveIntegerField(_("invitations issued"), null=True, blank=True)
    tie_break = models.DateTimeField(
        _("tie-break (UTC)"),
        null=True,
        blank=True,
        help_text=_("At the cut-off itself, only people who submitted their profile before this time were invited."),
    )
    occupations = models.JSONField(
        _("its own list of occupations"),
        default=list,
        blank=True,
        help_text=_("Of a category that the tables do not know yet: NOC codes, as IRCC published them."),
    )
    months = models.PositiveSmallIntegerField(_("months of work asked for"), null=True, blank=True)
    place = models.CharField(_("where the work counts"), max_length=8, choices=WorkPlace.choices, blank=True)
    continuous = models.BooleanField(_("without interruption"), default=False)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    # Word for word, so that a better parser can read it once more; None for a round that staff typed.
    received = models.JSONField(_("as received from the feed"), null=True, editable=False)
    not_understood = models.JSONField(_("not understood"), default=list, editable=False)
    pool_as_on = models.DateField(_("pool distribution as on"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    # Whoever published stays on record: such an account is made inactive, and can't be deleted.
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, verbose_name=_("published by")
    )
    # The end of the pause in which a publication can be taken back, kept until the alerts have due times (record 0089).
    told_from = models.DateTimeField(_("clients are told from"), null=True, editable=False)
    matched_at = models.DateTimeField(_("matched at"), null=True, editable=False)
    reported_at = models.DateTimeField(_("reported to staff at"), null=True, editable=False)
    news = models.CharField(_("news for staff"), max_length=10, choices=News.choices, blank=True, editable=False)
    news_at = models.DateTimeField(_("news since"), null=True, editable=False)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-held_on", "-id"]
        permissions = [("publish_draw", _("Can publish rounds and alert clients"))]

    def __str__(self) -> str:
        return f"{self.number} · {self.held_on} · {self.name}"

    @property
    def selects(self) -> bool:
        """Whether it is known whom the round selected from: a stream, or its own list of occupations."""
        return bool(self.stream or self.occupations)

    @property
    def can_match(self) -> bool:
        """Whether clients can be compared with the round: whom it selected from and its cut-off are known."""
        return self.selects and self.cutoff is not None

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
        """Whether it is no draft any more: clients were told, are being told, or will be once the pause is over."""
        return self.status != self.Status.DRAFT


class PoolBand(models.Model):
    """How many candidates in the pool were between two scores, as published with a round."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="bands", verbose_name=_("round"))
    low = models.PositiveSmallIntegerField(pgettext_lazy("a score", "from"))
    high = models.PositiveSmallIntegerField(_("to"))
    candidates = models.PositiveIntegerField(_("candidates"))

    class Meta:
        verbose_name = _("pool band")
        verbose_name_plural = _("pool distribution")
        ordering = ["-high"]
        constraints = [models.UniqueConstraint(fields=["draw", "low", "high"], name="one_band_per_draw")]

    def __str__(self) -> str:
        return f"{self.low}-{self.high}: {self.candidates}"
