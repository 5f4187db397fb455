"""The words that left: the text of each letter once, with places for what is one client's own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SentText(models.Model):
    """A letter's text, as everybody read it who was told the same in one language.

    Subject and body have places, as `draws.outbox.composer` makes them; what was in
    them for one client is kept in the row of the ledger. `digest`: SHA-256 of
    the language, the subject and the body, in hexadecimal.
    """

    digest = models.CharField(_("SHA-256"), max_length=64, unique=True)
    language = models.CharField(_("language"), max_length=2)
    subject = models.TextField(_("subject"))
    body = models.TextField(_("text"))
    created = models.DateTimeField(_("first sent at"), auto_now_add=True)

    class Meta:
        verbose_name = _("text that was sent")
        verbose_name_plural = _("texts that were sent")
        ordering = ["-created", "-id"]

    def __str__(self) -> str:
        return self.subject
