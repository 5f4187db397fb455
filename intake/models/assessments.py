"""What a person answered, what was scored from it, and the score they would hold day by day."""

import uuid
from functools import cached_property

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.common.languages import list_letter_languages
from intake.common.sources import LONGEST_SOURCE
from intake.models.clients import Client, new_reference
from intake.querysets import AssessmentQuerySet, IntakeQuerySet, ScenarioQuerySet, StandingQuerySet
from scoring.streams import list_choices


class Intake(models.Model):
    """One person's answers, kept as posted, by step; anonymous until its e-mail address is confirmed.

    `mistakes` is what was last typed into a page and was no answer, in the same form. `checked_at`: when the client
    said that what staff took down is right; empty again as soon as staff change it. Beside the answers stands what was
    chosen in a score in a minute that led here, under the path of that page. `source` is
    the word in the address that led here, where there was one.
    """

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # None until the address is confirmed: before that there is no client (record 0016).
    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, null=True, blank=True, related_name="intakes", verbose_name=_("client")
    )
    answers = models.JSONField(_("answers"), default=dict, editable=False)
    mistakes = models.JSONField(_("what is to be corrected"), default=dict, editable=False)
    language = models.CharField(
        _("language"), max_length=2, choices=list_letter_languages, default=settings.LANGUAGE_CODE
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    by_staff = models.BooleanField(_("taken by telephone"), default=False, editable=False)
    checked_at = models.DateTimeField(_("confirmed by the client at"), null=True, editable=False)
    source = models.CharField(
        _("source"), max_length=LONGEST_SOURCE, blank=True, default="", db_default="", editable=False
    )

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["-updated"]

    def __str__(self) -> str:
        return str(self.token)

    def find_free_reference(self) -> str:
        """The reference that a new file of this draft takes; empty where the draft has none to give."""
        first = self.assessments.filter(client=None).last()
        return first.find_free_reference() if first else ""


class Assessment(models.Model):
    """What was scored from which facts by which rules on which day; never changed."""

    reference = models.CharField(_("reference"), max_length=14, unique=True, default=new_reference, editable=False)
    intake = models.ForeignKey(
        Intake, on_delete=models.CASCADE, null=True, related_name="assessments", verbose_name=_("intake")
    )
    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, null=True, related_name="assessments", verbose_name=_("client")
    )
    # Kept here: what an earlier link confirms does not change with the answers (record 0017).
    contact = models.JSONField(
        _("contact"), default=dict, help_text=_("Name, address, language and consent as submitted.")
    )
    on = models.DateField(_("on"))
    facts = models.JSONField(_("facts"), encoder=DjangoJSONEncoder)
    # As it was told: shown unchanged even where a corrected table would give other numbers (record 0017).
    result = models.JSONField(_("result"), encoder=DjangoJSONEncoder)
    crs = models.PositiveSmallIntegerField(_("CRS score"))
    edition = models.DateField(_("rules edition"))
    created = models.DateTimeField(_("created"), auto_now_add=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["-created", "-id"]

    def __str__(self) -> str:
        return self.reference

    @cached_property
    def shown_reference(self) -> str:
        """The reference that the person is told: of the file, or before there is one that which the file will have."""
        # In addresses stands each result's own: one file has many results (record 0189).
        return self.client.reference if self.client else self.find_free_reference() or self.reference

    def find_free_reference(self) -> str:
        """The first reference that its person was told of and no file has: the new file takes it; empty without one."""
        if self.pk is None:
            return ""
        drafts = models.Q(intake=self.intake_id) if self.intake_id else models.Q(pk=self.pk)
        taken = Client.objects.filter(reference=models.OuterRef("reference"))
        told = Assessment.objects.filter(drafts, ~models.Exists(taken), client=None).order_by("created", "id")
        # What went to another address may belong to another person, who noted it.
        same = [one.reference for one in told.only("reference", "contact") if self.may_be_of_one_person(one)]
        return next(iter(same), "")

    def find_alike(self) -> AssessmentQuerySet["Assessment"]:
        """Those in no file that one link confirms: of this draft, with this address, name, language and wish."""
        drafts = models.Q(intake=self.intake_id) if self.intake_id else models.Q(pk__in=[])
        rows = Assessment.objects.filter(drafts, client=None).values_list("pk", "contact")
        # Compared here: the order of the keys is another one in another database.
        same = [pk for pk, contact in rows if contact == self.contact]
        return Assessment.objects.filter(client=None, pk__in=[self.pk, *same])

    def may_be_of_one_person(self, other: "Assessment") -> bool:
        """Whether two results of a draft name one address, or one of them none."""
        emails = {(one.contact.get("email") or "").strip().lower() for one in (self, other)}
        return len(emails - {""}) < 2


class Scenario(models.Model):
    """A copy of the answers of an assessment in which a person tries things out; nothing else reads it.

    The one without a name is being worked on; those with a name are kept.
    """

    LONGEST_NAME = 60

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="scenarios", verbose_name=_("assessment")
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME, blank=True)
    # Answers and no score: that would be wrong after the next birthday (record 0041).
    answers = models.JSONField(_("answers"), default=dict, editable=False)
    mistakes = models.JSONField(_("what is to be corrected"), default=dict, editable=False)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"], condition=models.Q(name=""), name="one_copy_worked_on_per_assessment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}"


class Standing(models.Model):
    """A client would hold a score in a stream from `since` until the day before `until`."""

    # Without an index of its own: that of the constraint below begins with the client, and these rows are many.
    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, related_name="standings", db_index=False, verbose_name=_("client")
    )
    stream = models.CharField(_("stream"), max_length=20, choices=list_choices)
    crs = models.PositiveSmallIntegerField(_("CRS score"))
    # From day to day, so that a round is matched as of its own day and a birthday needs no work (record 0015).
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
            # In the order in which matching asks, and with all that it reads of a standing (docs/decisions/0033).
            models.Index(fields=["stream", "crs", "since", "until", "client"], name="standing_by_stream_and_score"),
            # Lists of clients in the order of the score join these to every file, in the order of the files.
            models.Index(
                fields=["client", "since", "until", "crs"],
                condition=models.Q(stream="general"),
                name="general_standing_by_client",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.crs} {self.since}"
