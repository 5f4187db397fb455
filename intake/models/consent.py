"""What a person agreed to hear of, with the proof."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.common.languages import list_letter_languages
from intake.models.clients import Client
from intake.models.consent_sources import translate_source
from intake.models.round_kinds import list_choices

# What of an act of consent is kept as its proof, whoever gave it.
PROOF_FIELDS = ("given", "at", "wording", "language", "source", "ip")


class ActOfConsent(models.Model):
    """One act of giving or withdrawing consent; appended, never changed."""

    at = models.DateTimeField(_("at"), default=timezone.now)
    # Consents exist in the languages of letters alone: somebody answers for their words (record 0161).
    language = models.CharField(_("language"), max_length=2, choices=list_letter_languages)
    source = models.CharField(_("source"), max_length=200)
    # A part of the proof, whose burden is the sender's (CASL s. 13).
    ip = models.GenericIPAddressField(_("IP address"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.given}"  # type: ignore[attr-defined]  # each kind of act has its own

    @property
    def source_in_words(self) -> str:
        """By which way it was told, in the language in use."""
        return translate_source(self.source)


class Consent(ActOfConsent):
    """One act of giving or withdrawing consent to draw alerts; appended, never changed.

    CASL puts the burden of proof on the sender: the wording shown, when, where
    and in which language.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="consents", verbose_name=_("client"))
    given = models.BooleanField(_("given"))
    wording = models.TextField(_("wording"), blank=True)

    class Meta(ActOfConsent.Meta):
        verbose_name = _("consent")
        verbose_name_plural = _("consents")


class ChosenStream(models.Model):
    """A stream whose rounds a client wants to hear of; asked only where `Client.chosen_only`."""

    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, related_name="chosen_streams", verbose_name=_("client")
    )
    stream = models.CharField(_("stream"), max_length=20, choices=list_choices)

    class Meta:
        verbose_name = _("chosen stream")
        verbose_name_plural = _("chosen streams")
        constraints = [models.UniqueConstraint(fields=["client", "stream"], name="one_choice_per_client_and_stream")]

    def __str__(self) -> str:
        return self.stream


class ConsentProof(models.Model):
    """What stays of a deleted client's consents, because the sender must be able to prove them (CASL s. 13)."""

    # That of the time of the act, which need not be the file's last one (record 0044).
    email = models.EmailField(_("e-mail"))
    given = models.BooleanField(_("given"))
    at = models.DateTimeField(_("at"))
    wording = models.TextField(_("wording"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=list_letter_languages)
    source = models.CharField(_("source"), max_length=200)
    ip = models.GenericIPAddressField(_("IP address"), null=True, blank=True)
    deleted_at = models.DateTimeField(_("client deleted at"), default=timezone.now)

    class Meta:
        verbose_name = _("kept proof of consent")
        verbose_name_plural = _("kept proofs of consent")
        ordering = ["-deleted_at", "-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.given}"
