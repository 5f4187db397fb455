"""Other programs of the firm that are told of events, and what they are owed."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models.clients import Client
from intake.models.owed import DeliveryState
from intake.querysets import EventQuerySet

LONGEST_URL = 500


class EventReceiver(models.Model):
    """A program that is told, at an address.

    `events` are names of kinds (`intake.webhooks.kinds`). `secret` signs what it is sent; it is kept encrypted
    (`intake.webhooks.signing`). After a failure nothing is tried before `rests_until`.
    """

    name = models.CharField(_("name"), max_length=100)
    url = models.URLField(_("address"), max_length=LONGEST_URL)
    events = models.JSONField(_("events"), default=list)
    active = models.BooleanField(_("is told"), default=True)
    secret = models.TextField(editable=False)
    # A program that is away costs one attempt, however much it is owed (record 0159).
    rests_until = models.DateTimeField(_("tried again after"), null=True, editable=False)
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class OwedEvent(models.Model):
    """One event that a receiver is owed, or was told.

    `event_id` is the same in every attempt: by it a receiver knows what it has already. `key` keeps the same event from
    being owed twice. `facts` is all that is told. `lease_until` and `problem` as in `intake.models.owed`.
    """

    State = DeliveryState

    event_id = models.UUIDField(_("id"), unique=True, default=uuid.uuid4)
    receiver = models.ForeignKey(
        EventReceiver, on_delete=models.CASCADE, related_name="owed", verbose_name=_("webhook")
    )
    kind = models.CharField(_("event"), max_length=20)
    key = models.CharField(max_length=80)
    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, null=True, related_name="owed_events", verbose_name=_("client")
    )
    # A reference and no name: whoever needs more reads it here, under their own permission and on record (record 0159).
    facts = models.JSONField(_("facts"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due at"), default=timezone.now)
    lease_until = models.DateTimeField(_("lease until"), null=True)
    problem = models.CharField(_("problem"), max_length=200, blank=True)
    created = models.DateTimeField(_("created"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("call of a webhook")
        verbose_name_plural = _("calls of webhooks")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["receiver", "kind", "key"], name="one_event_of_a_key_to_a_receiver")
        ]
        indexes = [
            # Of the few rows that are still owed, which the sweep asks for every minute.
            models.Index(
                fields=["receiver", "due_at"], condition=Q(state__in=["pending", "sending"]), name="events_owed"
            ),
            models.Index(fields=["created"], name="events_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"

    def mark(self, state: str, **values: Any) -> None:
        """Save what became of an attempt, and end its lease; what was told stays told."""
        OwedEvent.objects.exclude(state=DeliveryState.SENT).filter(pk=self.pk).update(
            state=state, lease_until=None, **values
        )
