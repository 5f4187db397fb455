"""A file's own record: who opened it, what was written in it, with whom a result was shared."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models.assessments import Assessment
from intake.models.clients import Client
from intake.querysets import RowsOfClientsQuerySet, ShareQuerySet

LONGEST_NOTE = 5000


class FileView(models.Model):
    """The record of a member of staff's look at a client's file, opened or listed; appended, shown to the client.

    `on`: of what is listed, the day; of one day, the first look of each member of staff is kept.
    """

    class ViewedPart(models.TextChoices):
        """What of the file was seen, in words for the client, who reads them."""

        FILE = "file", _("Your file")
        RESULT = "result", _("A result")
        ANSWERS = "answers", _("Your answers")
        CONSENT = "consent", _("Your consents")
        MESSAGE = "message", _("A message to you")
        PDF = "pdf", _("A result, taken along as a PDF")
        LIST = "list", _("A list of clients, with you in it")
        SEARCH = "search", _("A search that found you")
        EXPORT = "export", _("A list of clients, taken along as a file, with you in it")
        COPY = "copy", _("A copy of your data, made for you because you asked")
        ROUND = "round", _("The people whom a round or a rule concerns, with you among them")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="views", verbose_name=_("client"))
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("staff")
    )
    # As a text, because the client may read it when the account is gone.
    who = models.CharField(_("who"), max_length=200, blank=True)
    part = models.CharField(_("part"), max_length=10, choices=ViewedPart.choices)
    at = models.DateTimeField(_("at"), default=timezone.now)
    on = models.DateField(_("on"), null=True)

    class Meta:
        verbose_name = _("file opened")
        verbose_name_plural = _("files opened")
        ordering = ["-at", "-id"]
        # `on` is NULL where a file was opened, and NULLs are never equal: each of those is a row of its own.
        constraints = [models.UniqueConstraint(fields=["client", "staff", "part", "on"], name="listed_once_a_day")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who}"


class Share(models.Model):
    """A link by which one result can be read, without contact data, until a day."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="shares", verbose_name=_("client"))
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="shares", verbose_name=_("assessment")
    )
    # Random: a row's number comes again after a restore, and would open another share (record 0057).
    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
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
    """One opening of a share link."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="uses", verbose_name=_("share link"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("use of a share link")
        verbose_name_plural = _("uses of share links")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Note(models.Model):
    """A staff note on a client's file, or what was said on the telephone or in person; appended, never changed."""

    class NoteKind(models.TextChoices):
        """What it is a record of."""

        NOTE = "note", _("Note")
        CALLED = "called", _("Call: we called")
        NOT_REACHED = "not_reached", _("Call: nobody answered")
        CALLED_US = "called_us", _("Call: the client called")
        MET = "met", _("Meeting")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="notes", verbose_name=_("client"))
    # Whoever wrote stays on record: such an account is made inactive, and can't be deleted.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, verbose_name=_("author")
    )
    # A call is a note of a kind: both are what was said, by whom and when (record 0122).
    kind = models.CharField(
        _("kind"), max_length=12, choices=NoteKind.choices, default=NoteKind.NOTE, db_default=NoteKind.NOTE
    )
    text = models.TextField(_("text"), max_length=LONGEST_NOTE)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = RowsOfClientsQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
