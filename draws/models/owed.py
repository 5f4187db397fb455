"""What the ledgers of messages to clients have on top of what every ledger has (`intake.models.owed`)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from draws.models.sent_texts import SentText
from draws.querysets import ClientLedgerQuerySet
from intake.models import Client, Owed


class OwedToClient(Owed):
    """One message to one client.

    Of a message that was sent, `text` and `words` are what it said (see
    `draws.outbox.archive`) and `digest` proves it: no constraint of the database may
    keep a sent message from being marked, so a text that is gone is none. A kind
    of message that needs columns of its own gets a subclass; any other is a row of `Notice`.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, verbose_name=_("client"))
    text = models.ForeignKey(
        SentText,
        on_delete=models.DO_NOTHING,
        null=True,
        # A message that left must be marked whatever happens, or it is sent again (record 0040).
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("text"),
    )
    words = models.JSONField(_("the client's own words in it"), null=True)
    digest = models.CharField(_("SHA-256 of the message"), max_length=64, blank=True, db_default="")

    objects = ClientLedgerQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Owed.Meta):
        abstract = True
        indexes = [
            *Owed.Meta.indexes,
            # For the nightly search for texts that nobody has any more.
            models.Index(fields=["text"], condition=models.Q(text__isnull=False), name="%(class)ss_by_text"),
        ]

    @property
    def address(self) -> str:
        """The client's own."""
        return self.client.email

    @classmethod
    def goes_to(cls, address: str) -> Q:
        """A condition: it is the client's own."""
        return Q(client__email=address)

    @property
    def language(self) -> str:
        """The client's own."""
        return self.client.language

    @classmethod
    def agreed(cls) -> Q:
        """A condition: the client may be written to, by their consent; checked right before each send."""
        return Q(alerts=True)
