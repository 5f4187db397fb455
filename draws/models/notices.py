"""The ledger of the messages that are not the news of a draw."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draws.models.owed import OwedToClient
from intake.models import Client, Consent


class Notice(OwedToClient):
    """A message to one client that is not the news of a draw: a reminder, a change of rules.

    `kind` is its name in `intake.message_kinds.registry`; `key` tells which one of its kind
    it is ("edition 2026-12-01 change 3"), so that nobody gets the same twice; `facts` is what
    its words need besides the client.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="notices", verbose_name=_("client"))
    # Without choices, so that a new kind of message needs no migration (record 0048).
    kind = models.CharField(_("kind"), max_length=30)
    key = models.CharField(_("key"), max_length=100)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    until = models.DateField(_("last day"), null=True, help_text=_("Later it says nothing new and is not sent."))
    invited_on = models.DateField(_("of the invitation of"), null=True)

    alike_by = ("kind", "client__language")

    class Meta(OwedToClient.Meta):
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(fields=["client", "kind", "key"], name="one_notice_of_a_kind_per_client")
        ]

    @property
    def identity(self) -> str:
        """Kind, key and client."""
        return f"{self.kind} {self.key} {self.client_id}"

    @classmethod
    def is_of_kind(cls, kind: str) -> Q:
        """A condition on the column `kind`."""
        return Q(kind=kind)

    @classmethod
    def is_still_true(cls) -> Q:
        """A condition: until its last day, and a reminder of an invitation while that invitation stands."""
        stands = Client.objects.filter(
            pk=OuterRef("client_id"), stage=Client.Stage.INVITED, invited_on=OuterRef("invited_on")
        )
        in_time = Q(until=None) | Q(until__gte=timezone.localdate())
        return in_time & (Q(invited_on=None) | Q(Exists(stands)))

    @classmethod
    def agreed(cls) -> Q:
        """A condition: the client agreed, or has an agreement, was never asked, and the firm reminds such clients."""
        # Whether the service is a ground for reminders (CASL s. 6(6)), the licensee decides (record 0024).
        if not settings.REMIND_RETAINED:
            return super().agreed()
        asked = Consent.objects.filter(client=OuterRef("pk"))
        return super().agreed() | Q(~Exists(asked), retained_on__isnull=False)

    def restate(self, facts: dict[str, Any]) -> None:
        """Say these facts from now on, and save them, unless what it said may have arrived already."""
        # Mail programs keep the first of two messages with one number: other words would prove what nobody has.
        if facts != self.facts and not self.unanswered:
            self.facts = facts
            type(self).objects.filter(pk=self.pk).update(facts=facts)

    @property
    def basis(self) -> str:
        """Why the client is written to (CASL): they agreed ("consent"), or it belongs to the service ("service")."""
        return "consent" if self.client.alerts else "service"
