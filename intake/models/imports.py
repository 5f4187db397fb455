"""A file of clients that staff bring in: what it says, row by row, and what stood there before, for a day."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.common.faults import describe_packed
from intake.models.clients import Client
from intake.querysets import ClientImportQuerySet, ImportRowQuerySet

# How long what a file did can be undone, and how long what it said is kept.
UNDONE_WITHIN = timedelta(days=1)
# An import of which nothing has come for this long is handed out again: its tasks may be lost.
STALLED_AFTER = timedelta(minutes=1)


class ClientImport(models.Model):
    """One file that a member of staff brought; its rows are forgotten after a day, and the numbers stay.

    `header`: the names of its columns, none of JSON Lines; `fields`: the field that each column fills, "" for none.
    """

    class ImportState(models.TextChoices):
        """How far it has come."""

        READ = "read", _("Read, and nothing done")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    # Workers read the rows with this account's rights, so that it outlives its imports.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("undone by")
    )
    header = models.JSONField(_("columns"), default=list)
    fields = models.JSONField(_("fields"), default=list)
    state = models.CharField(_("state"), max_length=10, choices=ImportState.choices, default=ImportState.READ)
    numbers = models.JSONField(_("numbers"), default=dict)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    moved_at = models.DateTimeField(_("last moved at"), auto_now_add=True)
    done_at = models.DateTimeField(_("done at"), null=True)

    objects = ClientImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of clients")
        verbose_name_plural = _("imports of clients")
        ordering = ["-created", "-id"]

    def __str__(self) -> str:
        return f"{self.created:%Y-%m-%d %H:%M}"

    @property
    def is_mapped(self) -> bool:
        """Whether it is known what its columns are; JSON Lines say it themselves."""
        return not self.header or bool(self.fields)

    @property
    def is_moving(self) -> bool:
        """Whether workers are busy with it."""
        return self.state in (self.ImportState.RUNNING, self.ImportState.UNDOING)

    def is_stalled(self, now: datetime) -> bool:
        """Whether workers should be at it and nothing has moved for a minute."""
        return self.is_moving and self.moved_at < now - STALLED_AFTER

    def can_be_undone(self, now: datetime) -> bool:
        """Whether it is done, and the day in which it can be undone is not over."""
        return self.state == self.ImportState.DONE and self.done_at is not None and self.done_at > now - UNDONE_WITHIN


class ImportRow(models.Model):
    """One row of the file, what it does and, once done, what stood there before.

    `cells`: as read, or the one line of JSON; `differs`: the names of the fields that it changes; `problem`: why it is
    refused, in no language (`intake.common.faults`). `before` and
    `left` are of a row that is done: the fields as they stood, and the mark of how they were left
    (`intake.clients.imports.touched`). `consents`: the primary keys of those that came with it.
    """

    class RowOutcome(models.TextChoices):
        """What the row does."""

        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        SAME = "same", _("Nothing new")
        REFUSED = "refused", _("Refused")

    class Undone(models.TextChoices):
        """What became of it when the import was undone."""

        BACK = "back", _("Undone")
        TOUCHED = "touched", _("Kept: somebody worked on it since")

    source = models.ForeignKey(ClientImport, on_delete=models.CASCADE, related_name="rows", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(_("cells"), default=list)
    # By which the row finds its file; without an address in the row, the telephone number.
    email = models.CharField(_("e-mail"), max_length=254, blank=True, db_index=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=RowOutcome.choices, blank=True)
    differs = models.JSONField(_("what it changes"), default=list)
    problem = models.TextField(_("why not"), blank=True)
    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, null=True, related_name="import_rows", verbose_name=_("client")
    )
    before = models.JSONField(_("as it stood"), null=True)
    left = models.CharField(_("as it was left"), max_length=64, blank=True)
    consents = models.JSONField(_("consents"), default=list)
    done_at = models.DateTimeField(_("done at"), null=True)
    undone = models.CharField(_("undone"), max_length=10, choices=Undone.choices, blank=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["number", "id"]
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="one_row_of_a_number")]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def why_not(self) -> str:
        """Why it is refused, in the language of whoever reads it."""
        return describe_packed(self.problem)
