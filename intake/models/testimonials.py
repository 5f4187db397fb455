"""What clients wrote of the firm, shown only in words that their writer approved and has not withdrawn."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.common.names import validate_name
from intake.models.firm import LONGEST_TEXT, DatedText, InLanguage, ends_after_it_begins, in_english, in_french
from intake.querysets import TestimonialQuerySet


class FirmTestimonial(DatedText):
    """A client's words of the firm, and the name under them; `reference`: of the writer's file, where there is one."""

    words_en = models.TextField(in_english(_("words")), max_length=LONGEST_TEXT)
    words_fr = models.TextField(in_french(_("words")), max_length=LONGEST_TEXT)
    shown_as = models.CharField(
        _("name as it is shown"), max_length=120, validators=[validate_name], help_text=_("Shown under the words.")
    )
    # No foreign key: somebody who may not see the file must not see whose it is (record 0170).
    reference = models.CharField(
        _("reference of the file"),
        max_length=14,
        blank=True,
        db_index=True,
        help_text=_("Of the writer's file, where there is one: deleted with it. Not shown."),
    )
    words = InLanguage()

    objects = TestimonialQuerySet.as_manager()  # type: ignore[misc]  # with more methods than those of its base

    class Meta(DatedText.Meta):
        verbose_name = _("testimonial")
        verbose_name_plural = _("testimonials")
        constraints = [ends_after_it_begins("testimonials_end_after_they_begin")]

    def __str__(self) -> str:
        # Without the name: what the admin keeps of a deletion names the row like this, and outlives the writer's file.
        return f"{self.pk}"


class TestimonialApproval(models.Model):
    """The writer's approval of a testimonial, or its withdrawal; appended, never changed. The newest act counts.

    What was approved is kept as it stood: other words, or another name under them, are not approved by it.
    """

    class Act(models.TextChoices):
        """What the writer did."""

        APPROVED = "approved", _("Approved")
        WITHDRAWN = "withdrawn", _("Approval withdrawn")

    class How(models.TextChoices):
        """In which writing."""

        SIGNED = "signed", _("Signed paper")
        EMAIL = "email", _("E-mail")
        OTHER = "other", _("Another writing")

    testimonial = models.ForeignKey(
        FirmTestimonial, on_delete=models.CASCADE, related_name="approvals", verbose_name=_("testimonial")
    )
    act = models.CharField(_("what they did"), max_length=10, choices=Act.choices, default=Act.APPROVED)
    by_whom = models.CharField(_("by whom"), max_length=120, help_text=_("Who wrote the words. Not shown."))
    on = models.DateField(_("on"), default=timezone.localdate)
    how = models.CharField(_("how"), max_length=10, choices=How.choices)
    kept_where = models.CharField(
        _("where the writing is kept"), max_length=200, help_text=_("So that it is found when somebody asks for it.")
    )
    # Copied, so that a testimonial which was changed since has to be approved again (record 0170).
    words_en = models.TextField(in_english(_("words")), editable=False)
    words_fr = models.TextField(in_french(_("words")), editable=False)
    shown_as = models.CharField(_("name as it is shown"), max_length=120, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    at = models.DateTimeField(_("entered at"), auto_now_add=True)

    class Meta:
        verbose_name = _("approval of a testimonial")
        verbose_name_plural = _("approvals of a testimonial")
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.on}"

    def clean(self) -> None:
        """It has happened. Raises `ValidationError`."""
        if self.on and self.on > timezone.localdate():
            raise ValidationError({"on": _("Enter a day that has come.")})
