"""A client's file: who they are, what they answered, what they scored, what they agreed to."""

import secrets
import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.querysets import AssessmentQuerySet, ClientQuerySet, IntakeQuerySet, ShareQuerySet, StandingQuerySet
from scoring.streams import STREAMS

# Without 0, 1, I, L, O: a reference is read out on the telephone.
REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference() -> str:
    """A reference that tells nothing and can't be guessed: "K7QD-2MXW-9RTB"."""
    letters = [secrets.choice(REFERENCE_LETTERS) for _ in range(12)]
    return "-".join("".join(letters[i : i + 4]) for i in (0, 4, 8))


class Language(models.TextChoices):
    """The languages we write to people in."""

    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")


class Client(models.Model):
    """One person whose address is known to be theirs: they confirmed it, or the firm vouches for it.

    `alerts` says whether draw alerts may be sent now. It changes only together
    with a `Consent` row (see `intake.consent`), which is the proof.
    """

    class Stage(models.TextChoices):
        NEW = "new", _("New")
        CONTACTED = "contacted", _("Contacted")
        BOOKED = "booked", _("Consultation booked")
        CONSULTED = "consulted", _("Consultation done")
        AGREEMENT_SENT = "agreement_sent", _("Agreement sent")
        RETAINED = "retained", _("Retained")
        IN_POOL = "in_pool", _("In the pool")
        INVITED = "invited", _("Invited to apply")
        SUBMITTED = "submitted", _("Application submitted")
        CLOSED = "closed", _("Closed")

    reference = models.CharField(_("reference"), max_length=14, unique=True, default=new_reference, editable=False)
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.ENGLISH)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, default=Stage.NEW)
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="clients",
        verbose_name=_("adviser"),
    )
    next_action = models.CharField(_("next action"), max_length=200, blank=True)
    follow_up_on = models.DateField(_("follow up on"), null=True, blank=True)
    alerts = models.BooleanField(_("draw alerts"), default=False, editable=False)
    facts = models.JSONField(_("facts"), default=dict, help_text=_("The profile, in the contract's form."))
    profile_submitted_at = models.DateTimeField(
        _("profile submitted to IRCC at"),
        null=True,
        blank=True,
        help_text=_("When the client's own profile entered the pool; empty: not in the pool, or not known."),
    )
    invited_on = models.DateField(
        _("invited to apply on"),
        null=True,
        blank=True,
        help_text=_("The day of IRCC's invitation to apply; the application is due 60 days later."),
    )
    retained_on = models.DateField(
        _("service agreement signed on"),
        null=True,
        blank=True,
        help_text=_(
            "From this day the file is the firm's professional record and is kept for the years the College asks."
        ),
    )
    deletion_told_at = models.DateTimeField(_("told of the coming deletion at"), null=True, editable=False)
    deletion_asked_at = models.DateTimeField(_("deletion asked for at"), null=True, editable=False)
    chosen_only = models.BooleanField(_("alerts for chosen rounds only"), default=False, editable=False)
    undeliverable = models.TextField(
        _("address does not work"),
        blank=True,
        editable=False,
        help_text=_("What the mail server or provider said when a message came back; nothing is sent meanwhile."),
    )
    stood_at = models.DateTimeField(_("standings written at"), null=True, editable=False)
    sample = models.BooleanField(_("sample"), default=False, help_text=_("Made up for trying the site out."))
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    objects = ClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        ordering = ["-created"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_client_per_email")]

    def __str__(self) -> str:
        return self.reference


class Intake(models.Model):
    """One person's answers, kept as posted, by step; anonymous until its e-mail address is confirmed."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, null=True, blank=True, related_name="intakes", verbose_name=_("client")
    )
    answers = models.JSONField(_("answers"), default=dict, editable=False)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.ENGLISH)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    by_staff = models.BooleanField(_("taken by telephone"), default=False, editable=False)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("intake")
        verbose_name_plural = _("intakes")
        ordering = ["-updated"]

    def __str__(self) -> str:
        return str(self.token)


class Assessment(models.Model):
    """What was scored from which facts by which rules on which day; never changed."""

    reference = models.CharField(_("reference"), max_length=14, unique=True, default=new_reference, editable=False)
    intake = models.ForeignKey(
        Intake, on_delete=models.CASCADE, null=True, related_name="assessments", verbose_name=_("intake")
    )
    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, null=True, related_name="assessments", verbose_name=_("client")
    )
    contact = models.JSONField(
        _("contact"), default=dict, help_text=_("Name, address, language and consent as submitted.")
    )
    on = models.DateField(_("on"))
    facts = models.JSONField(_("facts"), encoder=DjangoJSONEncoder)
    result = models.JSONField(_("result"), encoder=DjangoJSONEncoder)
    crs = models.PositiveSmallIntegerField(_("CRS score"))
    edition = models.DateField(_("rules edition"))
    created = models.DateTimeField(_("created"), auto_now_add=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["-created", "-id"]

    def __str__(self) -> str:
        return self.reference


class Scenario(models.Model):
    """A copy of the answers of an assessment in which a person tries things out; nothing else reads it."""

    assessment = models.OneToOneField(
        Assessment, on_delete=models.CASCADE, related_name="scenario", verbose_name=_("assessment")
    )
    answers = models.JSONField(_("answers"), default=dict, editable=False)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")

    def __str__(self) -> str:
        return f"{self.assessment_id}"


class Standing(models.Model):
    """A client would hold a score in a stream from `since` until the day before `until`."""

    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, related_name="standings", db_index=False, verbose_name=_("client")
    )
    stream = models.CharField(_("stream"), max_length=20, choices=STREAMS)
    crs = models.PositiveSmallIntegerField(_("CRS score"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        constraints = [
            models.UniqueConstraint(fields=["client", "stream", "since"], name="one_standing_per_stream_and_day"),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="standing_lasts_a_day"),
        ]
        indexes = [
            models.Index(fields=["stream", "crs", "since", "until", "client"], name="standing_by_stream_and_score")
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.crs} {self.since}"


class Consent(models.Model):
    """One act of giving or withdrawing consent to draw alerts; appended, never changed.

    CASL puts the burden of proof on the sender: the wording shown, when, where
    and in which language.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="consents", verbose_name=_("client"))
    given = models.BooleanField(_("given"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    wording = models.TextField(_("wording"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    source = models.CharField(_("source"), max_length=200)
    ip = models.GenericIPAddressField(_("IP address"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.given}"


class ChosenStream(models.Model):
    """A stream whose rounds a client wants to hear of; asked only where `Client.chosen_only`."""

    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, related_name="chosen_streams", verbose_name=_("client")
    )
    stream = models.CharField(_("stream"), max_length=20, choices=STREAMS)

    class Meta:
        verbose_name = _("chosen stream")
        verbose_name_plural = _("chosen streams")
        constraints = [models.UniqueConstraint(fields=["client", "stream"], name="one_choice_per_client_and_stream")]

    def __str__(self) -> str:
        return self.stream


class ConsentProof(models.Model):
    """What stays of a deleted client's consents, because the sender must be able to prove them (CASL s. 13)."""

    email = models.EmailField(_("e-mail"))
    given = models.BooleanField(_("given"))
    at = models.DateTimeField(_("at"))
    wording = models.TextField(_("wording"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    source = models.CharField(_("source"), max_length=200)
    ip = models.GenericIPAddressField(_("IP address"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("client deleted at"), default=timezone.now)

    class Meta:
        verbose_name = _("kept proof of consent")
        verbose_name_plural = _("kept proofs of consent")
        ordering = ["-deleted_at", "-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.given}"


class FileView(models.Model):
    """That a member of staff opened a client's file; appended, never changed, shown to the client."""

    class Part(models.TextChoices):
        FILE = "file", _("Your file")
        RESULT = "result", _("A result")
        ANSWERS = "answers", _("Your answers")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="views", verbose_name=_("client"))
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("staff")
    )
    who = models.CharField(_("who"), max_length=200, blank=True)
    part = models.CharField(_("part"), max_length=10, choices=Part.choices)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("file opened")
        verbose_name_plural = _("files opened")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who}"


class Share(models.Model):
    """A link by which one result can be read, without contact data, until a day."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="shares", verbose_name=_("client"))
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="shares", verbose_name=_("assessment")
    )
    label = models.CharField(_("for whom"), max_length=100, blank=True)
    until = models.DateField(_("until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    created = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share link")
        verbose_name_plural = _("share links")
        ordering = ["-created", "-id"]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.until}"


class ShareUse(models.Model):
    """That somebody opened a share link."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="uses", verbose_name=_("share link"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("use of a share link")
        verbose_name_plural = _("uses of share links")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Note(models.Model):
    """A staff note on a client's file; appended, never changed."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="notes", verbose_name=_("client"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, verbose_name=_("author")
    )
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
