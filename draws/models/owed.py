"""What the rows of all ledgers share: one message that one client is owed, or was sent."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from draws.models.texts import SentText
from draws.querysets import OwedQuerySet
from intake.models import Client


class State(models.TextChoices):
    """Where a message stands."""

    PENDING = "pending", _("Pending")
    SENDING = "sending", _("Sending")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    SUPPRESSED = "suppressed", _("Suppressed")


class Owed(models.Model):
    """One message to one client.

    `lease_until` of a row that is being sent: when its worker counts as dead;
    of a pending row: until when it counts as handed to the broker. `problem`:
    why the last attempt failed, in the mail server's words where it spoke.
    `unanswered`: in how many attempts nobody heard whether the server took it (a
    worker died, a connection broke): the client may have the message.
    `provider_id`: what the mail provider calls the message, where it says so.
    Of a message that was sent, `text` and `words` are what it said (see
    `draws.outbox.archive`) and `digest` proves it: no constraint of the database may
    keep a sent message from being marked, so a text that is gone is none.
    """

    State = State
    # The kind of message: its name in `draws.outbox.registry`.
    kind: str

    client = models.ForeignKey(Client, on_delete=models.CASCADE, verbose_name=_("client"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    unanswered = models.PositiveSmallIntegerField(_("attempts without an answer"), default=0, db_default=0)
    due_at = models.DateTimeField(_("due at"))
    lease_until = models.DateTimeField(_("lease until"), null=True)
    problem = models.TextField(_("problem"), blank=True)
    provider_id = models.CharField(_("provider's id"), max_length=255, blank=True)
    text = models.ForeignKey(
        SentText,
        on_delete=models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("text"),
    )
    words = models.JSONField(_("the client's own words in it"), null=True)
    digest = models.CharField(_("SHA-256 of the message"), max_length=64, blank=True, db_default="")
    created = models.DateTimeField(_("created"))
    sent_at = models.DateTimeField(_("sent at"), null=True)

    objects = OwedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["pending", "sending"]),
                name="%(class)ss_still_owed",
            ),
            models.Index(fields=["text"], condition=models.Q(text__isnull=False), name="%(class)ss_by_text"),
        ]

    def __str__(self) -> str:
        return f"{self.identity} {self.state}"

    @property
    def identity(self) -> str:
        """What this message is, the same for ever; no two messages share it."""
        raise NotImplementedError

    @classmethod
    def of_kind(cls, kind: str) -> Q:
        """The rows that are of this kind of message: all, where the ledger has one kind alone."""
        return Q()

    @classmethod
    def left(cls) -> Q:
        """Rows whose client has the message, or may have it."""
        return Q(state__in=(State.SENT, State.SENDING)) | Q(unanswered__gt=0)

    @classmethod
    def agreed(cls) -> Q:
        """Which clients may be written to: by their consent, looked at right before each send."""
        return Q(alerts=True)

    @classmethod
    def still_true(cls) -> Q:
        """What of this ledger's rows must still be so when they are sent, beside the client's consent and choice.

        A condition for the database, because it stands in the statement that claims.
        """
        return Q()
