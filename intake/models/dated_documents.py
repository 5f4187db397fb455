"""The last valid days of documents: passports and permits that staff enter, tests and the like from answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.models.clients import Client
from intake.querysets import DatedItemQuerySet


class DatedItem(models.Model):
    """One document with its last valid day. No number of it is kept, no copy, and no free text that could hold one.

    `name` tells two of a kind apart: a country (ISO 3166-1 alpha-2), or a test's
    code. What comes from the answers is written by `intake.expiry.expiries`.
    """

    class DocumentKind(models.TextChoices):
        """What kind of document it is; staff enter the first five, the others follow from the answers."""

        PASSPORT = "passport", _("Passport")
        MEDICAL = "medical", _("Medical examination")
        POLICE = "police", _("Police certificate")
        WORK_PERMIT = "work_permit", _("Work permit")
        STUDY_PERMIT = "study_permit", _("Study permit")
        TEST = "test", _("Language test")
        ECA = "eca", _("Educational credential assessment (ECA)")
        PROFILE = "profile", _("Profile in IRCC's pool")

    class Whose(models.TextChoices):
        """Whose document it is."""

        OWN = "own", _("The client's own")
        PARTNER = "partner", _("The partner's")

    class DaySource(models.TextChoices):
        """How the firm knows of the day."""

        SEEN = "seen", _("Seen on the document")
        TOLD = "told", _("Told by the client")
        ANSWERS = "answers", _("From the answers")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="dated_items", verbose_name=_("client"))
    kind = models.CharField(_("kind"), max_length=12, choices=DocumentKind.choices)
    whose = models.CharField(_("whose"), max_length=8, choices=Whose.choices, default=Whose.OWN)
    name = models.CharField(_("country"), max_length=30, blank=True)
    # No last day is worked out from it: for how long a paper is accepted hangs on more than that (record 0042).
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("last valid day"))
    source = models.CharField(_("source"), max_length=8, choices=DaySource.choices, default=DaySource.SEEN)
    created = models.DateTimeField(_("created"), auto_now_add=True)

    objects = DatedItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("document or date")
        verbose_name_plural = _("documents and dates")
        ordering = ["expires_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "kind", "whose", "name", "expires_on"], name="one_dated_item_of_a_kind_and_day"
            )
        ]
        indexes = [models.Index(fields=["expires_on"], name="dated_item_by_last_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.expires_on}"


# The others come from the answers.
ENTERED = (
    DatedItem.DocumentKind.PASSPORT,
    DatedItem.DocumentKind.MEDICAL,
    DatedItem.DocumentKind.POLICE,
    DatedItem.DocumentKind.WORK_PERMIT,
    DatedItem.DocumentKind.STUDY_PERMIT,
)
