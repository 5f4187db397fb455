"""The firm's own editions of rules, entered and released on its page, and who compared which table with its source."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

RELEASED = Q(released_at__isnull=False, withdrawn_at=None)
Version = tuple[int, datetime | None, datetime | None]


def build_person_key(words: Any) -> models.ForeignKey[User | None]:
    """Which member of staff did it."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        # Whoever entered, released or compared it stays on record: the account is made inactive, and can't be deleted.
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=words,
    )


class FirmEditionQuerySet(models.QuerySet["FirmEdition"]):
    """Editions that the firm entered."""

    def in_use(self) -> Self:
        """Released, and not withdrawn."""
        return self.filter(RELEASED)

    def waiting(self) -> Self:
        """Entered, and not released yet."""
        return self.filter(released_at=None)

    def version(self) -> Version:
        """What is in use, in short: another value, other editions."""
        # One look, because every process asks this every few seconds (record 0077).
        # The moments too: one edition released and another withdrawn leave the number as it was.
        found = self.aggregate(
            number=Count("pk", filter=RELEASED), released=Max("released_at"), withdrawn=Max("withdrawn_at")
        )
        return found["number"], found["released"], found["withdrawn"]


class FirmEdition(models.Model):
    """Tables that belong together and come into use together, once somebody licensed has released them.

    What was released is never changed: it can be withdrawn, and another one entered.
    """

    note = models.CharField(_("where you read it"), max_length=500, blank=True)
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    entered_by = build_person_key(_("entered by"))
    released_at = models.DateTimeField(_("released at"), null=True, editable=False)
    released_by = build_person_key(_("released by"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawn_by = build_person_key(_("withdrawn by"))

    objects = FirmEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("new edition of rules")
        verbose_name_plural = _("rules")
        ordering = ["-entered_at", "-pk"]
        permissions = [("release_firmedition", _("Can release a new edition of the rules, and withdraw it"))]

    def __str__(self) -> str:
        return ", ".join(self.tables.values_list("name", flat=True))

    @property
    def is_in_use(self) -> bool:
        """Whether it was released and not withdrawn."""
        return self.released_at is not None and self.withdrawn_at is None


class FirmTable(models.Model):
    """One file of an edition: the table's name ("programs/funds") and its TOML, in the form of the shipped tables."""

    edition = models.ForeignKey(FirmEdition, on_delete=models.CASCADE, related_name="tables")
    name = models.CharField(_("table"), max_length=100)
    text = models.TextField(_("file"))

    class Meta:
        verbose_name = _("table")
        verbose_name_plural = _("tables")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="one_file_a_table")]

    def __str__(self) -> str:
        return self.name


class TableCheck(models.Model):
    """Somebody compared an edition of a table with its source on a day. Never changed; the shipped day stays."""

    name = models.CharField(_("table"), max_length=100)
    effective = models.DateField(_("edition"))
    on = models.DateField(_("compared on"))
    by = build_person_key(_("compared by"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("comparison of a table with its source")
        verbose_name_plural = _("comparisons of tables with their sources")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.effective} {self.on}"
