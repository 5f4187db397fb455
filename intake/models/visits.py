"""Numbers of a day: how often a page was looked at, a question reached and answered, by where people came from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.common.sources import LONGEST_SOURCE


class VisitCount(models.Model):
    """One number; no row says anything of anybody.

    `name`: the name of a page, the slug of a question, or empty. `source`: the word in the address that led here,
    empty where there was none.
    """

    class CountedVisit(models.TextChoices):
        """What was counted. The last four once for each person who answers."""

        PAGE = "page", _("Page looked at")
        STARTED = "started", _("First answer given")
        REACHED = "reached", _("Question reached")
        ANSWERED = "answered", _("Question answered")
        SUBMITTED = "submitted", _("Answers sent in")

    day = models.DateField(_("day"))
    what = models.CharField(_("what"), max_length=10, choices=CountedVisit.choices)
    name = models.CharField(_("page or question"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=LONGEST_SOURCE, blank=True)
    # Added up in memory first: a row for each look would be a log of visits (record 0160).
    number = models.PositiveIntegerField(_("number"), default=0)

    class Meta:
        verbose_name = _("number of visits")
        verbose_name_plural = _("visits and questions")
        ordering = ["-day", "what", "name"]
        constraints = [models.UniqueConstraint(fields=["day", "what", "name", "source"], name="one_number_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.what} {self.name}"
