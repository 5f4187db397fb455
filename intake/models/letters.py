"""The ledger of messages that go to an address, not to a client's file: codes, confirmations, letters to staff."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.common.languages import list_letter_languages
from intake.models.clients import Client
from intake.models.owed import DeliveryState, Owed

# What somebody waits for and the workers for it have not sent after this long, any worker sends.
OVERDUE = timedelta(minutes=2)


class Letter(Owed):
    """A message to one address, in one language.

    `key`, where there is one, keeps the same from being owed to an address twice.
    `facts` is what its words need. `secret` is a code: it is here only while
    the letter is owed, which the database itself holds. `urgent`: somebody waits
    for it in front of a screen. After `until` it says nothing any more. `place`
    is a digest of the network from which it was asked for, where that is counted.
    `subject` and `body` are what it said when it left, without the ways in, where
    its kind is kept, and `digest` proves them (`draws.outbox.archive`).
    """

    # Somebody waits for most of them: they are counted in the limits and never held up by them, nor by a pause
    # (record 0049).
    held_back = False

    kind = models.CharField(_("kind"), max_length=30)
    key = models.CharField(_("key"), max_length=100, blank=True)
    to = models.EmailField(_("address"))
    language = models.CharField(_("language"), max_length=2, choices=list_letter_languages)
    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, null=True, related_name="letters", verbose_name=_("client")
    )
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    secret = models.CharField(max_length=20, blank=True, editable=False)
    # Of the kind when it was owed: which of two queues and processes sends it (record 0049).
    urgent = models.BooleanField(_("somebody waits for it"), default=False)
    until = models.DateTimeField(_("good until"), null=True)
    # A mark of the network that asked, for the limits; no address of one is kept.
    place = models.CharField(max_length=16, blank=True, default="", db_default="", editable=False)
    subject = models.TextField(_("subject"), blank=True, default="", db_default="")
    body = models.TextField(_("text"), blank=True, default="", db_default="")
    digest = models.CharField(_("SHA-256 of the message"), max_length=64, blank=True, default="", db_default="")

    class Meta(Owed.Meta):
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        # The second is for the limits, which count the letters of an hour and of a day (`intake.message_kinds.limits`).
        # The third is for what came back and for what is about an address, whose letters stay as long as its file.
        indexes = [
            *Owed.Meta.indexes,
            models.Index(fields=["created"], name="letters_by_when_they_were_made"),
            models.Index(Upper("to"), name="letters_by_their_address"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "to"], condition=~Q(key=""), name="one_letter_of_a_key_to_an_address"
            ),
            models.CheckConstraint(
                condition=Q(secret="") | Q(state__in=["pending", "sending"]), name="no_secret_of_a_settled_letter"
            ),
        ]

    @property
    def identity(self) -> str:
        """Its number."""
        return f"letter {self.pk}"

    @property
    def address(self) -> str:
        """Where it goes."""
        return self.to

    @classmethod
    def goes_to(cls, address: str) -> Q:
        """A condition: `to` is this address; those of staff stand there as the settings write them."""
        return Q(to__iexact=address)

    @property
    def lease(self) -> timedelta:
        """Short where somebody waits."""
        return settings.URGENT_LEASE if self.urgent else super().lease

    @property
    def pauses(self) -> Sequence[timedelta]:
        """Short where somebody waits."""
        return settings.URGENT_PAUSES if self.urgent else super().pauses

    @classmethod
    def is_of_kind(cls, kind: str) -> Q:
        """A condition on the column `kind`."""
        return Q(kind=kind)

    @classmethod
    def is_in_line(cls, now: datetime) -> Q:
        """A condition: nobody waits for the letter, or it has been waited for too long."""
        return Q(urgent=False) | Q(due_at__lte=now - OVERDUE)

    @classmethod
    def is_still_true(cls) -> Q:
        """A condition: `until` has not passed, where there is one."""
        return Q(until=None) | Q(until__gt=timezone.now())

    @classmethod
    def get_closing_values(cls) -> dict[str, Any]:
        """No secret outlives the letter."""
        return {"secret": ""}

    @classmethod
    def counted(cls) -> Q:
        """A condition: it counts in the limits, because the mail server took it or may yet take it."""
        # What came back later has left all the same: addresses that bounce must not be free of limits.
        return Q(state__in=(DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.SENT)) | Q(
            state=DeliveryState.FAILED, sent_at__isnull=False
        )
