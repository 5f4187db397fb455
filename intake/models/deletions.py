"""Requests for the deletion of a file: when each was made, and what became of it."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models.clients import Client
from intake.querysets import DeletionRequestQuerySet


class DeletionRequest(models.Model):
    """The wish of a client, or of the firm, to have a file deleted; it names nobody, and stays when the file is gone.

    Open until `answered_at`; to be answered within `settings.DELETION_ANSWER_DAYS`.
    """

    class RequestWay(models.TextChoices):
        """How the request reached the firm."""

        MY_FILE = "my_file", _("By the client, in their file")
        TELEPHONE = "telephone", _("By telephone")
        EMAIL = "email", _("By e-mail")
        LETTER = "letter", _("By letter")
        IN_PERSON = "in_person", _("In person")
        FIRM = "firm", _("By the firm itself")

    class Answer(models.TextChoices):
        """What became of the request."""

        DELETED = "deleted", _("The file was deleted")
        KEPT = "kept", _("The file is kept")

    client = models.ForeignKey(
        Client, on_delete=models.SET_NULL, null=True, related_name="deletion_requests", verbose_name=_("client")
    )
    asked_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    way = models.CharField(_("by which way"), max_length=10, choices=RequestWay.choices)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True)
    reason = models.TextField(_("why it is kept"), blank=True)

    objects = DeletionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for deletion")
        verbose_name_plural = _("requests for deletion")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(answered_at=None), name="one_open_request_for_deletion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d}"

    @property
    def due_on(self) -> date:
        """The last day to answer."""
        # The firm's promise: PIPEDA sets no days for a deletion (docs/before-launch.md).
        return timezone.localdate(self.asked_at) + timedelta(days=settings.DELETION_ANSWER_DAYS)
