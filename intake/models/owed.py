"""What every row of a ledger has: one message that somebody is owed, or was sent.

The ledger is the truth and the broker only the messenger: a worker claims a
row under a lease, sends, and marks it; what a dead worker left is found by the
sweep. A message repeated by a crash carries the same Message-ID, because it is
derived from the row's `identity`. What a row says is the business of its kind
of message (`intake.message_kinds.kinds`). The workers are those of `draws.outbox`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.querysets import OwedQuerySet


class DeliveryState(models.TextChoices):
    """Where a message stands."""

    PENDING = "pending", _("Pending")
    SENDING = "sending", _("Sending")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    SUPPRESSED = "suppressed", _("Suppressed")


class Owed(models.Model):
    """One message to one address.

    `lease_until` of a row that is being sent: when its worker counts as dead;
    of a pending row: until when it counts as handed to the broker. `problem`:
    why the last attempt failed, in the mail server's words where it spoke.
    `unanswered`: in how many attempts nobody heard whether the server took it (a
    worker died, a connection broke): the reader may have the message.
    `provider_id`: what the mail provider calls the message, where it says so.
    """

    State = DeliveryState
    # The kind of message: its name in `intake.message_kinds.registry`; a column where a ledger has several.
    kind: Any
    # In which its reader is written to ("en", "fr").
    language: Any
    # Whether a pause by staff, and the limits of a minute and a day, hold its rows back.
    held_back: ClassVar[bool] = True
    # Rows that agree in these read nearly the same: one of them is shown for all.
    alike_by: ClassVar[tuple[str, ...]] = ("kind", "language")

    state = models.CharField(_("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    unanswered = models.PositiveSmallIntegerField(_("attempts without an answer"), default=0, db_default=0)
    due_at = models.DateTimeField(_("due at"))
    lease_until = models.DateTimeField(_("lease until"), null=True)
    problem = models.TextField(_("problem"), blank=True)
    provider_id = models.CharField(_("provider's id"), max_length=255, blank=True)
    created = models.DateTimeField(_("created"))
    sent_at = models.DateTimeField(_("sent at"), null=True)

    objects = OwedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-id"]
        indexes = [
            # Of the few rows that are still owed: the sweep asks for these every minute, and never for what was sent.
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["pending", "sending"]),
                name="%(class)ss_still_owed",
            ),
            # Of the few that failed: staff's first page asks for the last month's, and never for what was sent.
            models.Index(fields=["created"], condition=models.Q(state="failed"), name="%(class)ss_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.identity} {self.state}"

    @property
    def identity(self) -> str:
        """What this message is, the same for ever; no two messages share it.

        Raises `NotImplementedError` in a ledger that does not say.
        """
        raise NotImplementedError

    @property
    def address(self) -> str:
        """The e-mail address that it goes to. Raises `NotImplementedError` in a ledger that does not say."""
        raise NotImplementedError

    @classmethod
    def goes_to(cls, address: str) -> Q:
        """A condition: the row goes to this e-mail address, in its one form.

        Raises `NotImplementedError` in a ledger that does not say.
        """
        raise NotImplementedError

    @property
    def wording(self) -> Any:
        """Another one than when the row was read: what it says was corrected meanwhile. None where nothing is."""
        return None

    @classmethod
    def has_wording(cls, wording: Any) -> Q:
        """A condition: nothing that the row says was corrected since it was read with this `wording`."""
        return Q()

    @property
    def lease(self) -> timedelta:
        """How long a worker may take over it, or a batch with it wait in the broker."""
        return settings.ALERT_LEASE

    @property
    def pauses(self) -> Sequence[timedelta]:
        """How long it waits after each attempt that failed for now; when none is left, it has failed for good."""
        return settings.ALERT_PAUSES

    @classmethod
    def is_of_kind(cls, kind: str) -> Q:
        """A condition: the row is of this kind of message. Every row is, where the ledger has one kind alone."""
        return Q()

    @classmethod
    def is_in_line(cls, now: datetime) -> Q:
        """A condition: the ordinary workers send the row."""
        return Q()

    @classmethod
    def may_have_arrived(cls) -> Q:
        """A condition: the reader has the message, or may have it."""
        # "Perhaps" counts as "yes": whoever may have read a wrong message is told so (record 0019).
        return Q(state__in=(DeliveryState.SENT, DeliveryState.SENDING)) | Q(unanswered__gt=0)

    @classmethod
    def is_still_true(cls) -> Q:
        """A condition: what this ledger's rows say is still so when they are sent, besides consent and choice.

        For the database, because it is part of the statement that claims.
        """
        return Q()

    @classmethod
    def get_closing_values(cls) -> dict[str, Any]:
        """The columns, with their values, that are written when a row is sent, failed or suppressed."""
        return {}
