"""What is to do in a file: by whom and until when; and what the firm does whenever a file comes to a stage."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intake.models.clients import Client
from intake.models.invitations import Invitation
from intake.querysets import TodoQuerySet

LONGEST_TODO = 200


class StageTodo(models.Model):
    """What is to do when a file comes to a stage: the firm's own practice, which it edits."""

    stage = models.CharField(_("when the file comes to"), max_length=20, choices=Client.Stage.choices)
    # Rows that the firm edits, and no table of ours: nobody publishes its practice (record 0122).
    text_en = models.CharField(_("what is to do, in English"), max_length=LONGEST_TODO)
    text_fr = models.CharField(_("what is to do, in French"), max_length=LONGEST_TODO)
    after_days = models.PositiveSmallIntegerField(_("days until it is due"), default=3)
    ends_with_stage = models.BooleanField(
        _("no longer needed when the file leaves the stage"),
        default=True,
        help_text=_("Then it is taken off the list by itself."),
    )
    in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("task of a stage")
        verbose_name_plural = _("tasks of the stages")
        ordering = ["stage", "after_days", "id"]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """What is to do, in the active language."""
        return self.text_fr if (get_language() or "").startswith("fr") else self.text_en


# Not `Task`: that is a worker's, everywhere in the code (record 0122).
class Todo(models.Model):
    """One thing to do in a file until a day. Without `assignee` it is nobody's; without `author` the site brought it.

    `key`, where there is one, keeps the same from being brought twice. Done at
    `done_at`, by `done_by` of the staff or by the client; nobody: it was no longer
    needed, as where the file left the stage that it belonged to. A step of the plan
    after an `invitation` is the client's or the office's by `side`, and both see it.
    """

    class TodoKind(models.TextChoices):
        """What sort of work it is."""

        FOLLOW_UP = "follow_up", _("Follow up")
        CALL = "call", _("Call")
        WRITE = "write", _("Write")
        PAPERS = "papers", _("Documents")
        OTHER = "other", _("Other")

    class Side(models.TextChoices):
        """Who is to do it."""

        OFFICE = "office", _("The office")
        CLIENT = "client", _("The client")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="todos", verbose_name=_("client"))
    kind = models.CharField(_("kind"), max_length=10, choices=TodoKind.choices, default=TodoKind.FOLLOW_UP)
    text = models.CharField(_("what is to do"), max_length=LONGEST_TODO)
    due_on = models.DateField(_("due on"))
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="todos",
        verbose_name=_("whose task"),
    )
    stage_todo = models.ForeignKey(
        StageTodo,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="todos",
        verbose_name=_("brought by the stage"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    key = models.CharField(max_length=50, blank=True, default="", db_default="", editable=False)
    side = models.CharField(
        _("who does it"),
        max_length=6,
        choices=Side.choices,
        default=Side.OFFICE,
        db_default=Side.OFFICE,
        editable=False,
    )
    invitation = models.ForeignKey(
        Invitation,
        on_delete=models.CASCADE,
        null=True,
        editable=False,
        related_name="steps",
        verbose_name=_("step after the invitation"),
    )
    # Which step of the plan it is: the client reads it in their own words and language.
    step = models.CharField(max_length=20, blank=True, default="", db_default="", editable=False)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    done_at = models.DateTimeField(_("done at"), null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("done by"),
    )
    done_by_client = models.BooleanField(_("done by the client"), default=False, db_default=False, editable=False)

    objects = TodoQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["due_on", "id"]
        constraints = [
            # A file that goes back and forth between stages is not given the same task twice.
            models.UniqueConstraint(
                fields=["client", "stage_todo"], condition=Q(done_at=None), name="one_open_task_of_a_stage"
            ),
            # A round is one task in a file, however often it is matched (record 0164).
            models.UniqueConstraint(fields=["key", "client"], condition=~Q(key=""), name="one_task_of_a_key"),
            # A plan that is laid twice is one (record 0190).
            models.UniqueConstraint(
                fields=["invitation", "step"], condition=Q(invitation__isnull=False), name="one_task_of_a_step"
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(done_at=None), name="todos_open")]

    def __str__(self) -> str:
        return f"{self.due_on} {self.kind}"

    @property
    def is_done(self) -> bool:
        """Whether somebody did it; what was no longer needed nobody did."""
        return self.done_at is not None and bool(self.done_by_id or self.done_by_client)

    @property
    def is_dropped(self) -> bool:
        """Whether nobody did it, because it was no longer needed; `TodoQuerySet.dropped` asks the same."""
        return self.done_at is not None and not self.is_done
