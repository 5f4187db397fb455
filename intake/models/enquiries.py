"""What people ask the firm: about a result, about anything else, or to be called back."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.common.languages import list_letter_languages
from intake.common.names import LONGEST, validate_name
from intake.common.sources import LONGEST_SOURCE
from intake.models.assessments import Assessment
from intake.models.clients import Client, new_reference
from intake.querysets import EnquiryQuerySet

LONGEST_QUESTION = 3000
# As it was typed: the one form is that of the file, which takes the number where it has none (record 0124).
TELEPHONE = RegexValidator(
    r"^\+?[0-9][0-9 ().-]{5,28}[0-9]$",
    _("Enter a telephone number with its area or country code, like +1 613 555 0100"),
)


class Enquiry(models.Model):
    """A question, or the wish to be called back, with where it came from.

    It is in a file once its address was confirmed (`confirmed_at`); whoever gives a telephone number alone has none.
    `place` is a digest of the network from which it came, for the limits.
    """

    class EnquiryKind(models.TextChoices):
        """What is asked for."""

        RESULT = "result", _("Question about a result")
        QUESTION = "question", _("Question")
        CALL = "call", _("Call back")

    class When(models.TextChoices):
        """When whoever wants to be called can be reached."""

        ANY = "any", _("At any time in office hours")
        MORNING = "morning", _("In the morning")
        AFTERNOON = "afternoon", _("In the afternoon")
        EVENING = "evening", _("In the evening")

    # Random, because a signed link names it: a row's number comes again after a restore (record 0057).
    reference = models.CharField(_("reference"), max_length=14, unique=True, default=new_reference, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=EnquiryKind.choices)
    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, null=True, related_name="enquiries", verbose_name=_("client")
    )
    # Only where this browser may open it and its owner ticks the box (record 0116).
    assessment = models.ForeignKey(
        Assessment, on_delete=models.SET_NULL, null=True, related_name="enquiries", verbose_name=_("result")
    )
    name = models.CharField(_("name"), max_length=LONGEST, blank=True, validators=[validate_name])
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True, validators=[TELEPHONE])
    call_when = models.CharField(_("when to call"), max_length=10, choices=When.choices, blank=True)
    text = models.TextField(_("question"), max_length=LONGEST_QUESTION, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=list_letter_languages)
    # A word in an address that anybody may write (record 0155).
    source = models.CharField(_("source"), max_length=LONGEST_SOURCE, blank=True)
    # A mark of the network that asked, for the limits; no address of one is kept.
    place = models.CharField(max_length=16, blank=True, editable=False)
    created = models.DateTimeField(_("created"), auto_now_add=True, db_index=True)
    confirmed_at = models.DateTimeField(_("address confirmed at"), null=True, editable=False)
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("answered by"),
    )

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-created", "-id"]
        # The desk asks for those that nobody has answered; the others only grow.
        indexes = [models.Index(fields=["created"], condition=Q(answered_at=None), name="enquiries_to_answer")]

    def __str__(self) -> str:
        return self.reference
